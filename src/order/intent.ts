import type { Price, Quantity } from "../value/brand.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Purpose } from "./order.ts"
import type { PlanId } from "./plan-id.ts"
import type { OrderId } from "./request.ts"
import type { Side, Terms } from "./terms.ts"

/** Who wished it: a strategy by name, the trader at the keyboard, or the machine's own safety. */
export type Author =
  | { readonly kind: "strategy"; readonly name: string }
  | { readonly kind: "trader"; readonly name: string }
  | { readonly kind: "guard"; readonly name: string }

/** Where an entry will be left: at a loss, always (RISK-12), and perhaps at a gain. */
export interface Leave {
  readonly stop: Price
  readonly target?: Price
}

/** The market row that caused it: what `why` tells first. */
export interface Cause {
  readonly row: number
  readonly instrument: number
  readonly price: Price
}

/** Which part of a plan an order is. */
export interface SliceOf {
  readonly plan: PlanId
  /** From 1. */
  readonly number: number
}

/** A wish made exact: whole lots, a bounded price. It is nothing yet; the gate decides. */
export interface Intent {
  readonly purpose: Purpose | "cancel"
  readonly author: Author
  readonly because: string
  readonly instrument: Instrument
  readonly side: Side
  /** What to place; of a cancel, the terms of the order to be cancelled. */
  readonly terms: Terms
  /** The second leg of a pair (protection with a target). */
  readonly target?: Terms
  /** Cancelled in the same request, before the new order is placed. */
  readonly instead?: OrderId
  /** The new order is tried although the cancel fails: whether the old one is there is not known. */
  readonly isInAnyCase?: true
  /** Of an entry, and of a stop that is moved. */
  readonly leave?: Leave
  /** Of a part of a plan, with what the whole was asked for and has not got yet (EXEC-21). */
  readonly slice?: SliceOf & { readonly asked: Quantity }
  readonly cause: Cause
}

/** The same intent with another quantity, as a rule shrank it. */
export function resized(intent: Intent, quantity: Quantity): Intent {
  return { ...intent, terms: { ...intent.terms, quantity } }
}

import type { Instant, Quantity } from "../value/brand.ts"
import type { PlanId } from "./plan-id.ts"
import type { Fill } from "./report.ts"
import type { OrderId } from "./request.ts"
import type { Side, Terms } from "./terms.ts"

/**
 * - `pending`: journaled and sent, no answer yet
 * - `open`: on the exchange's book, or waiting there for its stop
 * - `unresolved`: the answer is missing or its fills are; asked for by id, never sent again
 * - the rest is final
 */
export type OrderStatus =
  | "pending"
  | "open"
  | "unresolved"
  | "filled"
  | "cancelled"
  | "expired"
  | "rejected"
  | "absent"

/** Why an order exists: it opens risk, lowers it, or guards a position at the exchange. */
export type Purpose = "entry" | "exit" | "protection"

/** An order of ours and all that is known of it. Frozen; `transition` makes the next one. */
export interface Order {
  readonly id: OrderId
  readonly instrument: number
  readonly side: Side
  readonly terms: Terms
  readonly purpose: Purpose
  readonly strategy: string
  readonly because: string
  readonly placedAt: Instant
  readonly status: OrderStatus
  /** The plan it is a part of. */
  readonly plan?: PlanId
  /** When the exchange first said that it does not know it, by its own clock. */
  readonly missingSince?: Instant
  /** The exchange's id, once known. */
  readonly venueId?: string
  /** The list it belongs to, when it is one leg of a pair. */
  readonly list?: OrderId
  readonly filled: Quantity
  /** Value of the fills, units of the quote asset. */
  readonly filledQuoteUnits: bigint
  readonly fills: readonly Fill[]
  /** What the exchange said it had executed when the order ended; fills may still be on their way. */
  readonly executedAtEnd?: Quantity
  /** The end the exchange told, kept while fills are missing. */
  readonly endedAs?: "filled" | "cancelled" | "expired"
}

const FINAL: ReadonlySet<OrderStatus> = new Set([
  "filled",
  "cancelled",
  "expired",
  "rejected",
  "absent",
])

/** Nothing more can happen to it. */
export const isFinal = (order: Order): boolean => FINAL.has(order.status)

/** What may still fill. */
export const remaining = (order: Order): Quantity =>
  (order.terms.quantity - order.filled) as Quantity

import type { Instrument } from "../market/instrument.ts"
import type { Author, Cause, Leave } from "../order/intent.ts"
import type { PlanId } from "../order/plan-id.ts"
import type { OrderId } from "../order/request.ts"
import type { Duration, Instant, Quantity } from "../value/brand.ts"
import type { ExpectedCost } from "./impact.ts"
import type { PlanMethod } from "./method.ts"
import type { Due } from "./schedule.ts"

/** An entry that is worked in parts: what the gate allowed as a whole, and when its parts are due. */
export interface Plan {
  readonly id: PlanId
  readonly method: PlanMethod
  readonly instrument: number
  readonly author: Author
  readonly because: string
  readonly cause: Cause
  readonly leave: Leave
  /** As it was wished, before the rules shrank it. */
  readonly asked: Quantity
  /** The mandate: no more than this is ever bought (architecture, section 5). */
  readonly quantity: Quantity
  /** What of it was held before, counts. */
  readonly heldBefore: Quantity
  /** 0 to 100 (EXEC-43). */
  readonly urgency: number
  readonly schedule: readonly Due[]
  /** After so long it ends, whatever is filled; the rest is told and not chased (EXEC-45). */
  readonly window: Duration
  /** Mid when it was wished, counts; a half is possible. */
  readonly decision: number
  /** What it was expected to cost, where the market was known for long enough (EXEC-46). */
  readonly expected?: ExpectedCost
}

/** One part that left, and what became of it. */
export interface SliceDone {
  readonly id: OrderId
  readonly quantity: Quantity
  readonly filled: Quantity
  /** Value of the fills, units of the quote asset. */
  readonly filledQuoteUnits: bigint
  readonly state: "live" | "over" | "rejected"
  /** Mid when it left, counts. */
  readonly mid: number
}

/** A plan and how far it has come: a fold over the journal. Frozen. */
export interface Progress {
  readonly plan: Plan
  readonly beganAt: Instant
  /** `stopping`: nothing more is sent, and what is out comes to its end. */
  readonly state: "running" | "paused" | "stopping"
  /** Why it is not running. */
  readonly code: string
  readonly because: string
  readonly lastSliceAt: Instant
  readonly slices: readonly SliceDone[]
}

/** EXEC-45: a plan that was filled less is not completed. */
export const FILLED_LEAST = 0.8

/** How a plan ended. */
export type Outcome = "completed" | "stopped" | "expired"

/** What was bought so far, counts. */
export const doneOf = ({ slices }: Progress): Quantity =>
  slices.reduce((sum, it) => sum + it.filled, 0) as Quantity

/** What the mandate leaves, with what is out counted as filled, counts. */
export const restOf = ({ plan, slices }: Progress): Quantity =>
  slices.reduce(
    (rest, it) => rest - (it.state === "live" ? it.quantity : it.filled),
    plan.quantity as number,
  ) as Quantity

/** What was paid on average, counts; undefined while nothing was bought. */
export function averageOf(progress: Progress, instrument: Instrument): number | undefined {
  const done = doneOf(progress)
  if (done === 0) return undefined
  const units = progress.slices.reduce((sum, it) => sum + it.filledQuoteUnits, 0n)
  const { priceScale, quantityScale, quote } = instrument
  return (Number(units) / done) * 10 ** (priceScale + quantityScale - quote.scale)
}

/** Mid when the first part left; undefined before. */
export const arrivalOf = ({ slices }: Progress): number | undefined => slices[0]?.mid

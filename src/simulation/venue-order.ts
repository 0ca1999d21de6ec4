import type { Instrument } from "../market/instrument.ts"
import type { Fill } from "../order/report.ts"
import type { OrderId } from "../order/request.ts"
import { type Lifetime, limitOf, type Side, stopOf, type Terms } from "../order/terms.ts"
import type { Instant, Quantity } from "../value/brand.ts"
import type { Account, Hold } from "./account.ts"
import type { Prevention } from "./prevention.ts"
import type { Trail } from "./trailing.ts"

/**
 * - `pending`: for another order of its list to fill
 * - `waiting`: for its stop
 * - `opening`: a taker between two bars, waiting for the next open
 * - `working`: just now on its way through the book
 * - `resting`: on the book
 */
export type VenueState = "pending" | "waiting" | "opening" | "working" | "resting" | "done"

/** An order as the exchange keeps it. Changed in place, only by the exchange. */
export interface VenueOrder {
  /** The exchange's id, in order of arrival. */
  readonly number: number
  id: OrderId
  readonly account: Account
  readonly instrument: Instrument
  readonly side: Side
  /** An amend makes them smaller. */
  terms: Terms
  /** What it wants when it meets an order of its own account. */
  readonly prevention: Prevention
  /** Its list, when it is one of several. */
  readonly list: OrderId | undefined
  /** Of a stop that follows the price. */
  trail: Trail | undefined
  partner: VenueOrder | undefined
  /** The order whose fill it waits for, or waited for. */
  leader: VenueOrder | undefined
  /** The orders that wait for this one to fill. */
  followers: readonly VenueOrder[]
  hold: Hold
  state: VenueState
  executed: number
  fills: Fill[]
  end: "filled" | "cancelled" | "expired" | undefined
  /** Place in time among the resting; an iceberg's new slice gets a new one. */
  priority: number
  /** When it began to stand where it stands. */
  since: Instant
  /** What others see of it. */
  visible: number
  /** Outside quantity ahead of it at its price; Infinity while unknown. */
  front: number
  /** What the level outside showed when last heard of. */
  shown: number
  /** What traded at the price since then. */
  traded: number
}

export function venueOrder(
  told: Pick<
    VenueOrder,
    | "number"
    | "id"
    | "account"
    | "instrument"
    | "side"
    | "terms"
    | "prevention"
    | "list"
    | "hold"
    | "since"
  >,
): VenueOrder {
  return {
    ...told,
    trail: undefined,
    partner: undefined,
    leader: undefined,
    followers: [],
    state: "working",
    executed: 0,
    fills: [],
    end: undefined,
    priority: 0,
    visible: 0,
    front: Infinity,
    shown: 0,
    traded: 0,
  }
}

/** Ties the two legs of a pair; what they hold is one. */
export function pairUp(one: VenueOrder, other: VenueOrder): void {
  one.partner = other
  other.partner = one
  one.hold = other.hold
}

export const remainingOf = (order: VenueOrder): number => order.terms.quantity - order.executed

/** Worst price it accepts; NaN for one that takes what it gets. */
export const limitPrice = (order: { readonly terms: Terms }): number => limitOf(order.terms) ?? NaN

/** How long it works once it works. An order without a price of its own never rests. */
export function lifetimeOf(terms: Terms): Lifetime {
  if ("lifetime" in terms) return terms.lifetime
  return limitOf(terms) === undefined ? "ioc" : "gtc"
}

/** The part shown of what is left. */
export function sliceOf(order: VenueOrder): number {
  const slice = "iceberg" in order.terms ? order.terms.iceberg : undefined
  return Math.min(slice ?? Infinity, remainingOf(order))
}

/** A rising price wakes a stop-loss to buy and a take-profit to sell; a falling one the others. */
export const wakesRising = (side: Side, terms: Terms): boolean =>
  terms.type.startsWith("stop-loss") === (side === "buy")

/** The last price has reached the stop. */
export function isStopReached(side: Side, terms: Terms, last: number): boolean {
  const stop = stopOf(terms)
  if (stop === undefined) return false
  return wakesRising(side, terms) ? last >= stop : last <= stop
}

/** What an order turns into when its stop wakes it: the exchange filters that once more. */
export function awoken(terms: Terms): Terms {
  const price = limitOf(terms)
  const quantity: Quantity = terms.quantity
  if (price === undefined) return { type: "market", quantity }
  const iceberg = "iceberg" in terms ? terms.iceberg : undefined
  const shown = iceberg === undefined ? {} : { iceberg }
  return { type: "limit", quantity, price, lifetime: lifetimeOf(terms), ...shown }
}

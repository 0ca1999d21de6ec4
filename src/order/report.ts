import type { Instant, Price, Quantity } from "../value/brand.ts"
import type { OrderId } from "./request.ts"

/** One trade of one of our orders, as the exchange booked it. */
export interface Fill {
  /** The exchange's trade id, unique per instrument: how a doubled report is known. */
  readonly tradeId: string
  readonly price: Price
  readonly quantity: Quantity
  /** Price times quantity as booked, units of the quote asset. */
  readonly quoteUnits: bigint
  /** Code of the asset the fee was taken in. */
  readonly feeAsset: string
  readonly feeUnits: bigint
  readonly isMaker: boolean
}

interface About {
  readonly id: OrderId
  /** When it happened at the exchange. */
  readonly at: Instant
}

export interface Accepted extends About {
  readonly kind: "accepted"
  readonly venueId: string
}
/** A waiting stop woke and is working now. */
export interface Triggered extends About {
  readonly kind: "triggered"
}
export interface Filled extends About {
  readonly kind: "filled"
  readonly fill: Fill
}
/** `executed` is the cumulative filled quantity: fills that are still missing show at once. */
export interface Cancelled extends About {
  readonly kind: "cancelled"
  readonly executed: Quantity
}
export interface Expired extends About {
  readonly kind: "expired"
  readonly executed: Quantity
  readonly reason: string
}
/** Refused; it was never on the book. Codes and texts are the exchange's own. */
export interface Rejected extends About {
  readonly kind: "rejected"
  readonly code: number
  readonly text: string
}
/** The order could not be cancelled: it is gone already, or the exchange would not. */
export interface CancelRejected extends About {
  readonly kind: "cancel-rejected"
  readonly code: number
  readonly text: string
}
/** A time-out or a 5XX: the order may live or not (binance-spot.md section 16). Never means failed. */
export interface Unanswered extends About {
  readonly kind: "unanswered"
}
/** Asked by id, the exchange does not know it. Believed only when it is said again later. */
export interface Absent extends About {
  readonly kind: "absent"
}
/** Asked by id, the exchange tells the order's whole story so far. */
export interface Told extends About {
  readonly kind: "told"
  readonly venueId: string
  readonly status: "open" | "filled" | "cancelled" | "expired"
  readonly executed: Quantity
  readonly fills: readonly Fill[]
}

/** What a venue answers about one order. Reports may come late, twice, never, or out of order. */
export type Report =
  | Accepted
  | Triggered
  | Filled
  | Cancelled
  | Expired
  | Rejected
  | CancelRejected
  | Unanswered
  | Absent
  | Told

/** What the exchange holds for us: the ground truth that start-up reconciles with (EXEC-69). */
export interface Survey {
  readonly kind: "survey"
  readonly at: Instant
  readonly balances: readonly {
    readonly asset: string
    readonly freeUnits: bigint
    readonly lockedUnits: bigint
  }[]
  readonly open: readonly {
    readonly id: OrderId
    readonly venueId: string
    readonly instrument: number
    readonly side: "buy" | "sell"
    readonly quantity: Quantity
    readonly executed: Quantity
    /** Its limit, where it has one and the exchange said it. */
    readonly price?: Price
    /** What wakes it, where it waits for that. */
    readonly stop?: Price
  }[]
}

import type { Instrument } from "../../market/instrument.ts"
import { type Lifetime, limitOf, type Side, stopOf, type Terms } from "../../order/terms.ts"
import { type Prevention, USUAL_PREVENTION } from "../../simulation/prevention.ts"
import type { Trailing } from "../../simulation/trailing.ts"
import type { Instant } from "../../value/brand.ts"

/** The exchange's names of an order's state (binance-spot.md section 7). */
export type RecordStatus =
  | "NEW"
  | "PENDING_NEW"
  | "PARTIALLY_FILLED"
  | "FILLED"
  | "CANCELED"
  | "EXPIRED"
  | "EXPIRED_IN_MATCH"

/** One fill of an order, with the number of the public trade. */
export interface RecordFill {
  readonly tradeId: number
  readonly orderId: number
  readonly instrument: number
  readonly listId: number
  readonly isBuyer: boolean
  readonly isMaker: boolean
  readonly price: number
  readonly quantity: number
  readonly quoteUnits: bigint
  readonly feeAsset: string
  readonly feeUnits: bigint
  readonly at: Instant
}

/** What a client may say about an order beyond what the engine needs to know. */
export interface OrderExtras {
  /** Of a market order that was given as an amount to spend or to receive. */
  readonly quoteOrderUnits: bigint
  /** What it wants when it meets an order of its own account. */
  readonly prevention: Prevention
  /** Of a stop that follows the price. */
  readonly trailing?: Trailing
  readonly strategyId?: number
  readonly strategyType?: number
}

/** An order of which nothing more was said. */
export const NO_EXTRAS: OrderExtras = { quoteOrderUnits: 0n, prevention: USUAL_PREVENTION }

/** An order as the exchange's database knows it. A change makes a new one. */
export interface OrderRecord extends OrderExtras {
  readonly orderId: number
  readonly instrument: Instrument
  readonly clientOrderId: string
  /** -1 when it stands alone. */
  readonly listId: number
  readonly side: Side
  readonly terms: Terms
  readonly status: RecordStatus
  readonly executed: number
  readonly executedUnits: bigint
  readonly time: Instant
  readonly updateTime: Instant
  /** When it began to work; undefined for a stop that waits. */
  readonly workingTime: Instant | undefined
  readonly expiryReason: string | undefined
  readonly fills: readonly RecordFill[]
}

const TYPES: Readonly<Record<Terms["type"], string>> = {
  market: "MARKET",
  limit: "LIMIT",
  "limit-maker": "LIMIT_MAKER",
  "stop-loss": "STOP_LOSS",
  "stop-loss-limit": "STOP_LOSS_LIMIT",
  "take-profit": "TAKE_PROFIT",
  "take-profit-limit": "TAKE_PROFIT_LIMIT",
}

const LIFETIMES: Readonly<Record<Lifetime, string>> = { gtc: "GTC", ioc: "IOC", fok: "FOK" }

/** The stop price that its owner named; one that only follows the price has none. */
export function namedStop({ terms, trailing }: OrderRecord): number {
  return trailing?.isFromStop === false ? 0 : shapeOf(terms).stop
}

/** Parts of an order's terms as the exchange calls them; 0 for what the type has not. */
export function shapeOf(terms: Terms): {
  readonly type: string
  readonly timeInForce: string
  readonly price: number
  readonly stop: number
  readonly iceberg: number
} {
  return {
    type: TYPES[terms.type],
    timeInForce: "lifetime" in terms ? LIFETIMES[terms.lifetime] : "GTC",
    price: limitOf(terms) ?? 0,
    stop: stopOf(terms) ?? 0,
    iceberg: "iceberg" in terms ? (terms.iceberg ?? 0) : 0,
  }
}

/** Nothing more can happen to it. */
export const isOver = ({ status }: OrderRecord): boolean =>
  status !== "NEW" && status !== "PENDING_NEW" && status !== "PARTIALLY_FILLED"

/** The record after a fill. */
export function withFill(record: OrderRecord, fill: RecordFill): OrderRecord {
  const executed = record.executed + fill.quantity
  return {
    ...record,
    executed,
    executedUnits: record.executedUnits + fill.quoteUnits,
    status: executed >= record.terms.quantity ? "FILLED" : "PARTIALLY_FILLED",
    updateTime: fill.at,
    fills: [...record.fills, fill],
  }
}

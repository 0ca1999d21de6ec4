import type { Bar } from "../market/bar.ts"
import type { Tick } from "../market/tick.ts"
import type { Order } from "../order/order.ts"
import type { Duration } from "../value/brand.ts"
import type { Desk } from "./desk.ts"

/** What a strategy wants to be told of. Anything else it does not see. */
export type Watch =
  | { readonly kind: "bars"; readonly symbol: string; readonly interval: Duration }
  | { readonly kind: "trades"; readonly symbol: string }
  | { readonly kind: "quotes"; readonly symbol: string }

export const bars = (symbol: string, interval: Duration): Watch => ({
  kind: "bars",
  symbol,
  interval,
})
export const trades = (symbol: string): Watch => ({ kind: "trades", symbol })
export const quotes = (symbol: string): Watch => ({ kind: "quotes", symbol })

/**
 * What an author writes. No base class, no clock, no venue, no promise: it is told what happened and
 * wishes at the desk. The same object runs in backtest, paper and live and cannot tell which.
 *
 * What is handed over (`bar`, `tick`) is lent for the call: keep numbers, not the object.
 */
export interface Strategy {
  readonly watches: readonly Watch[]
  onBar?(bar: Bar, desk: Desk): void
  onTrade?(tick: Tick, desk: Desk): void
  onQuote?(tick: Tick, desk: Desk): void
  /** An order of this strategy reached an end, or filled. */
  onOrder?(order: Order, desk: Desk): void
}

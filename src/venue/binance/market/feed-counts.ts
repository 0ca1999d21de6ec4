import type { CandleCounts } from "./candle-check.ts"
import type { BookCounts } from "./local-book.ts"
import type { TradeCounts } from "./trade-line.ts"

/** What has happened to the quotes so far. */
export interface QuoteCounts {
  taken: number
  /** Heard a second time, as while two sockets overlap. */
  doubled: number
  /** Set aside because of an absurd price (DATA-8). */
  aside: number
  /** Replaced by a newer one before they were looked at, while we were behind (DATA-10). */
  conflated: number
}

/** What a feed has lived through, for doctor and telemetry. */
export interface FeedCounts {
  readonly trades: TradeCounts
  readonly quotes: QuoteCounts
  readonly books: BookCounts
  readonly candles: CandleCounts
  /** Messages of kinds that were not asked for. */
  unasked: number
  /** Instruments whose streams were asked for again because they went silent alone. */
  renewed: number
}

/** All at nothing. */
export function newCounts(): FeedCounts {
  return {
    trades: { taken: 0, doubled: 0, gaps: 0, repaired: 0, missed: 0, aside: 0 },
    quotes: { taken: 0, doubled: 0, aside: 0, conflated: 0 },
    books: { built: 0, gaps: 0, crossed: 0, checked: 0, differing: 0 },
    candles: { equal: 0, differing: 0 },
    unasked: 0,
    renewed: 0,
  }
}

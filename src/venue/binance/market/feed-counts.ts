import { PPM, type Ratio } from "../../../value/brand.ts"
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

/** What the feed of one instrument, or all of them together, have lived through. */
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

/** Several together. */
export function totalOf(all: readonly FeedCounts[]): FeedCounts {
  const total = newCounts()
  for (const { trades, quotes, books, candles, unasked, renewed } of all) {
    add(total.trades, trades)
    add(total.quotes, quotes)
    add(total.books, books)
    add(total.candles, candles)
    total.unasked += unasked
    total.renewed += renewed
  }
  return total
}

/**
 * How much of what was heard was in order (DATA-8): trades and quotes that could be taken, against
 * holes, absurd prices, and books and candles that were at odds with the exchange's own.
 */
export function qualityOf({ trades, quotes, books, candles }: FeedCounts): Ratio {
  const good = trades.taken + quotes.taken
  const holes = trades.gaps + trades.missed + books.gaps
  const bad = holes + trades.aside + quotes.aside + books.crossed + books.differing
  const all = good + bad + candles.differing
  return (all === 0 ? PPM : Math.floor((good * PPM) / all)) as Ratio
}

function add<T extends { [Name in keyof T]: number }>(total: T, some: T): void {
  for (const name of Object.keys(some) as (keyof T)[]) {
    total[name] = (total[name] + some[name]) as T[keyof T]
  }
}

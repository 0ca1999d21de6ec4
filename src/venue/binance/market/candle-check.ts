import type { MarketMessage } from "../codec/message.ts"
import { minutes } from "../../../value/time.ts"

/** Own candles held against the exchange's. */
export interface CandleCounts {
  equal: number
  /** A trade is missing, or one was set aside. */
  differing: number
}

const MINUTE = minutes(1)

interface Candle {
  openedAt: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  /** Every trade of its minute is in it, as far as we can know. */
  isWhole: boolean
}

/**
 * Builds the candles of one instrument from its trades and holds each against the exchange's own, once
 * that is final (DATA-7). Minutes that were not heard from their first trade on are passed over.
 */
export class CandleCheck {
  readonly #counts: CandleCounts
  #current: Candle | undefined
  #before: Candle | undefined

  constructor(counts: CandleCounts) {
    this.#counts = counts
  }

  /** A trade, at its own time. @param isNext whether it is known that none is missing before it */
  onTrade(
    { happenedAt, a: price, b: quantity }: Pick<MarketMessage, "happenedAt" | "a" | "b">,
    isNext: boolean,
  ): void {
    const openedAt = Math.floor(happenedAt / MINUTE) * MINUTE
    if (!isNext) this.#tear()
    let candle = this.#of(openedAt)
    if (candle === undefined) {
      const prices = { open: price, high: price, low: price, close: price }
      candle = { openedAt, ...prices, volume: 0, isWhole: isNext }
      this.#before = this.#current
      this.#current = candle
    }
    candle.high = Math.max(candle.high, price)
    candle.low = Math.min(candle.low, price)
    candle.close = price
    candle.volume += quantity
  }

  /** A candle of the exchange that is over. */
  onCandle({ happenedAt, a: open, b: high, c: low, d: close, e: volume }: MarketMessage): void {
    const own = this.#of(happenedAt)
    if (own === undefined || !own.isWhole) return
    const isEqual =
      own.open === open &&
      own.high === high &&
      own.low === low &&
      own.close === close &&
      own.volume === volume
    if (isEqual) this.#counts.equal++
    else this.#counts.differing++
    own.isWhole = false
  }

  #of(openedAt: number): Candle | undefined {
    if (this.#current?.openedAt === openedAt) return this.#current
    return this.#before?.openedAt === openedAt ? this.#before : undefined
  }

  /** Trades are missing: neither minute can be whole. */
  #tear(): void {
    if (this.#current !== undefined) this.#current.isWhole = false
    if (this.#before !== undefined) this.#before.isWhole = false
  }
}

import assert from "node:assert/strict"
import type { Duration } from "../value/brand.ts"

/**
 * Open, high, low, close and volume over one interval, as counts in floats: for indicators. Lent to
 * the strategy for the call; drills overwrite it with NaN afterwards, so a kept bar fails at once.
 */
export class Bar {
  readonly instrument: number
  readonly interval: Duration
  /** When the interval began, exchange time. */
  openedAt = NaN
  open = NaN
  high = NaN
  low = NaN
  close = NaN
  /** Base quantity traded, as a count; 0 in a minute without trades. */
  volume = NaN

  constructor(instrument: number, interval: Duration) {
    this.instrument = instrument
    this.interval = interval
  }

  /** Makes what was lent useless, so that a strategy that kept it shows itself (drill only). */
  spoil(): void {
    this.openedAt = this.open = this.high = this.low = this.close = this.volume = NaN
  }
}

/** A hole longer than this many bars is left a hole; a shorter one is filled with flat bars. */
const FLAT_BARS_MAX = 60

/**
 * Builds the bars of one instrument and interval from trades or from finer bars, and hands each to
 * `onClose` once it is over (DATA-7). A bar made of trades is over when the first trade of a later
 * interval comes, so it is never known early. Intervals without a trade give flat bars of volume 0,
 * as the exchange's own candles do.
 */
export class BarBuilder {
  readonly #lent: Bar
  readonly #interval: number
  readonly #onClose: (bar: Bar) => void
  #openedAt = NaN
  /** -Infinity while no bar is in the making, so that one comparison decides in the hot loop. */
  #endsAt = -Infinity
  #open = NaN
  #high = NaN
  #low = NaN
  #close = NaN
  #volume = NaN

  constructor(told: {
    readonly instrument: number
    readonly interval: Duration
    readonly onClose: (bar: Bar) => void
  }) {
    assert.ok(told.interval > 0, "a bar has a length")
    this.#interval = told.interval
    this.#onClose = told.onClose
    this.#lent = new Bar(told.instrument, told.interval)
  }

  /** A trade at exchange time `time`. */
  onTrade(time: number, price: number, quantity: number): void {
    if (time >= this.#endsAt) this.#turnTo(time, price)
    if (price > this.#high) this.#high = price
    if (price < this.#low) this.#low = price
    this.#close = price
    this.#volume += quantity
  }

  /** A finer bar, now over. When it reaches the end of ours, both are over at the same moment. */
  onBar(fine: {
    readonly openedAt: number
    readonly endedAt: number
    readonly open: number
    readonly high: number
    readonly low: number
    readonly close: number
    readonly volume: number
  }): void {
    if (fine.openedAt >= this.#endsAt) this.#turnTo(fine.openedAt, fine.open)
    if (fine.high > this.#high) this.#high = fine.high
    if (fine.low < this.#low) this.#low = fine.low
    this.#close = fine.close
    this.#volume += fine.volume
    if (fine.endedAt >= this.#endsAt) this.#finish()
  }

  /** Closes what is over, fills a short silence with flat bars, opens the bar `time` lies in. */
  #turnTo(time: number, price: number): void {
    const openedAt = Math.floor(time / this.#interval) * this.#interval
    if (this.#endsAt !== -Infinity) this.#finish()
    const silent = Math.round((openedAt - this.#openedAt) / this.#interval) - 1
    if (silent > 0 && silent <= FLAT_BARS_MAX) this.#fillFlat(silent)
    this.#begin(openedAt, price)
  }

  #begin(openedAt: number, price: number): void {
    this.#openedAt = openedAt
    this.#endsAt = openedAt + this.#interval
    this.#open = this.#high = this.#low = this.#close = price
    this.#volume = 0
  }

  #fillFlat(count: number): void {
    const first = this.#openedAt + this.#interval
    for (let i = 0; i < count; i++) {
      this.#begin(first + i * this.#interval, this.#close)
      this.#finish()
    }
  }

  #finish(): void {
    const bar = this.#lent
    bar.openedAt = this.#openedAt
    bar.open = this.#open
    bar.high = this.#high
    bar.low = this.#low
    bar.close = this.#close
    bar.volume = this.#volume
    this.#endsAt = -Infinity
    this.#onClose(bar)
  }
}

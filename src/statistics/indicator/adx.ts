import { requirePeriod } from "../input.ts"
import { type BarRange, requireBar, trueRange } from "./bar-range.ts"
import { Ema } from "./ema.ts"

/**
 * Average directional index (Wilder 1978), 0 to 100: how strongly prices trend, either way. Warm
 * after `2 * period` bars; values agree with TA-Lib.
 */
export class Adx {
  readonly #period: number
  readonly #average: Ema
  #moves = 0
  #highBefore = NaN
  #lowBefore = NaN
  #closeBefore = NaN
  // Wilder's running sums: they lose a period-th of themselves with every bar.
  #plusSum = NaN
  #minusSum = NaN
  #rangeSum = NaN

  constructor(period: number) {
    requirePeriod(period, "period")
    this.#period = period
    this.#average = new Ema(period, 1 / period)
    this.#plusSum = 0
    this.#minusSum = 0
    this.#rangeSum = 0
  }

  /** NaN until warm. */
  get value(): number {
    return this.#average.value
  }

  get isWarm(): boolean {
    return this.#average.isWarm
  }

  /** Upward directional indicator, 0 to 100; NaN for the first `period` bars. */
  get plus(): number {
    return this.#indicator(this.#plusSum)
  }

  /** Downward directional indicator, 0 to 100; NaN for the first `period` bars. */
  get minus(): number {
    return this.#indicator(this.#minusSum)
  }

  /** @throws Problem `INVALID_INPUT` for a broken bar */
  push(bar: BarRange): void {
    requireBar(bar)
    if (!Number.isNaN(this.#closeBefore)) this.#move(bar)
    this.#highBefore = bar.high
    this.#lowBefore = bar.low
    this.#closeBefore = bar.close
  }

  #move(bar: BarRange): void {
    const up = bar.high - this.#highBefore
    const down = this.#lowBefore - bar.low
    this.#moves++
    const kept = this.#moves < this.#period ? 1 : 1 - 1 / this.#period
    this.#plusSum = this.#plusSum * kept + (up > down && up > 0 ? up : 0)
    this.#minusSum = this.#minusSum * kept + (down > up && down > 0 ? down : 0)
    this.#rangeSum = this.#rangeSum * kept + trueRange(bar, this.#closeBefore)
    if (this.#moves < this.#period) return
    const both = this.plus + this.minus
    this.#average.push(both === 0 ? 0 : (100 * Math.abs(this.plus - this.minus)) / both)
  }

  #indicator(sum: number): number {
    if (this.#moves < this.#period) return NaN
    // A market that never moved has no direction: 0, as in TA-Lib.
    return this.#rangeSum === 0 ? 0 : (100 * sum) / this.#rangeSum
  }
}

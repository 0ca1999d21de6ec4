import { type BarRange, requireBar, trueRange } from "./bar-range.ts"
import { Ema } from "./ema.ts"

/**
 * Average true range (Wilder 1978), in the unit of the prices. The first bar has no close before
 * it and no true range, so the average is warm after `period + 1` bars, as in TA-Lib.
 */
export class Atr {
  readonly #average: Ema
  #closeBefore = NaN

  constructor(period: number) {
    this.#average = new Ema(period, 1 / period)
  }

  /** NaN until warm. */
  get value(): number {
    return this.#average.value
  }

  get isWarm(): boolean {
    return this.#average.isWarm
  }

  /** @throws Problem `INVALID_INPUT` for a broken bar */
  push(bar: BarRange): void {
    requireBar(bar)
    if (!Number.isNaN(this.#closeBefore)) this.#average.push(trueRange(bar, this.#closeBefore))
    this.#closeBefore = bar.close
  }
}

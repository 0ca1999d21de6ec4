import { requireClose } from "./bar-range.ts"
import { Ema } from "./ema.ts"

/**
 * Relative strength index (Wilder 1978), 0 to 100; 50 for a market that did not move (TA-Lib says
 * 0 there). Warm after `period + 1` closes.
 */
export class Rsi {
  readonly #gains: Ema
  readonly #losses: Ema
  #closeBefore = NaN

  constructor(period: number) {
    this.#gains = new Ema(period, 1 / period)
    this.#losses = new Ema(period, 1 / period)
  }

  /** NaN until warm. */
  get value(): number {
    const both = this.#gains.value + this.#losses.value
    return both === 0 ? 50 : (100 * this.#gains.value) / both
  }

  get isWarm(): boolean {
    return this.#gains.isWarm
  }

  /** @throws Problem `INVALID_INPUT` for a price that is not above zero */
  push(close: number): void {
    requireClose(close)
    if (!Number.isNaN(this.#closeBefore)) {
      const change = close - this.#closeBefore
      this.#gains.push(Math.max(change, 0))
      this.#losses.push(Math.max(-change, 0))
    }
    this.#closeBefore = close
  }
}

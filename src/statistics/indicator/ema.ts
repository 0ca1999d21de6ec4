import { refuse, requirePeriod } from "../input.ts"

/**
 * Exponential moving average, seeded with the plain mean of its first `period` values.
 *
 * ```ts
 * const ema = new Ema(20)
 * ema.push(close)
 * if (ema.isWarm) ema.value
 * ```
 */
export class Ema {
  // Fields of floats start as NaN: V8 then keeps them as doubles and never changes its mind.
  #value = NaN
  #weight = NaN
  #sum = NaN
  #missing: number
  readonly #period: number

  /**
   * @param period how many values the seed takes
   * @param weight of a new value: `2 / (period + 1)`, or Wilder's `1 / period`
   */
  constructor(period: number, weight = 2 / (period + 1)) {
    requirePeriod(period, "period")
    this.#weight = weight
    this.#sum = 0
    this.#missing = period
    this.#period = period
  }

  /** NaN until warm. */
  get value(): number {
    return this.#value
  }

  get isWarm(): boolean {
    return this.#missing === 0
  }

  /** @throws Problem `INVALID_INPUT` for a value that is not finite */
  push(x: number): void {
    // The one comparison that is false for NaN and for both infinities.
    if (!(x - x === 0)) refuse(`An average was given ${x}.`)
    if (this.#missing === 0) this.#value += this.#weight * (x - this.#value)
    else this.#seed(x)
  }

  #seed(x: number): void {
    this.#sum += x
    this.#missing--
    if (this.#missing === 0) this.#value = this.#sum / this.#period
  }
}

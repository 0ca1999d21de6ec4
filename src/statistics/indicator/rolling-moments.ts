import { refuse, requirePeriod } from "../input.ts"
import { NOISE } from "../moments.ts"

/**
 * Mean and standard deviation of the last `window` values. A push is one store; the figures are
 * computed from the window itself, in two passes, when they are asked for. So nothing drifts over
 * millions of values, and the figures depend on the window alone and not on what went before.
 */
export class RollingMoments {
  readonly #ring: Float64Array
  #next = 0
  #missing: number
  #isStale = false
  #mean = NaN
  #squares = NaN
  #largest = NaN

  constructor(window: number) {
    requirePeriod(window, "window")
    this.#ring = new Float64Array(window)
    this.#missing = window
  }

  get isWarm(): boolean {
    return this.#missing === 0
  }

  /** NaN until warm. */
  get mean(): number {
    this.#measure()
    return this.#mean
  }

  /**
   * Standard deviation; NaN until warm, and for a window of `freedom` values.
   * @param freedom 1 for a sample, 0 for a population
   */
  deviation(freedom: 0 | 1): number {
    this.#measure()
    return Math.sqrt(this.#squares / (this.#ring.length - freedom))
  }

  /** Whether the window has no deviation beyond rounding noise, so that no ratio over it exists. */
  get isConstant(): boolean {
    this.#measure()
    return this.deviation(0) <= NOISE * this.#largest
  }

  /** @throws Problem `INVALID_INPUT` for a value that is not finite */
  push(x: number): void {
    if (!Number.isFinite(x)) refuse(`A window was given ${x}.`)
    this.#ring[this.#next] = x
    this.#next = this.#next + 1 === this.#ring.length ? 0 : this.#next + 1
    if (this.#missing > 0) this.#missing--
    this.#isStale = this.#missing === 0
  }

  #measure(): void {
    if (!this.#isStale) return
    const ring = this.#ring
    let sum = 0
    let largest = 0
    for (let i = 0; i < ring.length; i++) {
      sum += ring[i]
      largest = Math.max(largest, Math.abs(ring[i]))
    }
    const mean = sum / ring.length
    let squares = 0
    let rest = 0
    for (let i = 0; i < ring.length; i++) {
      const distance = ring[i] - mean
      squares += distance * distance
      rest += distance
    }
    // What the rounded mean leaves over corrects both (Chan, Golub, LeVeque 1983).
    this.#mean = mean + rest / ring.length
    this.#squares = Math.max(0, squares - (rest * rest) / ring.length)
    this.#largest = largest
    this.#isStale = false
  }
}

import { RollingMoments } from "./rolling-moments.ts"

/**
 * How many sample deviations the latest value lies from the mean of a window. With lag 1, which
 * signals use, the window ends before that value: a value inside of its own window pulls the mean
 * towards itself, and its score cannot exceed `(window - 1) / sqrt(window)` whatever happens.
 */
export class ZScore {
  readonly #moments: RollingMoments
  readonly #lag: 0 | 1
  #value = NaN
  #distance = NaN

  constructor(window: number, lag: 0 | 1 = 1) {
    this.#moments = new RollingMoments(window)
    this.#lag = lag
  }

  /** NaN until warm. */
  get value(): number {
    return this.#value
  }

  /** The latest value less the mean it is judged by, in its own unit; NaN until warm. */
  get distance(): number {
    return this.#distance
  }

  /** Whether there is a score: the window is full and its values differ. */
  get isWarm(): boolean {
    return !Number.isNaN(this.#value)
  }

  /** @throws Problem `INVALID_INPUT` for a value that is not finite */
  push(x: number): void {
    if (this.#lag === 1) this.#value = this.#score(x)
    this.#moments.push(x)
    if (this.#lag === 0) this.#value = this.#score(x)
  }

  #score(x: number): number {
    const moments = this.#moments
    this.#distance = x - moments.mean
    return moments.isConstant ? NaN : this.#distance / moments.deviation(1)
  }
}

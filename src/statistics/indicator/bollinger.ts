import { refuse } from "../input.ts"
import { requireClose } from "./bar-range.ts"
import { RollingMoments } from "./rolling-moments.ts"

/** Bollinger bands: the plain mean of closes, and `width` population deviations to either side. */
export class Bollinger {
  readonly #moments: RollingMoments
  readonly #width: number

  /** @throws Problem `INVALID_INPUT` for a width below zero, or a period below one */
  constructor({ period = 20, width = 2 } = {}) {
    if (!(width >= 0 && width < Infinity)) refuse(`Bands of ${width} deviations are not possible.`)
    this.#moments = new RollingMoments(period)
    this.#width = width
  }

  get isWarm(): boolean {
    return this.#moments.isWarm
  }

  /** NaN until warm, as are the bands. */
  get middle(): number {
    return this.#moments.mean
  }

  get upper(): number {
    return this.#moments.mean + this.#width * this.#moments.deviation(0)
  }

  get lower(): number {
    return this.#moments.mean - this.#width * this.#moments.deviation(0)
  }

  /** @throws Problem `INVALID_INPUT` for a price that is not above zero */
  push(close: number): void {
    requireClose(close)
    this.#moments.push(close)
  }
}

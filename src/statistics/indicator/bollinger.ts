import { requireClose } from "./bar-range.ts"
import { RollingMoments } from "./rolling-moments.ts"

/** Bollinger bands: the plain mean of closes, and `width` population deviations to either side. */
export class Bollinger {
  readonly #moments: RollingMoments
  readonly #width: number

  constructor({ period = 20, width = 2 } = {}) {
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

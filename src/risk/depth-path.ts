import { PPM } from "../value/brand.ts"
import { minutes } from "../value/time.ts"

/** What is normal is the middle of a day's minutes, once an hour of them is known. */
const KEPT = 1_440
const KNOWN_FROM = 60

/**
 * How deep the book of one market was, each minute of a day, taken by the timer that weighs the
 * account. Minutes in which no whole book was known do not count.
 */
export class DepthPath {
  readonly #depths = new Float64Array(KEPT)
  #count = 0
  #minute = -Infinity
  /** The last two minutes; NaN where nothing was known. */
  #present = NaN
  #before = NaN

  /** @param depth of the thinner side, counts; undefined while it is not known */
  onSample(at: number, depth: number | undefined): void {
    const minute = Math.floor(at / minutes(1))
    if (minute === this.#minute) return
    this.#minute = minute
    this.#before = this.#present
    this.#present = depth ?? NaN
    if (depth === undefined) return
    this.#depths[this.#count % KEPT] = depth
    this.#count++
  }

  /**
   * RISK-43: the depth as a part of its normal, by the better of the last two minutes, so that one
   * thin moment says nothing.
   * @returns undefined while either is not known
   */
  scorePpm(): number | undefined {
    if (this.#count < KNOWN_FROM) return undefined
    const present = Math.max(this.#present, this.#before)
    if (!(present >= 0)) return undefined
    const known = this.#depths.slice(0, Math.min(this.#count, KEPT)).sort()
    const normal = known[known.length >> 1]
    return normal > 0 ? Math.floor((present / normal) * PPM) : undefined
  }
}

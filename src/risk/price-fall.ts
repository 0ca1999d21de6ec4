import { seconds } from "../value/time.ts"

/** The minute is looked at in parts, so a fall is measured over 60 to 75 seconds, never over less. */
const PART = seconds(15)
const PARTS = 5
/** RISK-42: below this part of the highest price it is worth a closer look. */
const NEAR = 0.9

/**
 * The highest price of the last minute, by instrument (RISK-42). It stands where every row of the
 * market passes: it compares a few numbers and allocates nothing.
 */
export class PriceFall {
  readonly #highs: Float64Array
  readonly #rollAt: Float64Array

  constructor(instruments: number) {
    this.#highs = new Float64Array(instruments * PARTS)
    this.#rollAt = new Float64Array(instruments).fill(-Infinity)
  }

  /** Takes a price in. True when it stands a tenth or more below the highest of the minute. */
  onPrice(instrument: number, price: number, at: number): boolean {
    if (at >= this.#rollAt[instrument]) this.#roll(instrument, at)
    const first = instrument * PARTS
    if (price > this.#highs[first]) this.#highs[first] = price
    return price <= NEAR * this.high(instrument)
  }

  /** The highest price of the last minute; 0 when there was none. */
  high(instrument: number): number {
    const first = instrument * PARTS
    let high = 0
    for (let i = first; i < first + PARTS; i++) if (this.#highs[i] > high) high = this.#highs[i]
    return high
  }

  /** Begins the next part of the minute; after a long silence the whole minute. */
  #roll(instrument: number, at: number): void {
    const first = instrument * PARTS
    const missed = Math.floor((at - this.#rollAt[instrument]) / PART) + 1
    const shift = Math.min(PARTS, missed)
    this.#highs.copyWithin(first + shift, first, first + PARTS - shift)
    this.#highs.fill(0, first, first + shift)
    this.#rollAt[instrument] = Math.floor(at / PART) * PART + PART
  }
}

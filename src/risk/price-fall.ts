import { seconds } from "../value/time.ts"

/** The minute is looked at in parts, so a fall is measured over 60 to 75 seconds, never over less. */
const PART = seconds(15)
const PARTS = 5
/** RISK-42: below this part of the highest price it is worth a closer look. */
const NEAR = 0.9

/**
 * The highest price of the last minute, by instrument (RISK-42). It stands beside where every row of
 * the market passes: it tells which prices it wants to hear of, compares a few numbers and allocates
 * nothing.
 */
export class PriceFall {
  /** By instrument: the highest price of each part, the running one first. */
  readonly #highs: Float64Array
  readonly #rollAt: Float64Array
  /** What is near a fall, of the highest price so far. */
  readonly #near: Float64Array

  constructor(instruments: number) {
    this.#highs = new Float64Array(instruments * PARTS)
    this.#rollAt = new Float64Array(instruments).fill(-Infinity)
    this.#near = new Float64Array(instruments)
  }

  /** Takes a price in. True when it stands a tenth or more below the highest of the minute. */
  onPrice(instrument: number, price: number, at: number): boolean {
    if (at >= this.#rollAt[instrument]) this.#roll(instrument, at)
    const first = instrument * PARTS
    if (price > this.#highs[first]) {
      this.#highs[first] = price
      const near = NEAR * price
      if (near > this.#near[instrument]) this.#near[instrument] = near
    }
    return price <= this.#near[instrument]
  }

  /** At or below this, a price has fallen by a tenth. */
  near(instrument: number): number {
    return this.#near[instrument]
  }
  /** The highest price of the running part: a higher one is news. */
  highOfPart(instrument: number): number {
    return this.#highs[instrument * PARTS]
  }
  /** When the next part begins. */
  rollAt(instrument: number): number {
    return this.#rollAt[instrument]
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
    const highs = this.#highs
    const first = instrument * PARTS
    const missed = Math.floor((at - this.#rollAt[instrument]) / PART) + 1
    const shift = missed < PARTS ? missed : PARTS
    for (let i = PARTS - 1; i >= 0; i--) {
      highs[first + i] = i < shift ? 0 : highs[first + i - shift]
    }
    this.#rollAt[instrument] = Math.floor(at / PART) * PART + PART
    this.#near[instrument] = NEAR * this.high(instrument)
  }
}

import { seconds } from "../value/time.ts"

/** The minute is looked at in parts, so a fall is measured over 60 to 75 seconds, never over less. */
const PART = seconds(15)
const PARTS = 5
/** RISK-42: below this part of the highest price it is worth a closer look. */
const NEAR = 0.9

/**
 * The highest price of the last minute of one instrument (RISK-42). It stands where every row of the
 * market passes, so its fields lie open: a price above `partHigh` rises it, and only one at or below
 * `near`, or at `rollAt`, is worth a call.
 */
export class PriceFall {
  /** The highest price of the running part. */
  partHigh = 0
  /** A tenth below the highest price of all parts. */
  near = 0
  /** When the next part begins. */
  rollAt = -Infinity
  readonly #before = new Float64Array(PARTS - 1)

  /** Takes a price in. True when it stands a tenth or more below the highest of the minute. */
  onPrice(price: number, at: number): boolean {
    if (at >= this.rollAt) this.#roll(at)
    if (price > this.partHigh) this.rise(price)
    return price <= this.near
  }

  /** A price above all others of the running part. */
  rise(price: number): void {
    this.partHigh = price
    const near = NEAR * price
    if (near > this.near) this.near = near
  }

  /** Measures from the next price on: the fall so far is known. */
  forget(): void {
    this.#before.fill(0)
    this.partHigh = 0
    this.near = 0
  }

  /** The highest price of the last minute; 0 when there was none. */
  get high(): number {
    let high = this.partHigh
    for (let i = 0; i < PARTS - 1; i++) if (this.#before[i] > high) high = this.#before[i]
    return high
  }

  /** Begins the next part of the minute; after a long silence the whole minute. */
  #roll(at: number): void {
    const before = this.#before
    const missed = Math.floor((at - this.rollAt) / PART)
    const shift = missed < PARTS ? missed + 1 : PARTS
    for (let i = PARTS - 2; i >= 0; i--) {
      before[i] = i >= shift ? before[i - shift] : i === shift - 1 ? this.partHigh : 0
    }
    this.partHigh = 0
    this.rollAt = Math.floor(at / PART) * PART + PART
    this.near = NEAR * this.high
  }
}

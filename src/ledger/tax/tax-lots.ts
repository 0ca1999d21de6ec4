import type { Lot } from "../lots.ts"
import { lesser, shareOf } from "../share.ts"

/** Which lots leave first: the oldest, the newest, or those that cost most a unit (AUDIT-31). */
export const TAX_METHODS = ["fifo", "lifo", "hifo"] as const
export type TaxMethod = (typeof TAX_METHODS)[number]

/** Lots of one asset, of which the method decides what leaves next. */
export class TaxLots {
  readonly #method: TaxMethod
  // What leaves next stands at the end, save for the oldest, which stands at #first.
  readonly #lots: Lot[] = []
  #first = 0
  #units = 0n

  constructor(method: TaxMethod) {
    this.#method = method
  }

  get units(): bigint {
    return this.#units
  }

  add(lot: Lot): void {
    this.#units += lot.units
    if (this.#method === "hifo") this.#lots.splice(this.#placeOf(lot), 0, lot)
    else this.#lots.push(lot)
  }

  /** Takes units that are there, and returns the lots they were. */
  take(units: bigint): readonly Lot[] {
    const taken: Lot[] = []
    let left = units
    while (left > 0n) {
      const lot = this.#next()
      const part = lesser(left, lot.units)
      const costUnits = shareOf(lot.costUnits, part, lot.units)
      taken.push({ ...lot, units: part, costUnits })
      left -= part
      this.#rest(lot, { units: lot.units - part, costUnits: lot.costUnits - costUnits })
    }
    this.#units -= units
    return taken
  }

  /** What is left, in no order that means anything. */
  all(): readonly Lot[] {
    return this.#lots.slice(this.#first)
  }

  #next(): Lot {
    const lot = this.#method === "fifo" ? this.#lots[this.#first] : this.#lots.at(-1)
    if (lot === undefined) throw new Error("a lot leaves only where there is one")
    return lot
  }

  /** Puts back what is left of the lot that leaves next; nothing where nothing is. */
  #rest(lot: Lot, left: Pick<Lot, "units" | "costUnits">): void {
    const isUsed = left.units === 0n
    if (this.#method === "fifo") {
      if (isUsed) this.#first++
      else this.#lots[this.#first] = { ...lot, ...left }
    } else if (isUsed) this.#lots.pop()
    else this.#lots[this.#lots.length - 1] = { ...lot, ...left }
  }

  /** Where a lot belongs by its cost a unit, cheapest first; of equals the older one leaves first. */
  #placeOf(lot: Lot): number {
    let [low, high] = [0, this.#lots.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.#lots[middle]
      // Cost a unit, compared without dividing.
      if (other.costUnits * lot.units < lot.costUnits * other.units) low = middle + 1
      else high = middle
    }
    return low
  }
}

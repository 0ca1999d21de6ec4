import assert from "node:assert/strict"
import type { Instant } from "../value/brand.ts"
import { lesser, shareOf } from "./share.ts"

/** Units that came at one time for one cost; what is left of them. */
export interface Lot {
  readonly units: bigint
  /** Account-asset units, fees of the purchase included. */
  readonly costUnits: bigint
  /** Undefined when it came from outside and nobody said when. */
  readonly acquiredAt: Instant | undefined
}

/** Lots of one asset, first in, first out (AUDIT-31). */
export class Lots {
  readonly #lots: Lot[] = []

  add(lot: Lot): void {
    this.#lots.push(lot)
  }

  /** Takes units from the oldest lots and returns what each gave. */
  take(units: bigint): readonly Lot[] {
    const taken: Lot[] = []
    let left = units
    while (left > 0n) {
      const lot = this.#lots[0]
      assert.ok(lot, "lots cover everything that is held")
      const part = lesser(left, lot.units)
      left -= part
      if (part === lot.units) {
        taken.push(lot)
        this.#lots.shift()
      } else {
        const costUnits = shareOf(lot.costUnits, part, lot.units)
        taken.push({ ...lot, units: part, costUnits })
        this.#lots[0] = { ...lot, units: lot.units - part, costUnits: lot.costUnits - costUnits }
      }
    }
    return taken
  }

  /** Oldest first. */
  all(): readonly Lot[] {
    return [...this.#lots]
  }
}

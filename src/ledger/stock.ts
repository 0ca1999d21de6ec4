import assert from "node:assert/strict"
import type { Instant } from "../value/brand.ts"
import { type Lot, Lots } from "./lots.ts"
import { lesser, shareOf } from "./share.ts"

/** What left a stock: its cost by the average of the stock, and the lots it was by age. */
export interface Taken {
  readonly costUnits: bigint
  readonly lots: readonly Lot[]
}

/** A stock at rest. */
export interface SavedStock {
  readonly units: bigint
  readonly costUnits: bigint
  readonly lots: readonly Lot[]
}

/**
 * Some units of one asset and what they cost in the account asset, by average and by lot at once. The
 * account asset itself is kept at par: it costs what it is, and has no lots.
 *
 * A stock can owe: the exchange may book away more than we know of. Such units are carried at the value
 * they left for, and what they cost is known when they are found (RISK-16).
 */
export class Stock {
  readonly #isPar: boolean
  readonly #lots = new Lots()
  #units = 0n
  #costUnits = 0n

  constructor(isPar: boolean) {
    this.#isPar = isPar
  }

  /** Negative while owing. */
  get units(): bigint {
    return this.#units
  }

  get costUnits(): bigint {
    return this.#isPar ? this.#units : this.#costUnits
  }

  /** What is left of each purchase, oldest first. */
  get lots(): readonly Lot[] {
    return this.#lots.all()
  }

  /** @returns the gain that their coming realises: 0, unless they pay back what was owed */
  put(units: bigint, costUnits: bigint, acquiredAt: Instant | undefined): bigint {
    // Nothing came for the money, as when a fee took it all: the cost is lost.
    if (units === 0n) return -costUnits
    const owed = this.#units < 0n ? -this.#units : 0n
    this.#units += units
    if (this.#isPar) return units - costUnits
    if (owed === 0n) {
      this.#costUnits += costUnits
      this.#lots.add({ units, costUnits, acquiredAt })
      return 0n
    }
    const back = lesser(units, owed)
    const owedCost = shareOf(-this.#costUnits, back, owed)
    const backCost = shareOf(costUnits, back, units)
    const kept = { units: units - back, costUnits: costUnits - backCost, acquiredAt }
    this.#costUnits += owedCost + kept.costUnits
    if (kept.units > 0n) this.#lots.add(kept)
    return owedCost - backCost
  }

  /** Takes units that are there. */
  take(units: bigint): Taken {
    if (this.#isPar) {
      this.#units -= units
      return { costUnits: units, lots: [] }
    }
    assert.ok(units <= this.#units, "a stock gives only what it has")
    const costUnits = shareOf(this.#costUnits, units, this.#units)
    this.#units -= units
    this.#costUnits -= costUnits
    return { costUnits, lots: this.#lots.take(units) }
  }

  /**
   * Gives units that are not there, for a value.
   * @returns the gain: none while it is unknown what they cost, save of the account asset
   */
  owe(units: bigint, valueUnits: bigint): bigint {
    assert.ok(this.#units <= 0n, "a stock owes only when it is empty")
    this.#units -= units
    if (this.#isPar) return valueUnits - units
    this.#costUnits -= valueUnits
    return 0n
  }

  save(): SavedStock {
    return { units: this.#units, costUnits: this.costUnits, lots: this.lots }
  }

  restore(saved: SavedStock): void {
    assert.equal(this.#units, 0n, "only a new stock is restored")
    this.#units = saved.units
    this.#costUnits = saved.costUnits
    for (const lot of saved.lots) this.#lots.add(lot)
  }
}

import assert from "node:assert/strict"
import type { Instant } from "../value/brand.ts"
import type { Asset } from "../value/money.ts"
import { powerOfTen } from "../value/decimal.ts"
import type { Route } from "./equity.ts"
import type { Draft } from "./posting.ts"
import { lesser, shareOf } from "./share.ts"
import { Stock } from "./stock.ts"
import { PAR, toAccount, UNKNOWN, type Valuation, type Worth } from "./worth.ts"

/** A position, as its asset knows it: a stock that other trades may have to take from. */
export interface Source {
  readonly stock: Stock
  /** Units leave for a value in the account asset; the gain goes into the draft. */
  give(units: bigint, valueUnits: bigint, draft: Draft): void
  /** Units leave without gain or loss. */
  withdraw(units: bigint, at: Instant | undefined): void
}

/**
 * Everything we own of one asset. Each unit is free or held for an order; and each unit lies in one
 * stock: a position that bought it, or the inventory of what was deposited or received for a sale.
 */
export class Holding {
  readonly asset: Asset
  readonly isAccountAsset: boolean
  readonly inventory: Stock
  /** By instrument. */
  readonly positions: Source[] = []
  /** How to price it, best way first. */
  readonly routes: readonly Route[]
  freeUnits = 0n
  heldUnits = 0n
  /** By the last valuation seen. */
  worth: Worth

  constructor(
    asset: Asset,
    told: { readonly isAccountAsset: boolean; readonly routes: readonly Route[] },
  ) {
    const { isAccountAsset, routes } = told
    this.asset = asset
    this.isAccountAsset = isAccountAsset
    this.routes = routes
    this.inventory = new Stock(isAccountAsset)
    this.worth = isAccountAsset ? PAR : UNKNOWN
  }

  get totalUnits(): bigint {
    return this.freeUnits + this.heldUnits
  }

  /** What all of it cost, account-asset units. */
  get costUnits(): bigint {
    return this.positions.reduce((sum, it) => sum + it.stock.costUnits, this.inventory.costUnits)
  }

  /** Takes a valuation over. @returns false when there is none and the last one stays */
  revalue(values: Valuation): boolean {
    if (this.isAccountAsset) return true
    const over = values(this.asset.code)
    if (over === undefined) return false
    this.worth = { over, under: powerOfTen(this.asset.scale) }
    return true
  }

  /**
   * Units leave for a value: from the inventory first, then from positions in the order of their
   * instruments. The value is spread by units; what is not there at all is owed.
   */
  dispose(units: bigint, valueUnits: bigint, draft: Draft): void {
    if (this.isAccountAsset && this.positions.length === 0) {
      this.inventory.take(units)
      return
    }
    let left = units
    let value = valueUnits
    const own = lesser(left, this.inventory.units)
    if (own > 0n) {
      const part = shareOf(value, own, left)
      const taken = this.inventory.take(own)
      draft.realisedUnits += part - taken.costUnits
      draft.dispose(this.asset.code, taken.lots, part)
      left -= own
      value -= part
    }
    for (const source of this.positions) {
      const units = lesser(left, source.stock.units)
      if (units <= 0n) continue
      const part = shareOf(value, units, left)
      source.give(units, part, draft)
      left -= units
      value -= part
    }
    if (left > 0n) draft.realisedUnits += this.inventory.owe(left, value)
  }

  /** Units leave as they are, at what they cost: a transfer is neither gain nor loss. */
  withdraw(units: bigint, at: Instant | undefined): void {
    let left = units
    const own = lesser(left, this.inventory.units)
    if (own > 0n) {
      this.inventory.take(own)
      left -= own
    }
    for (const source of this.positions) {
      const part = lesser(left, source.stock.units)
      if (part <= 0n) continue
      source.withdraw(part, at)
      left -= part
    }
    if (left > 0n) this.inventory.owe(left, toAccount(this.worth, left))
  }

  /** Asserts that every unit lies in exactly one stock. */
  assertWhole(): void {
    let units = this.inventory.units
    for (const source of this.positions) units += source.stock.units
    assert.ok(units === this.freeUnits + this.heldUnits, "every unit lies in one stock")
  }
}

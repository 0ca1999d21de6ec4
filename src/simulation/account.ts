import assert from "node:assert/strict"
import type { Fill } from "../order/report.ts"
import type { OrderId } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"
import { OrderCounts, type OrderLimits } from "./order-counts.ts"

/** Funds set aside for an order; the two legs of a pair share one. */
export interface Hold {
  readonly asset: string
  units: bigint
}

/** One fill of an account, as the exchange's books tell it. */
export interface AccountTrade extends Fill {
  readonly id: OrderId
  readonly venueId: string
  readonly instrument: number
  readonly side: Side
  readonly at: Instant
}

/** What one customer has at the exchange: balances, holds and the fills so far. */
export class Account {
  readonly name: string
  readonly counts: OrderCounts
  readonly trades: AccountTrade[] = []
  readonly #free = new Map<string, bigint>()
  readonly #locked = new Map<string, bigint>()
  /** Every asset that was ever here, in order of its code. */
  #assets: readonly string[] = []

  constructor(name: string, limits?: OrderLimits) {
    this.name = name
    this.counts = new OrderCounts(limits)
  }

  free(asset: string): bigint {
    return this.#free.get(asset) ?? 0n
  }

  locked(asset: string): bigint {
    return this.#locked.get(asset) ?? 0n
  }

  /** Adds to what is free, or takes from it. Nobody can owe the exchange. */
  credit(asset: string, units: bigint): void {
    const next = this.free(asset) + units
    assert.ok(next >= 0n, `${this.name} would owe ${asset}`)
    if (!this.#free.has(asset)) this.#assets = [...this.#assets, asset].sort()
    this.#free.set(asset, next)
  }

  /** Makes a hold as large as wanted, from or to what is free. */
  resize(hold: Hold, units: bigint): void {
    this.credit(hold.asset, hold.units - units)
    this.#locked.set(hold.asset, this.locked(hold.asset) + units - hold.units)
    hold.units = units
  }

  /** Pays out of a hold. */
  spend(hold: Hold, units: bigint): void {
    assert.ok(hold.units >= units, "an order pays only from what it holds")
    this.#locked.set(hold.asset, this.locked(hold.asset) - units)
    hold.units -= units
  }

  /** Every asset that was ever here, in order of its code. */
  balances(): { asset: string; freeUnits: bigint; lockedUnits: bigint }[] {
    return this.#assets.map((asset) => ({
      asset,
      freeUnits: this.free(asset),
      lockedUnits: this.locked(asset),
    }))
  }
}

import assert from "node:assert/strict"
import type { OrderId } from "../order/request.ts"
import { formatUnits } from "../value/decimal.ts"
import type { Holding } from "./holding.ts"
import { lesser } from "./share.ts"

interface Hold {
  readonly holding: Holding
  units: bigint
}

/** Funds set aside for orders, by the order's id, or by the list's for the two legs of a pair. */
export class Holds {
  readonly #holds = new Map<OrderId, Hold>()

  add(id: OrderId, holding: Holding, units: bigint): void {
    assert.ok(!this.#holds.has(id), "an order holds its funds once")
    assert.ok(units >= 0n, "a hold is not negative")
    if (units > holding.freeUnits) {
      const { code, scale } = holding.asset
      const [asked, free] = [formatUnits(units, scale), formatUnits(holding.freeUnits, scale)]
      assert.fail(`order ${id} would hold ${asked} ${code} of ${free} free`)
    }
    holding.freeUnits -= units
    holding.heldUnits += units
    this.#holds.set(id, { holding, units })
  }

  /** What is left becomes free; nothing happens when there is none. */
  release(id: OrderId): void {
    const hold = this.#holds.get(id)
    if (!hold) return
    hold.holding.heldUnits -= hold.units
    hold.holding.freeUnits += hold.units
    this.#holds.delete(id)
  }

  /**
   * Pays out of what an order holds, and what that does not cover, out of what is free: a fill is a
   * fact, so a late one may even take the free balance below zero (RISK-16).
   */
  pay(id: OrderId, holding: Holding, units: bigint): void {
    const hold = this.#holds.get(id)
    const held = hold && hold.holding === holding ? lesser(units, hold.units) : 0n
    if (hold) hold.units -= held
    holding.heldUnits -= held
    holding.freeUnits -= units - held
  }

  save(): readonly (readonly [OrderId, string, bigint])[] {
    return [...this.#holds].map(([id, { holding, units }]) => [id, holding.asset.code, units])
  }

  /** Puts a saved hold back; its units are already counted as held. */
  restore(id: OrderId, holding: Holding, units: bigint): void {
    this.#holds.set(id, { holding, units })
  }
}

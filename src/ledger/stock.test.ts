import { describe, expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { Stock } from "./stock.ts"

const at = instantOf(1)

describe("a stock", () => {
  it("rounds the cost of a part half to even, and gives the rest with the last unit", () => {
    const stock = new Stock(false)
    stock.put(2n, 3n, at)
    expect(stock.take(1n)).toEqual({
      costUnits: 2n,
      lots: [{ units: 1n, costUnits: 2n, acquiredAt: at }],
    })
    expect(stock.take(1n).costUnits).toBe(1n)
    expect(stock.costUnits).toBe(0n)
  })

  it("gives lots in the order they came, however many there are", () => {
    const stock = new Stock(false)
    const order: bigint[] = []
    for (let i = 0n; i < 500n; i++) {
      stock.put(10n, i, at)
      if (i % 2n === 0n) order.push(...stock.take(10n).lots.map((lot) => lot.costUnits))
    }
    for (let i = 0; i < 250; i++) order.push(...stock.take(10n).lots.map((lot) => lot.costUnits))
    expect(order).toEqual(Array.from({ length: 500 }, (_, i) => BigInt(i)))
    expect([stock.units, stock.costUnits, stock.lots]).toEqual([0n, 0n, []])
  })

  it("comes to the same gain by average and by lot once it is empty", () => {
    const stock = new Stock(false)
    stock.put(7n, 100n, at)
    stock.put(5n, 13n, at)
    const taken = [3n, 1n, 6n, 2n].map((units) => stock.take(units))
    const byLot = taken.flatMap((it) => it.lots).reduce((sum, lot) => sum + lot.costUnits, 0n)
    expect(taken.reduce((sum, it) => sum + it.costUnits, 0n)).toBe(113n)
    expect(byLot).toBe(113n)
  })

  it("gives only what it has", () => {
    const stock = new Stock(false)
    stock.put(7n, 100n, at)
    expect(() => stock.take(8n)).toThrow(/only what it has/)
    expect(() => stock.owe(1n, 1n)).toThrow(/when it is empty/)
  })

  it("carries what it owes at the value it left for, until it is found", () => {
    const stock = new Stock(false)
    expect(stock.owe(10n, 100n)).toBe(0n)
    expect(stock.put(4n, 30n, at)).toBe(10n)
    expect([stock.units, stock.costUnits]).toEqual([-6n, -60n])
    expect(stock.put(8n, 80n, at)).toBe(0n)
    expect(stock.lots).toEqual([{ units: 2n, costUnits: 20n, acquiredAt: at }])
    expect([stock.units, stock.costUnits]).toEqual([2n, 20n])
  })

  it("owes the account asset at face value: what it left for beyond that is a gain", () => {
    const stock = new Stock(true)
    expect(stock.owe(5n, 7n)).toBe(2n)
    expect([stock.units, stock.costUnits]).toEqual([-5n, -5n])
  })

  it("wakes only where nothing is yet", () => {
    const stock = new Stock(false)
    stock.put(7n, 100n, at)
    const woken = new Stock(false)
    woken.restore(stock.save())
    expect(woken.save()).toEqual(stock.save())
    expect(() => woken.restore(stock.save())).toThrow("only a new stock is restored")
  })

  it("keeps the account asset at face value, without lots", () => {
    const stock = new Stock(true)
    expect(stock.put(10n, 9n, at)).toBe(1n)
    expect(stock.take(12n)).toEqual({ costUnits: 12n, lots: [] })
    expect(stock.costUnits).toBe(-2n)
  })
})

import { describe, expect, it } from "vitest"
import { orderIdOf } from "../order/request.ts"
import { instantOf } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import { Holds } from "./hold.ts"
import { Holding } from "./holding.ts"
import { assertBalanced, Draft } from "./posting.ts"
import { Stock } from "./stock.ts"
import { PAR, UNKNOWN } from "./worth.ts"

const at = instantOf(1)
const holding = (code = "BTC"): Holding =>
  new Holding(assetOf(code), { isAccountAsset: code === "USDT", routes: [] })

/** So many units in the inventory, free. */
function held(units: bigint, costUnits = units): Holding {
  const it = holding()
  it.inventory.put(units, costUnits, at)
  it.freeUnits = units
  return it
}

describe("a holding", () => {
  it("notices a unit that lies in no stock, or in two", () => {
    const it = held(10n)
    expect(() => it.assertWhole()).not.toThrow()
    it.freeUnits += 1n
    expect(() => it.assertWhole()).toThrow("every unit lies in one stock")
    it.freeUnits -= 2n
    expect(() => it.assertWhole()).toThrow("every unit lies in one stock")
    it.heldUnits += 1n
    expect(() => it.assertWhole()).not.toThrow()
  })

  it("is worth nothing until somebody prices it; the account asset is worth itself", () => {
    expect(holding("BTC").worth).toEqual(UNKNOWN)
    expect(holding("USDT").worth).toEqual(PAR)
    const it = holding("BTC")
    expect(it.revalue(() => undefined)).toBe(false)
    expect(it.worth).toEqual(UNKNOWN)
    expect(it.revalue(() => 7n)).toBe(true)
    expect(it.worth).toEqual({ over: 7n, under: 100_000_000n })
    const usdt = holding("USDT")
    expect(usdt.revalue(() => 7n)).toBe(true)
    expect(usdt.worth).toEqual(PAR)
  })

  it("spreads what units leave for over the stocks by units, the last taking the rest", () => {
    const it = held(1n, 10n)
    const given: (readonly bigint[])[] = []
    const source = (units: bigint): Holding["positions"][number] => {
      const stock = new Stock(false)
      stock.put(units, 0n, at)
      const give = (part: bigint, value: bigint): void => {
        stock.take(part)
        given.push([part, value])
      }
      return { stock, give, withdraw: (part) => void stock.take(part) }
    }
    it.positions.push(source(1n), source(0n), source(5n))
    const draft = new Draft(at)
    it.dispose(3n, 100n, draft)
    expect(given).toEqual([
      [1n, 34n],
      [1n, 33n],
    ])
    expect(draft.realisedUnits).toBe(33n - 10n)
    expect(draft.disposals).toEqual([
      { asset: "BTC", units: 1n, costUnits: 10n, proceedsUnits: 33n, acquiredAt: at },
    ])
  })

  it("takes nothing more from an inventory that owes already", () => {
    const it = holding()
    it.inventory.owe(5n, 50n)
    const stock = new Stock(false)
    stock.put(10n, 0n, at)
    const give = (units: bigint): void => void stock.take(units)
    it.positions.push({ stock, give, withdraw: give })
    it.dispose(3n, 30n, new Draft(at))
    it.withdraw(3n, at)
    expect([it.inventory.units, stock.units]).toEqual([-5n, 4n])
  })

  it("pays the account asset at face value: only a position of it can have cost something else", () => {
    const usdt = holding("USDT")
    usdt.inventory.put(10n, 10n, at)
    const draft = new Draft(at)
    usdt.dispose(15n, 15n, draft)
    expect([usdt.inventory.units, draft.realisedUnits, draft.disposals]).toEqual([-5n, 0n, []])
    const traded = holding("USDT")
    const stock = new Stock(true)
    stock.put(10n, 10n, at)
    const give = (units: bigint): void => void stock.take(units)
    traded.positions.push({ stock, give, withdraw: give })
    traded.dispose(4n, 4n, new Draft(at))
    expect([traded.inventory.units, stock.units]).toEqual([0n, 6n])
    const more = new Draft(at)
    traded.dispose(8n, 9n, more)
    expect([traded.inventory.units, stock.units, more.realisedUnits]).toEqual([-2n, 0n, 0n])
  })

  it("withdraws from the inventory first, then from the positions, and owes the rest at its worth", () => {
    const it = held(2n)
    it.worth = { over: 3n, under: 1n }
    const stock = new Stock(false)
    stock.put(4n, 0n, at)
    it.positions.push({
      stock,
      give: () => undefined,
      withdraw: (units) => void stock.take(units),
    })
    it.withdraw(1n, at)
    expect([it.inventory.units, stock.units]).toEqual([1n, 4n])
    it.withdraw(3n, at)
    expect([it.inventory.units, stock.units]).toEqual([0n, 2n])
    it.withdraw(2n, at)
    expect([it.inventory.units, stock.units]).toEqual([0n, 0n])
    it.withdraw(2n, at)
    expect([it.inventory.units, it.inventory.costUnits]).toEqual([-2n, -6n])
  })
})

describe("holds", () => {
  const [a, b] = [orderIdOf("a"), orderIdOf("b")]

  it("sets aside all that is free, and not a unit more", () => {
    const it = held(10n)
    const holds = new Holds()
    expect(() => holds.add(a, it, 11n)).toThrow(
      "order a would hold 0.00000011 BTC of 0.0000001 free",
    )
    holds.add(a, it, 10n)
    expect([it.freeUnits, it.heldUnits]).toEqual([0n, 10n])
    holds.add(b, it, 0n)
    expect(holds.save()).toEqual([
      [a, "BTC", 10n],
      [b, "BTC", 0n],
    ])
  })

  it("is never negative, and once for each order", () => {
    const it = held(10n)
    const holds = new Holds()
    expect(() => holds.add(a, it, -1n)).toThrow("a hold is not negative")
    holds.add(a, it, 1n)
    expect(() => holds.add(a, it, 1n)).toThrow("an order holds its funds once")
  })

  it("pays from what is free when the hold is of another asset", () => {
    const [btc, eth] = [held(10n), held(10n)]
    const holds = new Holds()
    holds.add(a, btc, 4n)
    holds.pay(a, eth, 3n)
    expect([btc.freeUnits, btc.heldUnits]).toEqual([6n, 4n])
    expect([eth.freeUnits, eth.heldUnits]).toEqual([7n, 0n])
    holds.pay(a, btc, 5n)
    expect([btc.freeUnits, btc.heldUnits]).toEqual([5n, 0n])
  })

  it("is gone once it is released", () => {
    const it = held(10n)
    const holds = new Holds()
    holds.add(a, it, 4n)
    holds.release(a)
    expect(holds.save()).toEqual([])
    holds.add(a, it, 5n)
    expect([it.freeUnits, it.heldUnits]).toEqual([5n, 5n])
  })
})

describe("double entry", () => {
  const leg = (asset: string, units: bigint) => ({ account: "ours", asset, units }) as const

  it("asserts that the legs of each asset sum to zero", () => {
    expect(() => assertBalanced([leg("BTC", 1n), leg("BTC", -1n), leg("ETH", 0n)])).not.toThrow()
    expect(() => assertBalanced([leg("BTC", 1n), leg("ETH", -1n)])).toThrow("sum to zero")
    expect(() => assertBalanced([leg("BTC", 1n), leg("BTC", -2n)])).toThrow("sum to zero")
  })
})

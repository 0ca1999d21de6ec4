import { Decimal } from "decimal.js"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { priceOf, quantityOf, ratioOf } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import {
  baseUnits,
  floorToStep,
  formatPrice,
  formatQuantity,
  type Instrument,
  notional,
  parsePrice,
  parseQuantity,
  quantityFor,
  quantityFromBase,
  quoteMoney,
  roundPrice,
} from "./instrument.ts"

const Exact = Decimal.clone({ precision: 100, toExpNeg: -9e15, toExpPos: 9e15 })
const exact = (n: bigint | number): Decimal => new Exact(n.toString())
const ten = (exponent: number): Decimal => new Exact(10).pow(exponent)

const instrument = (
  told: {
    readonly priceScale?: number
    readonly quantityScale?: number
    readonly tick?: number
    readonly step?: number
  } = {},
): Instrument => ({
  index: 0,
  symbol: "BTCUSDT",
  base: assetOf("BTC"),
  quote: assetOf("USDT"),
  priceScale: told.priceScale ?? 2,
  quantityScale: told.quantityScale ?? 5,
  filters: {
    tick: priceOf(told.tick ?? 1),
    minPrice: priceOf(0),
    maxPrice: priceOf(0),
    step: quantityOf(told.step ?? 1),
    minQuantity: quantityOf(0),
    maxQuantity: quantityOf(0),
    marketMaxQuantity: quantityOf(0),
    minNotional: 0n,
    maxNotional: 0n,
    isMinNotionalForMarket: false,
    isMaxNotionalForMarket: false,
    bidUp: ratioOf(0),
    bidDown: ratioOf(0),
    askUp: ratioOf(0),
    askDown: ratioOf(0),
    meanMinutes: 0,
    maxOrders: 0,
    maxStopOrders: 0,
    maxIcebergParts: 0,
  },
  source: "generated",
})

/** Of every precision, together finer than eight decimals too. */
const instruments = fc
  .record({
    priceScale: fc.nat(8),
    quantityScale: fc.nat(8),
    tick: fc.constantFrom(1, 5, 10, 25, 1000),
    step: fc.constantFrom(1, 5, 10, 100),
  })
  .map(instrument)
const counts = fc.oneof(fc.nat(10_000), fc.maxSafeNat())
const prices = counts.map((n) => priceOf(n + (n === 0 ? 1 : 0)))
const quantities = counts.map(quantityOf)

describe("price times quantity", () => {
  it("is what an independent decimal library says, in every rounding", () => {
    const modes = {
      down: Decimal.ROUND_DOWN,
      up: Decimal.ROUND_UP,
      "half-even": Decimal.ROUND_HALF_EVEN,
    }
    fc.assert(
      fc.property(instruments, prices, quantities, (it, price, quantity) => {
        const figure = exact(price)
          .div(ten(it.priceScale))
          .times(exact(quantity).div(ten(it.quantityScale)))
        for (const rounding of ["down", "up", "half-even"] as const) {
          const units = figure.times(ten(8)).toDecimalPlaces(0, modes[rounding])
          expect(notional(it, { price, quantity }, rounding).toString()).toBe(units.toFixed())
        }
      }),
      { numRuns: 500 },
    )
  })

  it("asks for a direction only where there is a rest", () => {
    const it = instrument({ priceScale: 5, quantityScale: 5 })
    const terms = { price: priceOf(3), quantity: quantityOf(50) }
    expect(notional(it, terms, "down")).toBe(1n)
    expect(notional(it, terms, "up")).toBe(2n)
    expect(notional(it, terms, "half-even")).toBe(2n)
    expect(quoteMoney(it, notional(it, terms, "up")).toString()).toBe("0.00000002")
  })
})

describe("what funds buy", () => {
  it("is the most that they can pay for, and one step more is too much", () => {
    fc.assert(
      fc.property(instruments, prices, fc.bigInt(0n, 10n ** 18n), (it, price, units) => {
        const quantity = quantityFor(it, units, price)
        const { step } = it.filters
        expect(quantity % step).toBe(0)
        expect(Number.isSafeInteger(quantity)).toBe(true)
        expect(notional(it, { price, quantity }, "up") <= units).toBe(true)
        fc.pre(quantity < Number.MAX_SAFE_INTEGER - step)
        const more = quantityOf(quantity + step)
        const worth = exact(price)
          .times(more)
          .div(ten(it.priceScale + it.quantityScale))
          .times(ten(8))
        expect(worth.gt(exact(units))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it("is nothing for nothing", () => {
    expect(quantityFor(instrument({ step: 10 }), 0n, priceOf(100))).toBe(0)
    expect(quantityFor(instrument(), -(10n ** 12n), priceOf(100))).toBe(0)
  })
})

describe("what base units cover", () => {
  it("is the most whole steps that lie in them, never more than there is", () => {
    fc.assert(
      fc.property(instruments, fc.bigInt(0n, 10n ** 20n), (it, units) => {
        const quantity = quantityFromBase(it, units)
        const { step } = it.filters
        expect(Number.isSafeInteger(quantity)).toBe(true)
        expect(quantity % step).toBe(0)
        expect(baseUnits(it, quantity) <= units).toBe(true)
        fc.pre(quantity < Number.MAX_SAFE_INTEGER - step)
        expect(baseUnits(it, quantityOf(quantity + step)) > units).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it("goes back and forth exactly", () => {
    fc.assert(
      fc.property(instruments, counts, (it, n) => {
        const quantity = floorToStep(it, n)
        expect(quantityFromBase(it, baseUnits(it, quantity))).toBe(quantity)
        expect(n - quantity).toBeLessThan(it.filters.step)
      }),
    )
  })
})

describe("a float that becomes a price (quant.md 5.1)", () => {
  const floats = fc.oneof(
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    fc.double({ min: 1, max: 1e12, noNaN: true }),
  )

  it("lies on the tick, less than a tick away, and never more aggressive than asked", () => {
    fc.assert(
      fc.property(instruments, floats, (it, price) => {
        const tick = exact(it.filters.tick)
        const asked = exact(price).div(tick)
        // A hair that only a float's noise can explain is not a tick.
        const hair = Decimal.min(asked.abs().plus(1).times(1e-9), 1e-3)
        const buy = exact(roundPrice(it, price, "buy")).div(tick)
        const sell = exact(roundPrice(it, price, "sell")).div(tick)
        expect(buy.isInteger() && sell.isInteger()).toBe(true)
        expect(buy.lte(asked.plus(hair)) && asked.minus(buy).lt(1)).toBe(true)
        expect(sell.gte(asked.minus(hair)) && sell.minus(asked).lt(1)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it("leaves a price that is on the tick where it is", () => {
    fc.assert(
      fc.property(instruments, fc.integer({ min: 1, max: 10 ** 9 }), (it, ticks) => {
        const price = ticks * it.filters.tick
        expect(roundPrice(it, price, "buy")).toBe(price)
        expect(roundPrice(it, price, "sell")).toBe(price)
      }),
    )
  })

  it("does not floor 4.35 / 0.01 to 434", () => {
    const it = instrument({ tick: 5 })
    expect(roundPrice(it, (4.35 / 0.01) * 5 * 0.2, "buy")).toBe(435)
    expect(roundPrice(it, 434.9, "buy")).toBe(430)
    expect(roundPrice(it, 434.9, "sell")).toBe(435)
  })

  it("goes to the next whole count where the exchange has no tick: a bound of 0 is off", () => {
    const it = instrument({ tick: 0, step: 0 })
    expect(roundPrice(it, 12.7, "buy")).toBe(12)
    expect(roundPrice(it, 12.3, "sell")).toBe(13)
    expect(floorToStep(it, 7)).toBe(7)
    expect(quantityFor(it, 10n ** 8n, priceOf(100))).toBe(100_000)
  })
})

describe("prices and quantities as text", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(instruments, prices, quantities, (it, price, quantity) => {
        expect(parsePrice(it, formatPrice(it, price))).toBe(price)
        expect(parseQuantity(it, formatQuantity(it, quantity))).toBe(quantity)
        expect(formatPrice(it, price)).toBe(exact(price).div(ten(it.priceScale)).toFixed())
      }),
    )
  })
})

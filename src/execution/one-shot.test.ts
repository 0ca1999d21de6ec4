import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { notional } from "../market/instrument.ts"
import { limitOf } from "../order/terms.ts"
import { DOLLAR } from "../value/amounts.ts"
import { percent, priceOf, quantityOf } from "../value/brand.ts"
import { entryTerms, exitTerms } from "./one-shot.ts"

const BTC = instrumentOf()
const TOUCH = { bid: 999_900, ask: 1_000_100, last: 1_000_000 }
const quoteUnits = 25n * DOLLAR

describe("EXEC-2: a one-shot entry", () => {
  it("is an immediate-or-cancel limit bounded 0.5 % beyond the ask", () => {
    const { terms } = entryTerms(BTC, TOUCH, { quoteUnits })
    expect(terms).toMatchObject({ type: "limit", lifetime: "ioc", price: 1_005_100 })
  })

  it("is bounded beyond the last price where there is no book", () => {
    const touch = { bid: NaN, ask: NaN, last: 1_000_000 }
    expect(entryTerms(BTC, touch, { quoteUnits }).terms).toMatchObject({ price: 1_005_000 })
  })

  it("spends at most its stake at the worst price, and all but a step of it", () => {
    const { terms } = entryTerms(BTC, TOUCH, { quoteUnits })
    const price = limitOf(terms) ?? priceOf(0)
    const spent = (extra: number): bigint =>
      notional(BTC, { price, quantity: quantityOf(terms.quantity + extra) }, "up")
    expect(spent(0) <= quoteUnits).toBe(true)
    expect(spent(1) > quoteUnits).toBe(true)
  })

  it("may instead be one passive post-only order at the bid", () => {
    const { terms } = entryTerms(BTC, TOUCH, { quoteUnits, isPassive: true })
    expect(terms).toMatchObject({ type: "limit-maker", price: 999_900 })
    const bare = { bid: NaN, ask: NaN, last: 1_000_000 }
    expect(entryTerms(BTC, bare, { quoteUnits, isPassive: true }).terms).toMatchObject({
      price: 1_000_000,
    })
  })

  it("buys nothing with nothing", () => {
    expect(entryTerms(BTC, TOUCH, { quoteUnits: 0n }).terms.quantity).toBe(0)
  })
})

describe("RISK-12: every entry has its stop", () => {
  it("measures stop and target of an order at rest from its own price", () => {
    const wish = { quoteUnits, isPassive: true, stop: percent(1), target: percent(1) }
    // The bid is 999,900 where the last price is 1,000,000.
    expect(entryTerms(BTC, TOUCH, wish).leave).toEqual({ stop: 989_901, target: 1_009_899 })
  })

  it("2 % below the last price when none is wished, and no target", () => {
    expect(entryTerms(BTC, TOUCH, { quoteUnits }).leave).toEqual({ stop: 980_000 })
  })

  it("where it is wished, with the target", () => {
    const wish = { quoteUnits, stop: percent(0.8), target: percent(0.7) }
    expect(entryTerms(BTC, TOUCH, wish).leave).toEqual({ stop: 992_000, target: 1_007_000 })
  })

  it("rounded towards the entry: never wider than it was meant", () => {
    const coarse = instrumentOf({ filters: { tick: priceOf(100) } })
    const touch = { bid: NaN, ask: NaN, last: 1_000_100 }
    expect(entryTerms(coarse, touch, { quoteUnits }).leave.stop).toBe(980_100)
    expect(entryTerms(BTC, { ...touch, last: 1_000_001 }, { quoteUnits }).leave.stop).toBe(980_001)
  })

  it("on the tick, for any price, tick and stop", () => {
    const cases = fc.record({
      last: fc.integer({ min: 10_000, max: 9_000_000 }),
      tick: fc.constantFrom(1, 5, 10, 25, 100),
      stop: fc.integer({ min: 1, max: 20_000 }),
    })
    fc.assert(
      fc.property(cases, ({ last, tick, stop }) => {
        const instrument = instrumentOf({ filters: { tick: priceOf(tick) } })
        const touch = { bid: NaN, ask: NaN, last }
        const { terms, leave } = entryTerms(instrument, touch, { quoteUnits, stop: stop as never })
        expect(leave.stop % tick).toBe(0)
        expect((limitOf(terms) ?? NaN) % tick).toBe(0)
        expect(leave.stop).toBeGreaterThanOrEqual(Math.floor((last * (1_000_000 - stop)) / 1e6))
      }),
    )
  })
})

describe("an exit", () => {
  const quantity = quantityOf(200)

  it("is bounded 0.5 % below the bid", () => {
    expect(exitTerms(BTC, TOUCH, { quantity, isUrgent: false })).toEqual({
      type: "limit",
      quantity,
      price: 994_901,
      lifetime: "ioc",
    })
  })

  it("is a true market order only when it is urgent, or no price is known", () => {
    const market = { type: "market", quantity }
    const blind = { bid: NaN, ask: NaN, last: NaN }
    expect(exitTerms(BTC, TOUCH, { quantity, isUrgent: true })).toEqual(market)
    expect(exitTerms(BTC, blind, { quantity, isUrgent: false })).toEqual(market)
  })
})

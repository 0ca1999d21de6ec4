import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import {
  cancelIntent,
  entryIntent,
  exitIntent,
  pairIntent,
  stopIntent,
} from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Filters, Instrument } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { orderIdOf } from "../order/request.ts"
import type { Terms } from "../order/terms.ts"
import type { Verdict } from "../order/verdict.ts"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf, type Price, priceOf, quantityOf } from "../value/brand.ts"
import { seconds } from "../value/time.ts"
import { describeTerms, judgeSanity, type SanityScene } from "./sanity.ts"

const judge = (intent: Intent, told: Partial<SanityScene> = {}): Verdict =>
  judgeSanity(intent, sceneOf(intent, told))
const allow = { answer: "allow" }
const refusal = (id: string): unknown => expect.objectContaining({ answer: "refuse", id })
/** An entry on an instrument with these filters. */
const on = (filters: Partial<Filters>, told: Parameters<typeof entryIntent>[0] = {}): Intent =>
  entryIntent({ instrument: instrumentOf({ filters }), ...told })
/** Prices so fine that an order's worth need not be a whole number of units. */
const fine = (filters: Partial<Filters> = {}): Instrument =>
  instrumentOf({ priceScale: 5, filters: { maxPrice: 0 as Price, ...filters } })

describe("DATA-9: no entries on a stale price", () => {
  const now = instantOf(seconds(1_000))
  const aged = (age: number): Partial<SanityScene> => ({ now, pricedAt: instantOf(now - age) })

  it.each([
    [seconds(2) - 1, allow],
    [seconds(2), allow],
    [seconds(2) + 1, refusal("DATA-9")],
  ])("a price %i microseconds old, where 2 s are the limit", (age, verdict) => {
    expect(judge(entryIntent(), aged(age))).toEqual(verdict)
  })

  it("wants a price at all", () => {
    const unpriced = { lastPrice: undefined }
    expect(judge(entryIntent(), unpriced)).toMatchObject({ id: "DATA-9", value: "no price yet" })
  })

  it("does not hold up exits and stops (RISK-53)", () => {
    for (const intent of [exitIntent(), stopIntent(), pairIntent()]) {
      expect(judge(intent, aged(seconds(3_600)))).toEqual(allow)
      expect(judge(intent, { lastPrice: undefined })).toEqual(allow)
    }
  })
})

describe("EXEC-10: the symbol's rules are checked before sending", () => {
  it.each([
    ["LOT_SIZE", on({ step: quantityOf(10) }, { quantity: 205 })],
    ["LOT_SIZE", on({ minQuantity: quantityOf(201) })],
    ["LOT_SIZE", on({ maxQuantity: quantityOf(199) })],
    ["PRICE_FILTER", on({ tick: priceOf(7) })],
    ["NOTIONAL", on({ minNotional: 20n * DOLLAR + 1n })],
    ["PERCENT_PRICE_BY_SIDE", on({ bidUp: 990_000 as Filters["bidUp"] })],
  ])("refuses by %s, naming it", (filter, intent) => {
    const verdict = judge(intent)
    expect(verdict).toEqual(refusal("EXEC-10"))
    expect(verdict).toMatchObject({ value: expect.stringContaining(filter) as string })
  })

  it("counts open orders and stops, without the one that is replaced", () => {
    const full = { openOrders: 5, openStops: 5 }
    expect(judge(stopIntent(), full)).toEqual(refusal("EXEC-10"))
    expect(judge(stopIntent(), { openOrders: 4, openStops: 4 })).toEqual(allow)
    expect(judge({ ...stopIntent(), instead: orderIdOf("r-3") }, full)).toEqual(allow)
  })

  it("counts open orders without the one that is replaced", () => {
    const replacing = { ...exitIntent(), instead: orderIdOf("r-3") }
    expect(judge(exitIntent(), { openOrders: 199 })).toEqual(allow)
    expect(judge(exitIntent(), { openOrders: 200 })).toEqual(refusal("EXEC-10"))
    expect(judge(replacing, { openOrders: 200 })).toEqual(allow)
    expect(judge(replacing, { openOrders: 201 })).toEqual(refusal("EXEC-10"))
  })

  it("does not let an exit wait for a price to be valued at (RISK-53)", () => {
    const terms: Terms = { type: "market", quantity: quantityOf(200) }
    const coarse = instrumentOf({ filters: { minNotional: 21n * DOLLAR } })
    const exit = { ...exitIntent(), terms, instrument: coarse }
    expect(judge(exit)).toEqual(refusal("EXEC-10"))
    expect(judge(exit, { lastPrice: undefined })).toEqual(allow)
  })

  it("checks both legs of a pair", () => {
    const pair = pairIntent()
    const target: Terms = { type: "limit-maker", quantity: quantityOf(200), price: 0 as Price }
    expect(judge(pair)).toEqual(allow)
    expect(judge({ ...pair, target })).toEqual(refusal("EXEC-10"))
  })

  it.each([
    [899_999, refusal("EXEC-10")],
    [900_000, allow],
    [1_100_000, allow],
    [1_100_001, refusal("EXEC-10")],
  ])("takes an entry more than 10 %% from the market for a slip: %i", (price, verdict) => {
    expect(judge(entryIntent({ price }))).toEqual(verdict)
  })

  it("finds a market order nowhere but at the market", () => {
    const terms: Terms = { type: "market", quantity: quantityOf(200) }
    expect(judge({ ...entryIntent(), terms })).toEqual(allow)
  })

  it("finds an entry that waits for a price too far away a slip, too", () => {
    const waits = (stop: number): Intent => ({
      ...entryIntent(),
      terms: { type: "stop-loss", quantity: quantityOf(200), stop: priceOf(stop) },
    })
    expect(judge(waits(1_100_000))).toEqual(allow)
    expect(judge(waits(1_100_001))).toEqual(refusal("EXEC-10"))
  })

  it("lets stops and exits stand where they must, however far the price has gone (RISK-53)", () => {
    expect(judge(stopIntent(), { lastPrice: priceOf(1_500_000) })).toEqual(allow)
    expect(judge(exitIntent(), { lastPrice: priceOf(1_500_000) })).toEqual(allow)
  })
})

describe("EXEC-61: an order without a known outcome", () => {
  it("locks its symbol for entries, and not for exits and stops", () => {
    expect(judge(entryIntent(), { isBusy: true })).toEqual(refusal("EXEC-61"))
    for (const intent of [exitIntent(), stopIntent(), pairIntent()]) {
      expect(judge(intent, { isBusy: true })).toEqual(allow)
    }
  })
})

describe("RISK-16: what is not there cannot be spent", () => {
  it.each([
    [20n * DOLLAR + 1n, allow],
    [20n * DOLLAR, allow],
    [20n * DOLLAR - 1n, refusal("RISK-16")],
    [0n, refusal("RISK-16")],
    [-1n, refusal("RISK-16")],
  ])("an entry of $20 with %s units free", (freeQuoteUnits, verdict) => {
    expect(judge(entryIntent(), { freeQuoteUnits })).toEqual(verdict)
  })

  it("measures an entry at the worst price it may pay", () => {
    const intent = entryIntent({ price: 1_005_000 })
    expect(judge(intent, { freeQuoteUnits: 2_010_000_000n })).toEqual(allow)
    expect(judge(intent, { freeQuoteUnits: 2_009_999_999n })).toEqual(refusal("RISK-16"))
  })

  it("needs the whole of a unit that an entry costs a part of", () => {
    // 2,010,000,002.01 units.
    const intent = entryIntent({ instrument: fine(), quantity: 201, price: 1_000_000_001 })
    const priced = { lastPrice: priceOf(1_000_000_001) }
    expect(judge(intent, { ...priced, freeQuoteUnits: 2_010_000_003n })).toEqual(allow)
    expect(judge(intent, { ...priced, freeQuoteUnits: 2_010_000_002n })).toEqual(refusal("RISK-16"))
  })

  it("sells what is free, and what a replaced order holds", () => {
    const free = (counts: number): Partial<SanityScene> => ({
      freeBaseQuantity: quantityOf(counts),
    })
    expect(judge(exitIntent(200), free(200))).toEqual(allow)
    expect(judge(exitIntent(200), free(199))).toEqual(refusal("RISK-16"))
    expect(judge({ ...exitIntent(200), instead: orderIdOf("r-3") }, free(0))).toEqual(allow)
  })
})

describe("RISK-3: the viable minimum", () => {
  it("is ten dollars", () => {
    expect(judge(entryIntent({ quantity: 100 }))).toEqual(allow)
    expect(judge(entryIntent({ quantity: 99 }))).toEqual(refusal("RISK-3"))
  })

  it("is 1.2 times the exchange's minimum where that is more", () => {
    const minNotional = 10n * DOLLAR
    expect(judge(on({ minNotional }, { quantity: 120 }))).toEqual(allow)
    expect(judge(on({ minNotional }, { quantity: 119 }))).toEqual(refusal("RISK-3"))
  })

  it("is what can still be sold in one order after fee and step rounding", () => {
    // Of one lot the fee leaves less than a lot; of two it leaves one.
    const coarse = { step: quantityOf(200), minQuantity: quantityOf(200) }
    expect(judge(on(coarse, { quantity: 200 }))).toEqual(refusal("RISK-3"))
    expect(judge(on(coarse, { quantity: 400 }))).toEqual(allow)
  })

  it("is what can still be sold in one order after the widest stop", () => {
    // One lot of the two is left after the fee: $9.70 at the worst price of the stop.
    const lot = { step: quantityOf(100), minQuantity: quantityOf(100) }
    expect(judge(on({ ...lot, minNotional: 970_000_000n }, { quantity: 200 }))).toEqual(allow)
    expect(judge(on({ ...lot, minNotional: 970_000_001n }, { quantity: 200 }))).toEqual(
      refusal("RISK-3"),
    )
  })

  it("counts no part of a unit in what the order is worth", () => {
    // 1,010,000,099.99 units.
    const intent = entryIntent({ instrument: fine(), quantity: 101, price: 1_000_000_099 })
    const least = (tenDollarsUnits: bigint): Verdict =>
      judge(intent, { lastPrice: priceOf(1_000_000_099), tenDollarsUnits })
    expect(least(1_010_000_099n)).toEqual(allow)
    expect(least(1_010_000_100n)).toEqual(refusal("RISK-3"))
  })

  it("counts no part of a unit in what a stop would bring", () => {
    // One lot of the two is left after the fee: 979,700,060.6 units at the worst price of the stop.
    const lot = { step: quantityOf(101), minQuantity: quantityOf(101) }
    const least = (minNotional: bigint): Verdict =>
      judge(
        entryIntent({
          instrument: fine({ ...lot, minNotional }),
          quantity: 202,
          price: 1_000_000_062,
        }),
        { lastPrice: priceOf(1_000_000_062) },
      )
    expect(least(979_700_060n)).toEqual(allow)
    expect(least(979_700_061n)).toEqual(refusal("RISK-3"))
  })

  it("is not sellable when the fee leaves less than the smallest lot", () => {
    const least = (minQuantity: number): Intent => on({ minQuantity: quantityOf(minQuantity) })
    expect(judge(least(199))).toEqual(allow)
    expect(judge(least(200))).toEqual(refusal("RISK-3"))
  })

  it("is not known while the quote has no price", () => {
    expect(judge(entryIntent(), { tenDollarsUnits: undefined })).toEqual(refusal("RISK-3"))
  })

  it("shows both sides in the quote asset", () => {
    expect(judge(entryIntent({ quantity: 99 }))).toMatchObject({
      value: "9.9 USDT",
      limit: "10 USDT, and sellable after fee and stop",
    })
  })
})

it("lets every cancel pass", () => {
  const worst = { isBusy: true, freeQuoteUnits: -1n, openOrders: 999, openStops: 999 }
  expect(judge(cancelIntent(), worst)).toEqual(allow)
  expect(judge(cancelIntent(), { ...worst, lastPrice: undefined })).toEqual(allow)
})

it("describes terms to a reader", () => {
  const instrument = instrumentOf()
  expect(describeTerms(instrument, stopIntent().terms)).toBe("stop-loss-limit at 9800 limit 9702")
  expect(describeTerms(instrument, entryIntent().terms)).toBe("limit 10000")
  expect(describeTerms(instrument, { type: "market", quantity: quantityOf(1) })).toBe("market")
})

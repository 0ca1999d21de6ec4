import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { marketOf } from "../../tests/simulation/stage.ts"
import type { Filters } from "../market/instrument.ts"
import { type Price, priceOf, type Quantity, quantityOf, ratioOf } from "../value/brand.ts"
import { failedFilter, type FilterScene } from "./filters.ts"
import type { Side, Terms } from "./terms.ts"

/** Ticks of 0.05 between 1 and 1000, lots of 0.01 between 0.02 and 50, values of 5 to 9000. */
const FILTERS: Partial<Filters> = {
  tick: priceOf(5),
  minPrice: priceOf(100),
  maxPrice: priceOf(100_000),
  step: quantityOf(10),
  minQuantity: quantityOf(20),
  maxQuantity: quantityOf(50_000),
  marketMaxQuantity: quantityOf(20_000),
  minNotional: 5_00000000n,
  maxNotional: 9000_00000000n,
  isMaxNotionalForMarket: false,
  bidUp: ratioOf(1_200_000),
  bidDown: ratioOf(500_000),
  askUp: ratioOf(2_000_000),
  askDown: ratioOf(800_000),
  maxOrders: 4,
  maxStopOrders: 2,
  maxIcebergParts: 10,
}

const SCENE: FilterScene = {
  lastPrice: priceOf(10_000),
  meanPrice: priceOf(10_000),
  openOrders: 0,
  openStops: 0,
}

const limit = (price: number, quantity: number, iceberg?: number): Terms => ({
  type: "limit",
  price: priceOf(price),
  quantity: quantityOf(quantity),
  lifetime: "gtc",
  ...(iceberg === undefined ? {} : { iceberg: quantityOf(iceberg) }),
})
const market = (quantity: number): Terms => ({ type: "market", quantity: quantityOf(quantity) })
const stopLoss = (stop: number, quantity: number): Terms => ({
  type: "stop-loss",
  stop: priceOf(stop),
  quantity: quantityOf(quantity),
})

function judge(
  terms: Terms,
  told: { side?: Side; scene?: Partial<FilterScene>; filters?: Partial<Filters> } = {},
): string {
  const instrument = marketOf(0, "BTC", "USDT", { ...FILTERS, ...told.filters })
  const failure = failedFilter(instrument, told.side ?? "buy", terms, { ...SCENE, ...told.scene })
  return failure ? `${failure.filter} ${failure.value} against ${failure.limit}` : "passes"
}

describe("Filters of the exchange", () => {
  it.each([
    ["a price on the tick", limit(10_000, 100), "passes"],
    ["a price off the tick", limit(10_001, 100), "PRICE_FILTER 100.01 against 0.05"],
    ["a price below the least", limit(95, 10_000), "PRICE_FILTER 0.95 against 1"],
    ["a price above the most", limit(100_005, 20), "PRICE_FILTER 1000.05 against 1000"],
    ["a stop off the tick", stopLoss(9_003, 100), "PRICE_FILTER 90.03 against 0.05"],
    ["a quantity on the step", limit(10_000, 110), "passes"],
    ["a quantity off the step", limit(10_000, 105), "LOT_SIZE 0.105 against 0.01"],
    ["a quantity below the least", limit(100_000, 10), "LOT_SIZE 0.01 against 0.02"],
    ["no quantity", limit(10_000, 0), "LOT_SIZE 0 against 0.02"],
    ["a quantity above the most", limit(100, 50_010), "LOT_SIZE 50.01 against 50"],
    ["a slice off the step", limit(10_000, 100, 25), "LOT_SIZE 0.025 against 0.01"],
    ["a market order too large", market(20_010), "MARKET_LOT_SIZE 20.01 against 20"],
    ["a stop that would be one", stopLoss(9_000, 20_010), "MARKET_LOT_SIZE 20.01 against 20"],
    ["exactly the least value", limit(10_000, 50), "passes"],
    ["less than the least value", limit(10_000, 40), "NOTIONAL 4 against 5"],
    ["more than the most value", limit(10_000, 90_010), "LOT_SIZE 90.01 against 50"],
    ["a market order by the mean price", market(40), "NOTIONAL 4 against 5"],
    ["a stop by its own price", stopLoss(4_000, 110), "NOTIONAL 4.4 against 5"],
    ["a buy too far above", limit(12_005, 100), "PERCENT_PRICE_BY_SIDE 120.05 against 120"],
    ["a buy just near enough", limit(12_000, 100), "passes"],
    ["a buy too far below", limit(4_995, 110), "PERCENT_PRICE_BY_SIDE 49.95 against 50"],
    ["an iceberg of ten parts", limit(10_000, 200, 20), "passes"],
    ["an iceberg of eleven", limit(10_000, 210, 20), "ICEBERG_PARTS 11 against 10"],
  ] as const)("judges %s", (_what, terms, verdict) => {
    expect(judge(terms)).toBe(verdict)
  })

  it("judges buys and sells by their own bounds", () => {
    expect(judge(limit(18_000, 50_000))).toBe("PERCENT_PRICE_BY_SIDE 180 against 120")
    expect(judge(limit(18_000, 50_000), { side: "sell" })).toBe("passes")
    expect(judge(limit(18_005, 50_000), { side: "sell" })).toBe("NOTIONAL 9002.5 against 9000")
    expect(judge(limit(12_005, 100), { side: "sell" })).toBe("passes")
    expect(judge(limit(7_995, 100), { side: "sell" })).toBe(
      "PERCENT_PRICE_BY_SIDE 79.95 against 80",
    )
  })

  it("takes the last price where the mean is over no time, and judges nothing by an unknown one", () => {
    const filters = { meanMinutes: 0 }
    const scene = { lastPrice: priceOf(20_000) }
    expect(judge(limit(12_005, 100), { filters, scene })).toBe("passes")
    const unknown = { lastPrice: undefined, meanPrice: undefined }
    expect(judge(limit(99_000, 100), { scene: unknown })).toBe("passes")
    expect(judge(market(20), { scene: unknown })).toBe("passes")
  })

  it("holds market orders to the least value only where the exchange does, never to the most here", () => {
    expect(judge(market(40), { filters: { isMinNotionalForMarket: false } })).toBe("passes")
    const rich = { scene: { meanPrice: priceOf(90_000) } }
    expect(judge(market(20_000), rich)).toBe("passes")
    const filters = { isMaxNotionalForMarket: true }
    expect(judge(market(20_000), { ...rich, filters })).toBe("NOTIONAL 18000 against 9000")
  })

  it("counts open orders and waiting stops with this one; a market order never stays open", () => {
    expect(judge(limit(10_000, 100), { scene: { openOrders: 3 } })).toBe("passes")
    expect(judge(limit(10_000, 100), { scene: { openOrders: 4 } })).toBe(
      "MAX_NUM_ORDERS 5 against 4",
    )
    expect(judge(market(100), { scene: { openOrders: 4 } })).toBe("passes")
    const scene = { openOrders: 2, openStops: 2 }
    expect(judge(stopLoss(9_000, 100), { scene })).toBe("MAX_NUM_ALGO_ORDERS 3 against 2")
    expect(judge(limit(9_000, 100), { scene })).toBe("passes")
  })

  it("has no bound where the exchange says 0", () => {
    const off: Partial<Filters> = {
      minPrice: priceOf(0),
      maxPrice: priceOf(0),
      tick: priceOf(0),
      minQuantity: quantityOf(0),
      maxQuantity: quantityOf(0),
      step: quantityOf(0),
      marketMaxQuantity: quantityOf(0),
      minNotional: 0n,
      maxNotional: 0n,
      bidUp: ratioOf(0),
      bidDown: ratioOf(0),
      askUp: ratioOf(0),
      askDown: ratioOf(0),
      maxOrders: 0,
      maxStopOrders: 0,
      maxIcebergParts: 0,
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.nat(1000),
        (price, quantity, openOrders) => {
          const scene = { openOrders, openStops: openOrders }
          expect(judge(limit(price, quantity), { filters: off, scene })).toBe("passes")
          expect(judge(limit(price, 0), { filters: off, scene })).toMatch(/^LOT_SIZE/)
        },
      ),
    )
  })

  it("is exact where doubles are not: large prices times large quantities at the very bound", () => {
    const filters: Partial<Filters> = {
      maxPrice: 0 as Price,
      maxQuantity: 0 as Quantity,
      marketMaxQuantity: 0 as Quantity,
      bidUp: ratioOf(0),
      bidDown: ratioOf(0),
      tick: priceOf(1),
      step: quantityOf(1),
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 40, max: 2 ** 50 }),
        fc.integer({ min: 2 ** 40, max: 2 ** 50 }),
        (price, quantity) => {
          // Prices have 2 decimals, quantities 3, amounts 8.
          const exact = BigInt(price) * BigInt(quantity) * 1000n
          const at = { ...filters, minNotional: exact, maxNotional: exact }
          expect(judge(limit(price, quantity), { filters: at })).toBe("passes")
          const above = { ...at, minNotional: exact + 1n }
          expect(judge(limit(price, quantity), { filters: above })).toMatch(/^NOTIONAL/)
          const below = { ...at, maxNotional: exact - 1n }
          expect(judge(limit(price, quantity), { filters: below })).toMatch(/^NOTIONAL/)
        },
      ),
    )
  })
})

import type { Filters, Instrument } from "../../src/market/instrument.ts"
import { priceOf, quantityOf, ratioOf } from "../../src/value/brand.ts"
import { assetOf } from "../../src/value/money.ts"

/**
 * BTCUSDT as the exchange lists it: cents, steps of 0.00001, at least 5 USDT; every price may lie
 * within a fifth and five times the mean.
 */
const FILTERS: Filters = {
  tick: priceOf(1),
  minPrice: priceOf(1),
  maxPrice: priceOf(100_000_000),
  step: quantityOf(1),
  minQuantity: quantityOf(1),
  maxQuantity: quantityOf(900_000_000),
  marketMaxQuantity: quantityOf(10_000_000),
  minNotional: 500_000_000n,
  maxNotional: 900_000_000_000_000n,
  isMinNotionalForMarket: true,
  isMaxNotionalForMarket: false,
  bidUp: ratioOf(5_000_000),
  bidDown: ratioOf(200_000),
  askUp: ratioOf(5_000_000),
  askDown: ratioOf(200_000),
  meanMinutes: 5,
  maxOrders: 200,
  maxStopOrders: 5,
  maxIcebergParts: 10,
}

/** An instrument to test with; what is not said is as on BTCUSDT. */
export function instrumentOf(
  told: Partial<Omit<Instrument, "base" | "quote" | "filters">> & {
    readonly base?: string
    readonly quote?: string
    readonly filters?: Partial<Filters>
  } = {},
): Instrument {
  const { base = "BTC", quote = "USDT", filters, ...rest } = told
  return {
    index: 0,
    symbol: base + quote,
    base: assetOf(base),
    quote: assetOf(quote),
    priceScale: 2,
    quantityScale: 5,
    source: "exchange",
    ...rest,
    filters: { ...FILTERS, ...filters },
  }
}

import {
  formatPrice,
  formatQuantity,
  type Instrument,
  notional,
  quoteMoney,
} from "../market/instrument.ts"
import { PPM, type Price, type Quantity, type Ratio } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { limitOf, type Side, stopOf, type Terms } from "./terms.ts"

/** The exchange's own names of its filters (binance-spot.md section 8). */
export type FilterName =
  | "PRICE_FILTER"
  | "LOT_SIZE"
  | "MARKET_LOT_SIZE"
  | "NOTIONAL"
  | "PERCENT_PRICE_BY_SIDE"
  | "ICEBERG_PARTS"
  | "MAX_NUM_ORDERS"
  | "MAX_NUM_ALGO_ORDERS"

/** The first filter an order does not pass: what it has, and the bound it breaks, as decimal text. */
export interface FilterFailure {
  readonly filter: FilterName
  readonly value: string
  readonly limit: string
}

/** What some filters look at beside the order. Prices that are not known yet judge nothing. */
export interface FilterScene {
  readonly lastPrice: Price | undefined
  /** Mean of the last `meanMinutes`; the last price is taken where the filter has 0 minutes. */
  readonly meanPrice: Price | undefined
  /** Open orders of the account on the symbol, without this one. */
  readonly openOrders: number
  /** Those of them that wait for a stop, without this one. */
  readonly openStops: number
}

/**
 * Judges an order by the filters of its instrument as the exchange does before its engine: exactly,
 * in whole counts, steps counted from zero and not from the minimum. It only says; nothing is
 * rounded or made smaller. The gate and the simulated exchange share this code (quant.md 10.3).
 * @returns the first failure, or undefined when the order passes
 */
export function failedFilter(
  instrument: Instrument,
  side: Side,
  terms: Terms,
  scene: FilterScene,
): FilterFailure | undefined {
  return (
    failedPrice(instrument, limitOf(terms)) ??
    failedPrice(instrument, stopOf(terms)) ??
    failedLot(instrument, terms.quantity) ??
    failedLot(instrument, "iceberg" in terms ? terms.iceberg : undefined) ??
    failedMarketLot(instrument, terms) ??
    failedNotional(instrument, terms, meanOf(instrument, scene)) ??
    failedPercent(instrument, { side, price: limitOf(terms), mean: meanOf(instrument, scene) }) ??
    failedParts(instrument, terms) ??
    failedCounts(instrument, terms, scene)
  )
}

function failedPrice(instrument: Instrument, price: Price | undefined): FilterFailure | undefined {
  if (price === undefined) return undefined
  const { minPrice, maxPrice, tick } = instrument.filters
  const fails = (limit: Price): FilterFailure => ({
    filter: "PRICE_FILTER",
    value: formatPrice(instrument, price),
    limit: formatPrice(instrument, limit),
  })
  if (price <= 0 || price < minPrice) return fails(minPrice)
  if (maxPrice > 0 && price > maxPrice) return fails(maxPrice)
  if (tick > 0 && price % tick !== 0) return fails(tick)
  return undefined
}

function failedLot(
  instrument: Instrument,
  quantity: Quantity | undefined,
): FilterFailure | undefined {
  if (quantity === undefined) return undefined
  const { minQuantity, maxQuantity, step } = instrument.filters
  const fails = (limit: Quantity): FilterFailure => ({
    filter: "LOT_SIZE",
    value: formatQuantity(instrument, quantity),
    limit: formatQuantity(instrument, limit),
  })
  if (quantity <= 0 || quantity < minQuantity) return fails(minQuantity)
  if (maxQuantity > 0 && quantity > maxQuantity) return fails(maxQuantity)
  if (step > 0 && quantity % step !== 0) return fails(step)
  return undefined
}

/** An order without a price of its own takes the market's: at once, or when its stop wakes it. */
function failedMarketLot(instrument: Instrument, terms: Terms): FilterFailure | undefined {
  const { marketMaxQuantity } = instrument.filters
  if (limitOf(terms) !== undefined || marketMaxQuantity === 0) return undefined
  if (terms.quantity <= marketMaxQuantity) return undefined
  return {
    filter: "MARKET_LOT_SIZE",
    value: formatQuantity(instrument, terms.quantity),
    limit: formatQuantity(instrument, marketMaxQuantity),
  }
}

/**
 * A stop without a limit is valued at its stop: the documents are silent, and that is what it will
 * be worth when the exchange checks it again at the trigger.
 */
function failedNotional(
  instrument: Instrument,
  terms: Terms,
  mean: Price | undefined,
): FilterFailure | undefined {
  const { minNotional, maxNotional, isMinNotionalForMarket, isMaxNotionalForMarket } =
    instrument.filters
  const own = limitOf(terms)
  const price = own ?? stopOf(terms) ?? mean
  if (price === undefined) return undefined
  const order = { price, quantity: terms.quantity }
  const fails = (units: bigint, limit: bigint): FilterFailure => ({
    filter: "NOTIONAL",
    value: quoteMoney(instrument, units).toString(),
    limit: quoteMoney(instrument, limit).toString(),
  })
  // Rounding away from the bound never lets through what exact arithmetic would not.
  const least = notional(instrument, order, "down")
  if ((own !== undefined || isMinNotionalForMarket) && least < minNotional) {
    return fails(least, minNotional)
  }
  const most = notional(instrument, order, "up")
  const hasMax = maxNotional > 0n && (own !== undefined || isMaxNotionalForMarket)
  return hasMax && most > maxNotional ? fails(most, maxNotional) : undefined
}

function failedPercent(
  instrument: Instrument,
  order: {
    readonly side: Side
    readonly price: Price | undefined
    readonly mean: Price | undefined
  },
): FilterFailure | undefined {
  const { price, mean, side } = order
  if (price === undefined || mean === undefined) return undefined
  const { bidUp, bidDown, askUp, askDown } = instrument.filters
  const up = side === "buy" ? bidUp : askUp
  const down = side === "buy" ? bidDown : askDown
  const scaled = BigInt(price) * BigInt(PPM)
  const fails = (ratio: Ratio): FilterFailure => ({
    filter: "PERCENT_PRICE_BY_SIDE",
    value: formatPrice(instrument, price),
    limit: formatUnits(BigInt(mean) * BigInt(ratio), instrument.priceScale + 6),
  })
  if (up > 0 && scaled > BigInt(mean) * BigInt(up)) return fails(up)
  if (down > 0 && scaled < BigInt(mean) * BigInt(down)) return fails(down)
  return undefined
}

function failedParts(instrument: Instrument, terms: Terms): FilterFailure | undefined {
  const { maxIcebergParts } = instrument.filters
  if (!("iceberg" in terms) || terms.iceberg === undefined || maxIcebergParts === 0) {
    return undefined
  }
  const parts = Math.ceil(terms.quantity / terms.iceberg)
  return parts > maxIcebergParts
    ? { filter: "ICEBERG_PARTS", value: String(parts), limit: String(maxIcebergParts) }
    : undefined
}

function failedCounts(
  instrument: Instrument,
  terms: Terms,
  scene: FilterScene,
): FilterFailure | undefined {
  const { maxOrders, maxStopOrders } = instrument.filters
  // A market order never rests, so it adds nothing to what is open.
  if (terms.type === "market") return undefined
  const orders = scene.openOrders + 1
  if (maxOrders > 0 && orders > maxOrders) {
    return { filter: "MAX_NUM_ORDERS", value: String(orders), limit: String(maxOrders) }
  }
  const stops = scene.openStops + 1
  return stopOf(terms) !== undefined && maxStopOrders > 0 && stops > maxStopOrders
    ? { filter: "MAX_NUM_ALGO_ORDERS", value: String(stops), limit: String(maxStopOrders) }
    : undefined
}

function meanOf(instrument: Instrument, scene: FilterScene): Price | undefined {
  return instrument.filters.meanMinutes === 0 ? scene.lastPrice : scene.meanPrice
}

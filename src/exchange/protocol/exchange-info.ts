import type { Instrument } from "../../market/instrument.ts"
import { USUAL_PREVENTION } from "../../simulation/prevention.ts"
import { formatUnits } from "../../value/decimal.ts"
import type { Market } from "../market/market.ts"
import { type Call, marketCalled, marketNamed } from "./call.ts"
import { badCombination, Failure } from "./failure.ts"
import { milli, priceText, quantityText, stamp, unitsText } from "./figure.ts"
import { orderLimitsOf, weightLimitOf } from "./limit-figures.ts"
import { PREVENTIONS, TRAILING_LEAST, TRAILING_MOST, TYPE_NAMES } from "./order-form.ts"

type Body = Readonly<Record<string, unknown>>

const RAW_REQUESTS = {
  rateLimitType: "RAW_REQUESTS",
  interval: "MINUTE",
  intervalNum: 5,
  limit: 300_000,
} as const

/** GET exchangeInfo (binance-spot.md section 7). */
export function exchangeInfo(call: Call): Body {
  const { parameters, now, unit } = call
  const wanted = readSymbols(call)
  const status = parameters.optional("symbolStatus")
  if (status !== undefined && wanted !== undefined) throw badCombination()
  const permissions = parameters.optional("permissions")
  const hasSets = parameters.flag("showPermissionSets") !== false
  parameters.finish()
  const { limits } = call.hall
  const isSpot = permissions === undefined || permissions.includes("SPOT")
  const markets = (wanted ?? call.hall.markets).filter(
    (market) => (status === undefined || market.status === status) && isSpot,
  )
  return {
    timezone: "UTC",
    serverTime: unit === "us" ? stamp(now, unit) : milli(now),
    rateLimits: [weightLimitOf(limits), ...orderLimitsOf(limits), RAW_REQUESTS],
    exchangeFilters: [],
    symbols: markets.map((market) => symbolBody(market, hasSets)),
  }
}

/**
 * The markets that `symbol` or `symbols` names; undefined when neither is given.
 * @throws Failure -1121, -1128, -1151
 */
export function readSymbols(call: Call): readonly Market[] | undefined {
  const { parameters } = call
  const names = parameters.list("symbols")
  const isSingle = parameters.has("symbol")
  if (isSingle && names !== undefined) throw badCombination()
  if (isSingle) return [marketNamed(call)]
  if (names === undefined) return undefined
  if (new Set(names).size < names.length) {
    throw new Failure({ code: -1151, text: "Symbol is present multiple times in the list." })
  }
  return names.map((name) => marketCalled(call, name))
}

function symbolBody({ rules: instrument, status }: Market, hasSets: boolean): Body {
  const { symbol, base, quote } = instrument
  return {
    symbol,
    status,
    baseAsset: base.code,
    baseAssetPrecision: base.scale,
    quoteAsset: quote.code,
    quotePrecision: quote.scale,
    quoteAssetPrecision: quote.scale,
    baseCommissionPrecision: base.scale,
    quoteCommissionPrecision: quote.scale,
    orderTypes: TYPE_NAMES,
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filterBodies(instrument),
    permissions: [],
    ...(hasSets ? { permissionSets: [["SPOT"]] } : {}),
    defaultSelfTradePreventionMode: USUAL_PREVENTION,
    allowedSelfTradePreventionModes: PREVENTIONS,
  }
}

/** The filters of a symbol, as they are published. */
export function filterBodies(instrument: Instrument): readonly Body[] {
  const { filters } = instrument
  const price = (count: number): string => priceText(instrument, count)
  const quantity = (count: number): string => quantityText(instrument, count)
  return [
    {
      filterType: "PRICE_FILTER",
      minPrice: price(filters.minPrice),
      maxPrice: price(filters.maxPrice),
      tickSize: price(filters.tick),
    },
    {
      filterType: "LOT_SIZE",
      minQty: quantity(filters.minQuantity),
      maxQty: quantity(filters.maxQuantity),
      stepSize: quantity(filters.step),
    },
    { filterType: "ICEBERG_PARTS", limit: filters.maxIcebergParts },
    {
      filterType: "MARKET_LOT_SIZE",
      minQty: quantity(0),
      maxQty: quantity(filters.marketMaxQuantity),
      stepSize: quantity(0),
    },
    ...valueFilters(instrument),
  ]
}

/** What looks at values, and at how many orders there are. */
function valueFilters({ filters }: Instrument): readonly Body[] {
  const ratio = (partsPerMillion: number): string => formatUnits(partsPerMillion, 6)
  return [
    {
      filterType: "PERCENT_PRICE_BY_SIDE",
      bidMultiplierUp: ratio(filters.bidUp),
      bidMultiplierDown: ratio(filters.bidDown),
      askMultiplierUp: ratio(filters.askUp),
      askMultiplierDown: ratio(filters.askDown),
      avgPriceMins: filters.meanMinutes,
    },
    {
      filterType: "NOTIONAL",
      minNotional: unitsText(filters.minNotional),
      applyMinToMarket: filters.isMinNotionalForMarket,
      maxNotional: unitsText(filters.maxNotional),
      applyMaxToMarket: filters.isMaxNotionalForMarket,
      avgPriceMins: filters.meanMinutes,
    },
    {
      filterType: "TRAILING_DELTA",
      minTrailingAboveDelta: TRAILING_LEAST,
      maxTrailingAboveDelta: TRAILING_MOST,
      minTrailingBelowDelta: TRAILING_LEAST,
      maxTrailingBelowDelta: TRAILING_MOST,
    },
    { filterType: "MAX_NUM_ORDERS", maxNumOrders: filters.maxOrders },
    { filterType: "MAX_NUM_ORDER_LISTS", maxNumOrderLists: 20 },
    { filterType: "MAX_NUM_ALGO_ORDERS", maxNumAlgoOrders: filters.maxStopOrders },
    { filterType: "MAX_NUM_ORDER_AMENDS", maxNumOrderAmends: 10 },
  ]
}

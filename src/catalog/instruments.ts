import { type Filters, type Instrument, parsePrice, parseQuantity } from "../market/instrument.ts"
import { type Price, priceOf, type Quantity, quantityOf, ratioOf } from "../value/brand.ts"
import { decimalsOf, formatUnits, parseUnits, powerOfTen } from "../value/decimal.ts"
import { ASSET_SCALE, assetOf } from "../value/money.ts"
import { Problem } from "../value/problem.ts"
import { splitSymbol, usualMinNotional } from "./assets.ts"
import type { ExchangeSymbol } from "./exchange-info.ts"

/** How fine the data of a symbol is. */
export interface Fineness {
  readonly priceScale: number
  readonly quantityScale: number
}

/** The finest of several. */
export function finenessOf(all: readonly Fineness[]): Fineness {
  return {
    priceScale: Math.max(0, ...all.map(({ priceScale }) => priceScale)),
    quantityScale: Math.max(0, ...all.map(({ quantityScale }) => quantityScale)),
  }
}

/**
 * Makes the instrument of a symbol, by the exchange's own filters where they are known, and by what
 * is usual where not (D19: `source` says which).
 * @throws Problem `SYMBOL_UNKNOWN` when it cannot be told where the base ends and the quote begins
 */
export function instrumentFor(
  index: number,
  symbol: string,
  fineness: Fineness,
  exchange: ExchangeSymbol | undefined,
): Instrument {
  const pair = exchange ?? splitSymbol(symbol)
  if (pair === undefined) throw quoteUnknown(symbol)
  const priceScale = Math.max(fineness.priceScale, finest(exchange?.prices))
  const quantityScale = Math.max(fineness.quantityScale, finest(exchange?.quantities))
  return Object.freeze({
    index,
    symbol,
    base: assetOf(pair.base),
    quote: assetOf(pair.quote),
    priceScale,
    quantityScale,
    filters: Object.freeze(
      exchange === undefined
        ? usualFilters(pair.quote)
        : filtersOf(exchange, { priceScale, quantityScale }),
    ),
    source: exchange === undefined ? "detected" : "exchange",
  })
}

/** Decimals of the finest of some amounts: minimum and step, never the maximum, which is arbitrary. */
function finest(amounts: ExchangeSymbol["prices"] | undefined): number {
  return amounts === undefined ? 0 : Math.max(decimalsOf(amounts.step), decimalsOf(amounts.least))
}

function usualFilters(quote: string): Filters {
  return {
    tick: priceOf(1),
    minPrice: priceOf(1),
    maxPrice: priceOf(0),
    step: quantityOf(1),
    minQuantity: quantityOf(1),
    maxQuantity: quantityOf(0),
    marketMaxQuantity: quantityOf(0),
    minNotional: parseUnits(usualMinNotional(quote), ASSET_SCALE),
    maxNotional: 0n,
    isMinNotionalForMarket: true,
    isMaxNotionalForMarket: false,
    bidUp: ratioOf(5_000_000),
    bidDown: ratioOf(200_000),
    askUp: ratioOf(5_000_000),
    askDown: ratioOf(200_000),
    meanMinutes: 5,
    maxOrders: 200,
    maxStopOrders: 5,
    maxIcebergParts: 100,
  }
}

/**
 * Filters as they hold now, counted as finely as the instrument is counted for ever. Where the exchange
 * has become finer, what can be counted is a part of what it takes: never more.
 */
export function filtersAt(exchange: ExchangeSymbol, scales: Fineness): Filters {
  const { prices, quantities } = exchange
  const within = (it: ExchangeSymbol["prices"], scale: number): ExchangeSymbol["prices"] => ({
    step: onGrid(it.step, scale),
    least: onGrid(it.least, scale),
    most: floorText(it.most, scale),
  })
  const coarse = {
    ...exchange,
    prices: within(prices, scales.priceScale),
    quantities: within(quantities, scales.quantityScale),
  }
  return filtersOf(coarse, scales)
}

/** The least multiple of an amount that can be counted at a scale. */
function onGrid(text: string, scale: number): string {
  const decimals = Math.max(decimalsOf(text), scale)
  const [amount, unit] = [parseUnits(text, decimals), powerOfTen(decimals - scale)]
  if (amount === 0n) return text
  let [a, b] = [amount, unit]
  while (b > 0n) [a, b] = [b, a % b]
  return formatUnits((amount / a) * unit, decimals)
}

function filtersOf(exchange: ExchangeSymbol, scales: Fineness): Filters {
  const price = (text: string): Price => parsePrice(scales, text)
  const quantity = (text: string): Quantity => floorCount(text, scales.quantityScale)
  const { prices, quantities, marketMost, notional, percent } = exchange
  return {
    tick: Math.max(1, price(prices.step)) as Price,
    minPrice: price(prices.least),
    maxPrice: price(prices.most),
    step: Math.max(1, quantity(quantities.step)) as Quantity,
    minQuantity: quantity(quantities.least),
    maxQuantity: quantity(quantities.most),
    marketMaxQuantity: quantity(marketMost),
    minNotional: parseUnits(notional.least, ASSET_SCALE),
    maxNotional: parseUnits(notional.most, ASSET_SCALE),
    isMinNotionalForMarket: notional.isLeastForMarket,
    isMaxNotionalForMarket: notional.isMostForMarket,
    bidUp: ratio(percent.bidUp),
    bidDown: ratio(percent.bidDown),
    askUp: ratio(percent.askUp),
    askDown: ratio(percent.askDown),
    meanMinutes: percent.minutes,
    maxOrders: exchange.maxOrders,
    maxStopOrders: exchange.maxStopOrders,
    maxIcebergParts: exchange.maxIcebergParts,
  }
}

/** A maximum may have more decimals than the step; what is beyond the step can never be ordered. */
const floorCount = (text: string, scale: number): Quantity =>
  parseQuantity({ quantityScale: scale }, floorText(text, scale))

function floorText(text: string, scale: number): string {
  const [whole = "0", fraction = ""] = text.split(".")
  return `${whole}.${fraction.slice(0, scale)}0`
}

const ratio = (text: string): ReturnType<typeof ratioOf> => ratioOf(Number(parseUnits(text, 6)))

function quoteUnknown(symbol: string): Problem {
  return new Problem({
    code: "SYMBOL_UNKNOWN",
    what: `${symbol} ends in no asset that pairs are known to be quoted in.`,
    why: "Without its two assets no order in it can be valued.",
    next: "Import the exchange's exchangeInfo first, which names the assets of every symbol.",
  })
}

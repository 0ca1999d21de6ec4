import type { Price, Quantity, Ratio } from "../value/brand.ts"
import { divide, formatUnits, parseCount, powerOfTen, type Rounding } from "../value/decimal.ts"
import { type Asset, Money } from "../value/money.ts"

/**
 * What the exchange allows for one symbol, as whole counts (binance-spot.md section 8).
 * A bound of 0 is off, as at the exchange.
 */
export interface Filters {
  readonly tick: Price
  readonly minPrice: Price
  readonly maxPrice: Price
  readonly step: Quantity
  readonly minQuantity: Quantity
  readonly maxQuantity: Quantity
  /** MARKET_LOT_SIZE, in addition to the lot size, for market orders. */
  readonly marketMaxQuantity: Quantity
  /** Smallest order value, units of the quote asset. */
  readonly minNotional: bigint
  readonly maxNotional: bigint
  readonly isMinNotionalForMarket: boolean
  readonly isMaxNotionalForMarket: boolean
  /** PERCENT_PRICE_BY_SIDE: a buy's price must lie within mean × down … mean × up; sells likewise. */
  readonly bidUp: Ratio
  readonly bidDown: Ratio
  readonly askUp: Ratio
  readonly askDown: Ratio
  /** Minutes over which the mean price is taken; 0 means the last price. */
  readonly meanMinutes: number
  readonly maxOrders: number
  readonly maxStopOrders: number
  readonly maxIcebergParts: number
}

/** Where the filters come from: a result that rests on guesses must say so (D19). */
export type FilterSource = "exchange" | "generated" | "detected"

/** A tradable pair. Known by its `index` in every hot place; names exist at the edges. */
export interface Instrument {
  readonly index: number
  readonly symbol: string
  readonly base: Asset
  readonly quote: Asset
  /** Decimals of one count of Price. */
  readonly priceScale: number
  /** Decimals of one count of Quantity. */
  readonly quantityScale: number
  readonly filters: Filters
  readonly source: FilterSource
}

/** Price times quantity in units of the quote asset. */
export function notional(
  instrument: Instrument,
  terms: { readonly price: Price; readonly quantity: Quantity },
  rounding: Rounding,
): bigint {
  const product = BigInt(terms.price) * BigInt(terms.quantity)
  const excess = instrument.priceScale + instrument.quantityScale - instrument.quote.scale
  return excess > 0 ? divide(product, powerOfTen(excess), rounding) : product * powerOfTen(-excess)
}

/** A quantity in units of the base asset; exact, since assets are at least as fine as steps. */
export function baseUnits(instrument: Instrument, quantity: Quantity): bigint {
  return BigInt(quantity) * powerOfTen(instrument.base.scale - instrument.quantityScale)
}

/** The largest quantity on the step that the base units cover; 0 for none. */
export function quantityFromBase(instrument: Instrument, units: bigint): Quantity {
  const counts = units / powerOfTen(instrument.base.scale - instrument.quantityScale)
  return floorToStep(instrument, exactCount(counts))
}

/** The largest quantity on the step whose value at `price` is at most `quoteUnits`. */
export function quantityFor(instrument: Instrument, quoteUnits: bigint, price: Price): Quantity {
  const excess = instrument.priceScale + instrument.quantityScale - instrument.quote.scale
  const scaled = excess >= 0 ? quoteUnits * powerOfTen(excess) : quoteUnits / powerOfTen(-excess)
  return floorToStep(instrument, exactCount(scaled / BigInt(price)))
}

/** A count as a number, from 0 up to the last that is exact: rounding one up would spend too much. */
function exactCount(counts: bigint): number {
  return Math.min(Math.max(Number(counts), 0), Number.MAX_SAFE_INTEGER)
}

/** Down to the lot step. */
export function floorToStep(instrument: Instrument, counts: number): Quantity {
  const step = instrument.filters.step || 1
  return (counts - (counts % step)) as Quantity
}

/**
 * A float from an indicator becomes a price here and nowhere else: a buy rounds down and a sell up,
 * never more aggressive than asked (quant.md 5.1).
 */
export function roundPrice(instrument: Instrument, price: number, side: "buy" | "sell"): Price {
  const tick = instrument.filters.tick || 1
  // A float a hair off the tick is on it: 4.35 / 0.01 must not floor to 434. The hair stays far below
  // a tick also where a price is millions of them.
  const ticks = price / tick
  const near = Math.round(ticks)
  const hair = Math.min(1e-9 * Math.max(1, Math.abs(ticks)), 1e-3)
  if (Math.abs(ticks - near) < hair) return (near * tick) as Price
  return ((side === "buy" ? Math.floor(ticks) : Math.ceil(ticks)) * tick) as Price
}

export const parsePrice = (scales: Pick<Instrument, "priceScale">, text: string): Price =>
  parseCount(text, scales.priceScale) as Price
export const parseQuantity = (scales: Pick<Instrument, "quantityScale">, text: string): Quantity =>
  parseCount(text, scales.quantityScale) as Quantity
export const formatPrice = (instrument: Instrument, price: Price): string =>
  formatUnits(price, instrument.priceScale)
export const formatQuantity = (instrument: Instrument, quantity: Quantity): string =>
  formatUnits(quantity, instrument.quantityScale)
export const quoteMoney = (instrument: Instrument, units: bigint): Money =>
  new Money(instrument.quote, units)

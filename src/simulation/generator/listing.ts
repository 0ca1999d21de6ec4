import {
  type Filters,
  type Instrument,
  parsePrice,
  parseQuantity,
} from "../../market/instrument.ts"
import type { Price, Quantity, Ratio } from "../../value/brand.ts"
import { parseUnits } from "../../value/decimal.ts"
import { ASSET_SCALE, assetOf } from "../../value/money.ts"

/** How the fair price of a symbol comes about. */
export type CourseSpec =
  /** A coin that moves with the market: `beta` times the common factor, correlated `shared` with it. */
  | {
      readonly kind: "coin"
      readonly price: number
      readonly beta: number
      readonly shared: number
    }
  /** A coin held near 1 by people who redeem it. */
  | { readonly kind: "stable" }
  /** The ratio of two coins, kept in line by people who trade the triangle. */
  | { readonly kind: "cross"; readonly base: string; readonly quote: string }

/** What the best bid and ask look like. */
export interface BookSpec {
  /** Usual spread in quiet times; never less than a tick. */
  readonly spreadBps: number
  /** How far the fair price strays from the middle before the quote follows. */
  readonly bandBps: number
  /** Usual distance to the level behind the best. */
  readonly gapBps: number
  /** Median quantity at the best price, in the base asset. */
  readonly depth: number
  /** Changes of the quote per second that have no other cause. */
  readonly refreshes: number
  /** Seconds after which someone requotes because nothing has happened. */
  readonly silence: number
}

/** How takers come. */
export interface FlowSpec {
  /** Orders per second of their own accord; each may bring more. */
  readonly orders: number
  /** Median quantity of an order, in the base asset. */
  readonly quantity: number
}

/** One symbol of the generated market: what it is, and its character. */
export interface Listing {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly tick: string
  readonly priceScale: number
  readonly step: string
  readonly quantityScale: number
  readonly maxQuantity: string
  readonly marketMaxQuantity: string
  readonly minNotional: string
  readonly maxPrice: string
  /** How far a limit price may lie from the five-minute mean, as multiples. */
  readonly reach: { readonly up: Ratio; readonly down: Ratio }
  readonly course: CourseSpec
  readonly book: BookSpec
  readonly flow: FlowSpec
}

/** The listing as the rest of the program knows a symbol. */
export function instrumentOf(listing: Listing, index: number): Instrument {
  return Object.freeze({
    index,
    symbol: listing.symbol,
    base: assetOf(listing.base),
    quote: assetOf(listing.quote),
    priceScale: listing.priceScale,
    quantityScale: listing.quantityScale,
    filters: filtersOf(listing),
    source: "generated",
  })
}

function filtersOf(listing: Listing): Filters {
  const price = (text: string): Price => parsePrice(listing, text)
  const quantity = (text: string): Quantity => parseQuantity(listing, text)
  return Object.freeze({
    tick: price(listing.tick),
    minPrice: price(listing.tick),
    maxPrice: price(listing.maxPrice),
    step: quantity(listing.step),
    minQuantity: quantity(listing.step),
    maxQuantity: quantity(listing.maxQuantity),
    marketMaxQuantity: quantity(listing.marketMaxQuantity),
    minNotional: parseUnits(listing.minNotional, ASSET_SCALE),
    maxNotional: parseUnits("9000000", ASSET_SCALE),
    isMinNotionalForMarket: true,
    isMaxNotionalForMarket: false,
    bidUp: listing.reach.up,
    bidDown: listing.reach.down,
    askUp: listing.reach.up,
    askDown: listing.reach.down,
    meanMinutes: 5,
    maxOrders: 200,
    maxStopOrders: 5,
    maxIcebergParts: 10,
  })
}

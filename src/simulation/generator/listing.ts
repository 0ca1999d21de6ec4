import type { Filters, Instrument } from "../../market/instrument.ts"
import { type Price, type Quantity, type Ratio, ratioOf } from "../../value/brand.ts"
import { parseCount, parseUnits } from "../../value/decimal.ts"
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

const WIDE = { up: ratioOf(5_000_000), down: ratioOf(200_000) }
const NARROW = { up: ratioOf(1_200_000), down: ratioOf(800_000) }

/**
 * The symbols, in the order of their indexes. Filters are those of Binance spot in 2024 and 2025;
 * prices, sizes and rates are of the same order as there, thinned to what a demonstration needs.
 */
export const LISTINGS: readonly Listing[] = [
  {
    symbol: "BTCUSDT",
    base: "BTC",
    quote: "USDT",
    tick: "0.01",
    priceScale: 2,
    step: "0.00001",
    quantityScale: 5,
    maxQuantity: "9000",
    marketMaxQuantity: "129.84957",
    minNotional: "5",
    maxPrice: "1000000",
    reach: WIDE,
    course: { kind: "coin", price: 64_000, beta: 1, shared: 0.93 },
    book: { spreadBps: 0.015, bandBps: 0.9, gapBps: 0.05, depth: 1.2, refreshes: 0.8 },
    flow: { orders: 0.32, quantity: 0.004 },
  },
  {
    symbol: "ETHUSDT",
    base: "ETH",
    quote: "USDT",
    tick: "0.01",
    priceScale: 2,
    step: "0.0001",
    quantityScale: 4,
    maxQuantity: "9000",
    marketMaxQuantity: "3125.7526",
    minNotional: "5",
    maxPrice: "1000000",
    reach: WIDE,
    course: { kind: "coin", price: 3_200, beta: 1.15, shared: 0.89 },
    book: { spreadBps: 0.05, bandBps: 1.2, gapBps: 0.1, depth: 14, refreshes: 0.6 },
    flow: { orders: 0.24, quantity: 0.07 },
  },
  {
    symbol: "SOLUSDT",
    base: "SOL",
    quote: "USDT",
    tick: "0.01",
    priceScale: 2,
    step: "0.001",
    quantityScale: 3,
    maxQuantity: "90000",
    marketMaxQuantity: "64306.319",
    minNotional: "5",
    maxPrice: "10000",
    reach: WIDE,
    course: { kind: "coin", price: 150, beta: 1.45, shared: 0.83 },
    book: { spreadBps: 0.7, bandBps: 2, gapBps: 0.8, depth: 120, refreshes: 0.4 },
    flow: { orders: 0.14, quantity: 1.1 },
  },
  {
    symbol: "BNBUSDT",
    base: "BNB",
    quote: "USDT",
    tick: "0.01",
    priceScale: 2,
    step: "0.001",
    quantityScale: 3,
    maxQuantity: "900000",
    marketMaxQuantity: "4883.522",
    minNotional: "5",
    maxPrice: "100000",
    reach: WIDE,
    course: { kind: "coin", price: 600, beta: 0.9, shared: 0.81 },
    book: { spreadBps: 0.4, bandBps: 1.5, gapBps: 0.5, depth: 18, refreshes: 0.3 },
    flow: { orders: 0.08, quantity: 0.3 },
  },
  {
    symbol: "ETHBTC",
    base: "ETH",
    quote: "BTC",
    tick: "0.00001",
    priceScale: 5,
    step: "0.0001",
    quantityScale: 4,
    maxQuantity: "100000",
    marketMaxQuantity: "2255.7158",
    minNotional: "0.0001",
    maxPrice: "922327",
    reach: WIDE,
    course: { kind: "cross", base: "ETHUSDT", quote: "BTCUSDT" },
    book: { spreadBps: 2, bandBps: 1.5, gapBps: 2, depth: 25, refreshes: 0.25 },
    flow: { orders: 0.05, quantity: 0.06 },
  },
  {
    symbol: "USDCUSDT",
    base: "USDC",
    quote: "USDT",
    tick: "0.0001",
    priceScale: 4,
    step: "1",
    quantityScale: 0,
    maxQuantity: "10000000",
    marketMaxQuantity: "10000000",
    minNotional: "5",
    maxPrice: "1000",
    reach: NARROW,
    course: { kind: "stable" },
    book: { spreadBps: 1, bandBps: 0.6, gapBps: 1, depth: 600_000, refreshes: 0.3 },
    flow: { orders: 0.09, quantity: 700 },
  },
  {
    symbol: "FDUSDUSDT",
    base: "FDUSD",
    quote: "USDT",
    tick: "0.0001",
    priceScale: 4,
    step: "1",
    quantityScale: 0,
    maxQuantity: "10000000",
    marketMaxQuantity: "10000000",
    minNotional: "5",
    maxPrice: "1000",
    reach: NARROW,
    course: { kind: "stable" },
    book: { spreadBps: 1, bandBps: 0.6, gapBps: 1, depth: 200_000, refreshes: 0.2 },
    flow: { orders: 0.06, quantity: 500 },
  },
  // The thin pair: a spread that may be worth catching, and hardly anyone to trade with.
  {
    symbol: "CTSIUSDT",
    base: "CTSI",
    quote: "USDT",
    tick: "0.0001",
    priceScale: 4,
    step: "1",
    quantityScale: 0,
    maxQuantity: "9000000",
    marketMaxQuantity: "463899",
    minNotional: "5",
    maxPrice: "1000",
    reach: WIDE,
    course: { kind: "coin", price: 0.15, beta: 1.2, shared: 0.45 },
    book: { spreadBps: 32, bandBps: 12, gapBps: 10, depth: 2_500, refreshes: 0.06 },
    flow: { orders: 0.007, quantity: 90 },
  },
]

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
  const price = (text: string): Price => parseCount(text, listing.priceScale) as Price
  const quantity = (text: string): Quantity => parseCount(text, listing.quantityScale) as Quantity
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

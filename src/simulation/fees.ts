import type { Instrument } from "../market/instrument.ts"
import { PPM, type Price, type Ratio, ratioOf } from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"

/** Parts per million of what a fill receives. */
export interface FeeRates {
  readonly maker: Ratio
  readonly taker: Ratio
}

/**
 * Fees may be paid in this asset at `multiplier` of the rate. The field is a multiplier: live accounts
 * show 0.75, which is 25 % off (quant.md 5.2).
 */
export interface FeeDiscount {
  readonly asset: string
  readonly multiplier: Ratio
}

/** What the exchange charges. `discount` is undefined while the account has the option off. */
export interface FeeSchedule {
  rates(instrument: Instrument): FeeRates
  readonly discount: FeeDiscount | undefined
}

/** 0.1 % for makers and takers: the entry tier of the exchange. */
const STANDARD: FeeRates = { maker: ratioOf(1000), taker: ratioOf(1000) }

/**
 * A schedule from a tier's standard rates, with exceptions by symbol first and by quote asset second
 * (promotions such as a maker fee of zero come and go).
 */
export function feeSchedule(
  told: {
    readonly standard?: FeeRates
    readonly byQuote?: Readonly<Record<string, FeeRates>>
    readonly bySymbol?: Readonly<Record<string, FeeRates>>
    readonly discount?: FeeDiscount
  } = {},
): FeeSchedule {
  const { standard = STANDARD, byQuote = {}, bySymbol = {} } = told
  return {
    rates: ({ symbol, quote }) => bySymbol[symbol] ?? byQuote[quote.code] ?? standard,
    discount: told.discount,
  }
}

/** How many units of the discount asset one unit of the quote asset is worth, as a fraction. */
export interface Rate {
  readonly over: bigint
  readonly under: bigint
}

/** One to one: the quote asset is the discount asset itself. */
export const PAR: Rate = { over: 1n, under: 1n }

/**
 * The fee on an amount. Rounded up to the asset's unit: the exchange does not document the
 * direction, and up never flatters a result (binance-spot.md section 17).
 * @param units amount received, or its value in the quote asset when `into` converts it
 */
export function commission(
  units: bigint,
  rate: Ratio,
  discounted?: { readonly multiplier: Ratio; readonly into: Rate },
): bigint {
  if (discounted === undefined) return divide(units * BigInt(rate), BigInt(PPM), "up")
  const { multiplier, into } = discounted
  const over = units * BigInt(rate) * BigInt(multiplier) * into.over
  return divide(over, BigInt(PPM) * BigInt(PPM) * into.under, "up")
}

/**
 * The rate from `instrument`'s quote asset into its base asset or the other way round, by its price.
 * @param isBase the discount asset is the base of the instrument; else it is the quote
 */
export function rateBy(instrument: Instrument, price: Price, isBase: boolean): Rate {
  const { base, quote, priceScale } = instrument
  // price = quote whole per base whole × 10^priceScale; units differ from wholes by the asset scales.
  const perBase = BigInt(price) * powerOfTen(quote.scale)
  const one = powerOfTen(priceScale) * powerOfTen(base.scale)
  return isBase ? { over: one, under: perBase } : { over: perBase, under: one }
}

import { divide } from "../value/decimal.ts"

/**
 * What one whole unit of an asset is worth in units of the account asset at the moment of a fill, by
 * the marks of whoever asks for the posting; undefined when nothing prices it (RISK-16). It is not
 * asked about the account asset.
 */
export type Valuation = (assetCode: string) => bigint | undefined

/** Account-asset units for units of an asset, as a fraction. */
export interface Worth {
  readonly over: bigint
  readonly under: bigint
}

/** The account asset in its own units. */
export const PAR: Worth = Object.freeze({ over: 1n, under: 1n })
/** An asset nobody has ever priced counts nothing. */
export const UNKNOWN: Worth = Object.freeze({ over: 0n, under: 1n })

/** What an asset is worth by a trade against another one. */
export const worthBy = (
  quote: Worth,
  trade: { readonly paid: bigint; readonly got: bigint },
): Worth => ({ over: trade.paid * quote.over, under: trade.got * quote.under })

/** Units of an asset in the account asset; rounded half to even. */
export function toAccount(worth: Worth, units: bigint): bigint {
  return divide(units * worth.over, worth.under, "half-even")
}

/**
 * Units of one asset in another, by what both are worth; rounded half to even; 0 in an asset that is
 * worth nothing.
 */
export function converted(units: bigint, from: Worth, to: Worth): bigint {
  if (to.over === 0n) return 0n
  return divide(units * from.over * to.under, from.under * to.over, "half-even")
}

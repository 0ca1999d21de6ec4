import { divide, powerOfTen } from "../value/decimal.ts"

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

export const worthOfWhole = (accountUnits: bigint, scale: number): Worth => ({
  over: accountUnits,
  under: powerOfTen(scale),
})

/** Units of an asset in the account asset; rounded half to even. */
export function toAccount(worth: Worth, units: bigint): bigint {
  return worth === PAR ? units : divide(units * worth.over, worth.under, "half-even")
}

/** Account-asset units in the asset; rounded half to even; 0 in an asset that is worth nothing. */
export function fromAccount(worth: Worth, accountUnits: bigint): bigint {
  if (worth === PAR) return accountUnits
  return worth.over === 0n ? 0n : divide(accountUnits * worth.under, worth.over, "half-even")
}

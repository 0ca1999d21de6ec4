import type { Instrument } from "../../market/instrument.ts"
import type { Instant } from "../../value/brand.ts"
import { divide, formatUnits, powerOfTen } from "../../value/decimal.ts"

/** Decimals that the exchange writes every amount with. */
const DECIMALS = 8

/** In which unit a client wants its times: milliseconds unless it asks for microseconds. */
export type TimeUnit = "ms" | "us"

/** A moment as a client wants it. */
export const stamp = (at: number, unit: TimeUnit): number =>
  unit === "us" ? Math.floor(at) : Math.floor(at / 1000)

/** A moment in milliseconds. */
export const milli = (at: Instant): number => Math.floor(at / 1000)

/** A price in counts, as the exchange writes it: eight decimals. */
export const priceText = ({ priceScale }: Instrument, count: number): string =>
  formatUnits(count, priceScale, DECIMALS)

/** A quantity in counts, as the exchange writes it. */
export const quantityText = ({ quantityScale }: Instrument, count: number): string =>
  formatUnits(count, quantityScale, DECIMALS)

/** An amount of an asset, in units at the asset's scale of eight decimals. */
export const unitsText = (units: bigint): string => formatUnits(units, DECIMALS, DECIMALS)

/** Price times quantity, both in counts. */
export function valueText(instrument: Instrument, value: bigint): string {
  const scale = instrument.priceScale + instrument.quantityScale
  if (scale <= DECIMALS) return formatUnits(value, scale, DECIMALS)
  return formatUnits(divide(value, powerOfTen(scale - DECIMALS), "down"), DECIMALS, DECIMALS)
}

/** A value divided by a quantity, as a price. */
export function meanText(instrument: Instrument, value: bigint, quantity: number): string {
  if (quantity === 0) return unitsText(0n)
  const scaled = divide(
    value * powerOfTen(DECIMALS),
    BigInt(quantity) * powerOfTen(instrument.priceScale),
    "half-even",
  )
  return unitsText(scaled)
}

import { type Batch, COUNT_MOST, DECIMALS_MOST, TEN } from "../batch.ts"

/**
 * The count of `whole.fraction` on the batch's scale of prices, which becomes finer when it must.
 * @param fraction the digits after the point, at most {@link DECIMALS_MOST} of them significant
 * @returns NaN when the count is too large to be exact
 */
export function priceCount(batch: Batch, whole: number, fraction: number, digits: number): number {
  const scale = batch.priceScale
  const rest = digits <= scale ? fraction * TEN[scale - digits] : fraction / TEN[digits - scale]
  if (rest === Math.floor(rest)) {
    const count = whole * TEN[scale] + rest
    return count < COUNT_MOST ? count : NaN
  }
  batch.refinePrices(finer(fraction, digits), batch.length + 1)
  return priceCount(batch, whole, fraction, digits)
}

/** As {@link priceCount}, on the scale of quantities. */
export function quantityCount(
  batch: Batch,
  whole: number,
  fraction: number,
  digits: number,
): number {
  const scale = batch.quantityScale
  const rest = digits <= scale ? fraction * TEN[scale - digits] : fraction / TEN[digits - scale]
  if (rest === Math.floor(rest)) {
    const count = whole * TEN[scale] + rest
    return count < COUNT_MOST ? count : NaN
  }
  batch.refineQuantities(finer(fraction, digits), batch.length + 1)
  return quantityCount(batch, whole, fraction, digits)
}

/** Whether the digits go beyond what is kept, so that they must be rounded first. */
export function isTooFine(fraction: number, digits: number): boolean {
  if (digits <= DECIMALS_MOST) return false
  return fraction % TEN[digits - DECIMALS_MOST] !== 0
}

function finer(fraction: number, digits: number): number {
  let scale = digits
  let rest = fraction
  while (rest % 10 === 0) {
    rest /= 10
    scale--
  }
  return scale
}

import type { Numbers } from "./input.ts"

/**
 * A standard deviation this small beside the largest value is rounding noise: the series is
 * constant, and a ratio over it is undefined.
 */
export const NOISE = 1e-12

/** Compensated sum (Neumaier 1974): the error does not grow with the length of the series. */
export function sumOf(values: Numbers): number {
  let sum = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}

/** Arithmetic mean; undefined for an empty series. */
export function meanOf(values: Numbers): number | undefined {
  return values.length === 0 ? undefined : sumOf(values) / values.length
}

/** Mean of `((x - center) / scale)^power`, divided by n. */
export function momentOf(
  values: Numbers,
  { center, scale, power }: { center: number; scale: number; power: number },
): number {
  const terms = new Float64Array(values.length)
  for (let i = 0; i < terms.length; i++) terms[i] = ((values[i] - center) / scale) ** power
  return sumOf(terms) / values.length
}

/**
 * Standard deviation in two passes; the mean of squares less the square of the mean would lose
 * every digit of a series with a large offset.
 * @param freedom 1 for a sample, 0 for a population
 * @returns undefined for `freedom` values or fewer
 */
export function deviationOf(values: Numbers, freedom: 0 | 1): number | undefined {
  const mean = meanOf(values)
  if (mean === undefined || values.length <= freedom) return undefined
  // In units of the farthest value no square can underflow or overflow.
  let scale = 0
  for (let i = 0; i < values.length; i++) scale = Math.max(scale, Math.abs(values[i] - mean))
  if (scale === 0) return 0
  const squares = momentOf(values, { center: mean, scale, power: 2 }) * values.length
  return scale * Math.sqrt(squares / (values.length - freedom))
}

/** Whether a deviation computed from these values is no more than their rounding noise. */
export function isNoise(deviation: number, values: Numbers): boolean {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  return deviation <= NOISE * largest
}

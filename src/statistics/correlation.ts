import { type Numbers, refuse, requireFinite } from "./input.ts"
import { deviationOf, isNoise, meanOf } from "./moments.ts"
import { normalCdf, normalQuantile } from "./normal.ts"

/**
 * Pearson's correlation of two aligned series of returns, never of prices (quant.md 3.9, D7).
 * @returns undefined when either side does not move: a halted pair is unknown, not uncorrelated
 * @throws Problem `INVALID_INPUT` for series of different length
 */
export function correlationOf(x: Numbers, y: Numbers): number | undefined {
  requireFinite(x, "x")
  requireFinite(y, "y")
  if (x.length !== y.length) refuse(`The series have ${x.length} and ${y.length} values.`)
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  const [deviationX, deviationY] = [deviationOf(x, 0), deviationOf(y, 0)]
  if (meanX === undefined || meanY === undefined || x.length < 2) return undefined
  if (deviationX === undefined || deviationY === undefined) return undefined
  if (isNoise(deviationX, x) || isNoise(deviationY, y)) return undefined
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    sum += ((x[i] - meanX) / deviationX) * ((y[i] - meanY) / deviationY)
  }
  return Math.max(-1, Math.min(1, sum / x.length))
}

/** How far a correlation is known. */
export interface CorrelationInterval {
  readonly z: number
  readonly standardError: number
  readonly low: number
  readonly high: number
}

/**
 * Interval of a correlation by Fisher's z (quant.md 3.11): with 20 values and 0.6 it is 0.21 to 0.82.
 * @returns undefined for a perfect correlation, or three values or fewer
 */
export function correlationInterval(
  correlation: number,
  told: { readonly count: number; readonly confidence: number },
): CorrelationInterval | undefined {
  requireCorrelation(correlation)
  if (Math.abs(correlation) === 1 || told.count <= 3) return undefined
  const z = Math.atanh(correlation)
  const standardError = 1 / Math.sqrt(told.count - 3)
  const half = normalQuantile((1 + told.confidence) / 2) * standardError
  return { z, standardError, low: Math.tanh(z - half), high: Math.tanh(z + half) }
}

/** Whether two independent correlations differ: the statistic, and how likely it is by chance. */
export function correlationDifference(
  first: { readonly correlation: number; readonly count: number },
  second: { readonly correlation: number; readonly count: number },
): { readonly statistic: number; readonly probability: number } | undefined {
  for (const { correlation } of [first, second]) requireCorrelation(correlation)
  const sides = [first, second]
  if (sides.some((it) => Math.abs(it.correlation) === 1 || it.count <= 3)) return undefined
  const variance = sides.reduce((sum, it) => sum + 1 / (it.count - 3), 0)
  const statistic =
    (Math.atanh(first.correlation) - Math.atanh(second.correlation)) / Math.sqrt(variance)
  return { statistic, probability: 2 * normalCdf(-Math.abs(statistic)) }
}

function requireCorrelation(value: number): void {
  if (!(value >= -1 && value <= 1)) refuse(`A correlation of ${value} is not between -1 and 1.`)
}

import { refuse, requireFinite } from "../statistics/input.ts"
import { deviationOf, isNoise, meanOf, momentOf } from "../statistics/moments.ts"
import { normalQuantile } from "../statistics/normal.ts"

/** A loss that is not exceeded with the confidence, and the mean of the losses beyond it; both positive. */
export interface ValueAtRisk {
  readonly valueAtRisk: number
  readonly shortfall: number
}

/**
 * From the returns themselves: the quantile by linear interpolation, and the mean of the tail with a
 * fraction of its last value (quant.md 4.7). A negative figure is a gain and reported as such.
 * @param confidence between 0.5 and 1
 */
export function historicalRisk(
  returns: readonly number[],
  confidence: number,
): ValueAtRisk | undefined {
  requireReturns(returns, confidence)
  const count = returns.length
  if (count === 0) return undefined
  const sorted = returns.toSorted((a, b) => a - b)
  const alpha = 1 - confidence
  const place = (count - 1) * alpha
  const below = Math.floor(place)
  const low = sorted[below] ?? 0
  const high = sorted[Math.min(below + 1, count - 1)] ?? low
  const rough = count * alpha
  const tail = Math.abs(rough - Math.round(rough)) < 1e-9 ? Math.round(rough) : rough
  const whole = Math.floor(tail)
  let sum = 0
  for (let i = 0; i < whole; i++) sum += sorted[i] ?? 0
  sum += (tail - whole) * (sorted[whole] ?? 0)
  return { valueAtRisk: -(low + (place - below) * (high - low)), shortfall: -sum / tail }
}

/** As if returns were normal: for comparison, since tails of coins are fatter. */
export function normalRisk(
  returns: readonly number[],
  confidence: number,
): ValueAtRisk | undefined {
  requireReturns(returns, confidence)
  const mean = meanOf(returns)
  const deviation = deviationOf(returns, 1)
  if (mean === undefined || deviation === undefined) return undefined
  const z = normalQuantile(1 - confidence)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const shortfall = -mean + (deviation * density) / (1 - confidence)
  return { valueAtRisk: -(mean + z * deviation), shortfall }
}

/** A corrected figure, and by what it was corrected. */
export interface CornishFisher {
  readonly valueAtRisk: number
  readonly isMonotone: boolean
  readonly skew: number
  /** Of a normal distribution 0. */
  readonly excess: number
}

/**
 * Corrected for skew and fat tails by Cornish and Fisher; `isMonotone` tells whether the correction
 * can be believed. When it is false the historical figure is to be shown instead.
 */
export function cornishFisherRisk(
  returns: readonly number[],
  confidence: number,
): CornishFisher | undefined {
  requireReturns(returns, confidence)
  const mean = meanOf(returns)
  const [sample, population] = [deviationOf(returns, 1), deviationOf(returns, 0)]
  if (mean === undefined || sample === undefined || population === undefined) return undefined
  if (isNoise(population, returns))
    return { valueAtRisk: -mean, isMonotone: true, skew: 0, excess: 0 }
  const moment = (power: number): number =>
    momentOf(returns, { center: mean, scale: population, power })
  const skew = moment(3)
  const excess = moment(4) - 3
  const z = normalQuantile(1 - confidence)
  const corrected =
    z +
    ((z * z - 1) * skew) / 6 +
    ((z ** 3 - 3 * z) * excess) / 24 -
    ((2 * z ** 3 - 5 * z) * skew * skew) / 36
  const valueAtRisk = -(mean + corrected * sample)
  return { valueAtRisk, isMonotone: isMonotone(skew, excess), skew, excess }
}

function isMonotone(skew: number, excess: number): boolean {
  const a = excess / 8 - (skew * skew) / 6
  const b = skew / 3
  const c = 1 - excess / 8 + (5 * skew * skew) / 36
  return (a > 0 && b * b <= 4 * a * c) || (a === 0 && b === 0 && c >= 0)
}

function requireReturns(returns: readonly number[], confidence: number): void {
  requireFinite(returns, "returns")
  if (!(confidence > 0.5 && confidence < 1)) {
    refuse(`A confidence of ${confidence} is not between 0.5 and 1.`)
  }
}

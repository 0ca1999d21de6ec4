import { type Numbers, refuse, requireFinite } from "../input.ts"
import { deviationOf, meanOf, momentOf } from "../moments.ts"
import { normalCdf } from "../normal.ts"
import { periodSharpe } from "./sharpe.ts"

/** How likely a Sharpe ratio is more than luck, and what that was computed from. */
export interface ProbabilisticSharpe {
  /** Of one period, not annualised. */
  readonly sharpe: number
  readonly skew: number
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis: number
  readonly z: number
  /** Probability that the true ratio exceeds the benchmark. */
  readonly psr: number
}

/**
 * Probabilistic Sharpe ratio (Bailey and López de Prado 2012): fat tails, losses that are larger
 * than gains and short records all lower it.
 * @param benchmarkSharpe the ratio of one period to beat, 0 for "any skill at all"
 * @returns undefined for fewer than four returns, or constant ones
 * @throws Problem `INVALID_INPUT`
 */
export function probabilisticSharpeOf(
  returns: Numbers,
  benchmarkSharpe: number,
): ProbabilisticSharpe | undefined {
  requireFinite(returns, "returns")
  if (!Number.isFinite(benchmarkSharpe)) refuse(`The benchmark ratio is ${benchmarkSharpe}.`)
  const sharpe = periodSharpe(returns)
  const center = meanOf(returns)
  const scale = deviationOf(returns, 0)
  if (returns.length < 4 || sharpe === undefined) return undefined
  if (center === undefined || scale === undefined) return undefined
  const skew = momentOf(returns, { center, scale, power: 3 })
  const kurtosis = momentOf(returns, { center, scale, power: 4 })
  const radicand = 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  if (radicand <= 0) return undefined
  const z = ((sharpe - benchmarkSharpe) * Math.sqrt(returns.length - 1)) / Math.sqrt(radicand)
  return { sharpe, skew, kurtosis, z, psr: normalCdf(z) }
}

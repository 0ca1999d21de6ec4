import { type Numbers, refuse, requireFinite } from "../input.ts"
import { centralMoment, meanOf } from "../moments.ts"
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
  const mean = meanOf(returns)
  if (returns.length < 4 || sharpe === undefined || mean === undefined) return undefined
  const variance = centralMoment(returns, mean, 2)
  const skew = centralMoment(returns, mean, 3) / variance ** 1.5
  const kurtosis = centralMoment(returns, mean, 4) / variance ** 2
  const radicand = 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  if (radicand <= 0) return undefined
  const z = ((sharpe - benchmarkSharpe) * Math.sqrt(returns.length - 1)) / Math.sqrt(radicand)
  return { sharpe, skew, kurtosis, z, psr: normalCdf(z) }
}

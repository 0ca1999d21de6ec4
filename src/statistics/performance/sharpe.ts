import { type Numbers, requireFinite } from "../input.ts"
import { deviationOf, isNoise, meanOf } from "../moments.ts"
import { normalQuantile } from "../normal.ts"
import { type Annual, periodRate } from "./annual.ts"

/** Mean over deviation of one period, before any annualisation; undefined for constant returns. */
export function periodSharpe(returns: Numbers): number | undefined {
  const mean = meanOf(returns)
  const deviation = deviationOf(returns, 1)
  if (mean === undefined || deviation === undefined) return undefined
  return isNoise(deviation, returns) ? undefined : mean / deviation
}

/** An annual ratio, and how far it is from being known. */
export interface Sharpe {
  readonly ratio: number
  /** For independent normal returns: about 3.5 for 30 days, 1 for a year. Shown as "1.2 ± 1.0". */
  readonly standardError: number
}

/**
 * Annual Sharpe ratio with its standard error (Sharpe 1994, Lo 2002).
 * @param returns of daily NAV, days without trades included; never of trades
 * @param terms `riskFreeAnnual` as a fraction a year, 0 by default
 * @returns undefined for fewer than two returns, or constant ones
 * @throws Problem `INVALID_INPUT`
 */
export function sharpeOf(
  returns: Numbers,
  terms: Annual & { readonly riskFreeAnnual?: number },
): Sharpe | undefined {
  requireFinite(returns, "returns")
  const riskFree = periodRate(terms.riskFreeAnnual ?? 0, terms)
  const perPeriod = periodSharpe(Float64Array.from(returns, (value) => value - riskFree))
  if (perPeriod === undefined) return undefined
  const annualise = Math.sqrt(terms.periodsPerYear)
  return {
    ratio: perPeriod * annualise,
    standardError: Math.sqrt((1 + perPeriod ** 2 / 2) / returns.length) * annualise,
  }
}

/** Between which two values the true ratio lies, 95 % sure. */
export function sharpeInterval({ ratio, standardError }: Sharpe): readonly [number, number] {
  const reach = normalQuantile(0.975) * standardError
  return [ratio - reach, ratio + reach]
}

import { type Numbers, requireFinite } from "../input.ts"
import { isNoise, meanOf, sumOf } from "../moments.ts"
import { type Annual, periodRate } from "./annual.ts"

/**
 * Annual Sortino ratio: the excess over a target, by the downside deviation around that target,
 * which divides by all returns and not by the losers alone (Sortino and van der Meer 1991).
 * @param terms `targetAnnual`, the least acceptable return as a fraction a year, 0 by default
 * @returns undefined for fewer than two returns, or none below the target
 * @throws Problem `INVALID_INPUT`
 */
export function sortinoOf(
  returns: Numbers,
  terms: Annual & { readonly targetAnnual?: number },
): number | undefined {
  requireFinite(returns, "returns")
  const target = periodRate(terms.targetAnnual ?? 0, terms)
  const mean = meanOf(returns)
  if (mean === undefined || returns.length < 2) return undefined
  const shortfalls = Float64Array.from(returns, (value) => Math.min(value - target, 0) ** 2)
  const downside = Math.sqrt(sumOf(shortfalls) / returns.length)
  if (isNoise(downside, returns)) return undefined
  return ((mean - target) / downside) * Math.sqrt(terms.periodsPerYear)
}

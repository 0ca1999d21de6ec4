import { requireFinite } from "../statistics/input.ts"
import { deviationOf, meanOf } from "../statistics/moments.ts"
import { wilsonInterval } from "../statistics/wilson.ts"
import { kellyOfBet } from "./kelly-bet.ts"

/** RISK-21: so much of the full suggestion is used, and never more than half of it. */
const FRACTION = 0.25
const MOST = 0.5
const TRADES_LEAST = 20
/** One-sided 90 % (quant.md 4.4). */
const ONE_SIDED = 1.2815515655446004

/** Steps of the search: far more than a double has digits. */
const STEPS = 200

/**
 * The stake that grows a list of trades fastest (quant.md 4.2): where the mean of `r / (1 + f r)` is
 * zero. The cap when no loss was ever seen, which is a warning, not a licence.
 * @param returns of trades per unit staked, net of fees
 * @returns undefined without trades
 */
export function kellyOfTrades(
  returns: readonly number[],
  told: { readonly cap: number },
): { readonly full: number; readonly growth: number } | undefined {
  requireFinite(returns, "returns")
  const mean = meanOf(returns)
  if (mean === undefined) return undefined
  if (mean <= 0) return { full: 0, growth: 0 }
  const worst = Math.min(...returns)
  const most = worst < 0 ? Math.min(told.cap, (1 - 1e-9) / -worst) : told.cap
  const slope = (f: number): number => returns.reduce((sum, r) => sum + r / (1 + f * r), 0)
  let [low, high] = [0, most]
  if (slope(most) >= 0) low = most
  else {
    for (let i = 0; i < STEPS && high > low; i++) {
      const middle = (low + high) / 2
      if (slope(middle) > 0) low = middle
      else high = middle
    }
  }
  const growth = returns.reduce((sum, r) => sum + Math.log1p(low * r), 0) / returns.length
  return { full: low, growth }
}

/**
 * The part of capital that Kelly suggests by the lower bound of what the trades show, so that few or
 * scattered trades suggest less (quant.md 4.4, RISK-21). A losing edge suggests nothing.
 * @param returns net results of closed trades per unit staked
 * @returns undefined for too few trades: then the fixed fraction holds
 */
export function kellySuggestion(returns: readonly number[]): number | undefined {
  if (returns.length < TRADES_LEAST) return undefined
  requireFinite(returns, "returns")
  const mean = meanOf(returns) ?? 0
  const deviation = deviationOf(returns, 1) ?? 0
  if (mean - (ONE_SIDED * deviation) / Math.sqrt(returns.length) <= 0) return 0
  const won = returns.filter((it) => it > 0)
  const lost = returns.filter((it) => it < 0)
  const gain = meanOf(won)
  const loss = meanOf(lost)
  if (gain === undefined) return 0
  // The lower end of the Wilson interval of the share won, 90 % one-sided.
  const [winProbability = 0] = wilsonInterval(won.length, returns.length, ONE_SIDED) ?? []
  // Without a loss there is nothing to divide by; the largest gain stands in for what is not known.
  const lossReturn = loss === undefined ? Math.max(...won) : -loss
  return kellyOfBet(
    { winProbability, winReturn: gain, lossReturn },
    { fraction: FRACTION, cap: MOST },
  ).applied
}

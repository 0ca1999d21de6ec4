import type { Instant } from "../value/brand.ts"
import { days } from "../value/time.ts"
import type { Evidence } from "./evidence.ts"
import { profitableShare, sharpeFigures } from "./figures.ts"

/** The score with its parts, each 0 to 100 (TIER-16). */
export interface Readiness {
  readonly score: number
  readonly stability: number
  readonly profitability: number
  readonly consistency: number
  readonly risk: number
  readonly experience: number
}

const WINDOW = 30
const bounded = (value: number): number => Math.max(0, Math.min(100, value))

/**
 * How ready the trader is for the next tier, over 30 days: behaviour 30 %, profit 20 %, consistency
 * 20 %, risk 20 %, experience 10 % (TIER-16). Where nothing is known a part is 0, never a guess.
 */
export function readinessOf(evidence: Evidence, now: Instant): Readiness {
  const since = (now - days(WINDOW)) as Instant
  const recent = evidence.daysSince(since)
  const scores = evidence.measures("tilt-score", since).map((it) => it.score)
  const known = evidence.measures("baseline", since).length > 0
  const worst = recent.reduce((most, it) => Math.max(most, it.drawdownPpm), 0)
  const attempts =
    evidence.attemptsSince(since) + evidence.measures("override-attempt", since).length
  // What a calm month looks like is only known once the guard has a baseline.
  const stability = known ? bounded(100 - Math.max(0, ...scores) - 10 * attempts) : 0
  const sharpe = sharpeFigures(recent)
  const profitability = sharpe ? bounded((sharpe.sharpe / 1.5) * 80) : 0
  const share = profitableShare(recent.filter((it) => it.trades > 0))
  const consistency = share === undefined ? 0 : bounded((share / 0.6) * 80)
  const risk = recent.length === 0 ? 0 : bounded(100 - worst / 1_500 - 10 * attempts)
  const experience = bounded(evidence.tradesSince(since).length)
  const score = Math.floor(
    0.3 * stability + 0.2 * profitability + 0.2 * consistency + 0.2 * risk + 0.1 * experience,
  )
  return { score, stability, profitability, consistency, risk, experience }
}

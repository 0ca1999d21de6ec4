import type { Instant } from "../value/brand.ts"
import { hours } from "../value/time.ts"
import type { Evidence } from "./evidence.ts"
import { hasFeature, type Method, METHODS } from "./feature.ts"
import { shareText } from "./text.ts"
import { TIER_NAMES, type TierName } from "./tier.ts"

/** What the practice of a method asks for (TIER-17). */
interface Practice {
  readonly hours: number
  readonly trades: number
  readonly success: number
}

const PRACTICE: Readonly<Record<Method, Practice>> = Object.freeze({
  sliced: { hours: 24, trades: 20, success: 0.7 },
  twap: { hours: 24, trades: 20, success: 0.7 },
  vwap: { hours: 48, trades: 30, success: 0.75 },
  "statistical-arbitrage": { hours: 48, trades: 40, success: 0.75 },
  "market-making": { hours: 72, trades: 50, success: 0.8 },
})

/** Ways to work an order, which can be rehearsed without one (TIER-15). */
const REHEARSED = ["sliced", "twap", "vwap"] as const

/**
 * The way that is to be rehearsed now: the first of those not passed yet that this tier or the next one
 * has; undefined where nothing is left to rehearse.
 * @param tier the working one
 */
export function toRehearse(
  evidence: Evidence,
  tier: TierName,
): (typeof REHEARSED)[number] | undefined {
  const rank = TIER_NAMES.indexOf(tier)
  const reach = TIER_NAMES[Math.min(rank + 1, TIER_NAMES.length - 1)]
  const passed = practised(evidence).filter((it) => it.isPassed)
  return REHEARSED.find(
    (it) => hasFeature(it, reach) && passed.every(({ method }) => method !== it),
  )
}

/** TIER-17: so many hours of paper in all before the first transition. */
export const PAPER_HOURS_BEFORE = 48

/** How far the practice of a method is. */
export interface Practised {
  readonly method: Method
  readonly value: string
  readonly required: string
  readonly isPassed: boolean
}

/** Every method with its practice. Success is an order completed within its slippage, not a profit. */
export function practised(evidence: Evidence): readonly Practised[] {
  return METHODS.map((method) => {
    const asked = PRACTICE[method]
    const trades = trialsOf(evidence).filter((it) => it.method === method)
    const spent = spanOf(trades)
    const good = trades.filter((it) => it.isCompleted).length
    const success = trades.length === 0 ? 0 : good / trades.length
    return {
      method,
      value: `${trades.length} trades over ${spent} h, ${shareText(success)} completed`,
      required: `${asked.trades} trades over ${asked.hours} h, ${shareText(asked.success)} completed`,
      isPassed: trades.length >= asked.trades && spent >= asked.hours && success >= asked.success,
    }
  })
}

/** Hours between the first and the last paper trade, of any method or of none. */
export function paperHours(evidence: Evidence): number {
  const { paper } = evidence
  const plain = paper ? [{ at: paper.from }, { at: paper.to }] : []
  return Math.max(spanOf(trialsOf(evidence)), spanOf(plain))
}

const trialsOf = (evidence: Evidence) => evidence.measures("practice", 0 as Instant)

function spanOf(trades: readonly { readonly at: Instant }[]): number {
  const [first, last] = [trades[0], trades.at(-1)]
  return first && last ? Math.floor((last.at - first.at) / hours(1)) : 0
}

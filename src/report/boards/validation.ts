import type { Condition, GateLook } from "./gate-look.ts"
import { performanceBoard } from "./performance.ts"
import type { BoardSource, Surroundings } from "./source.ts"

/** Every check before real money is at stake, with what was shown (UI-18). */
export interface ValidationBoard {
  readonly gate: GateLook
  readonly strategy: string
  /** Of the strategy, by what this account has shown (ANLY-32, D11). */
  readonly conditions: readonly Condition[]
}

const DAYS = 7
const TRADES = 100
const FALL_MOST = 0.1
const CERTAIN = 0.9

export function validationBoard(source: BoardSource & Surroundings): ValidationBoard {
  return { gate: source.gate(), strategy: source.plan.strategy, conditions: conditionsOf(source) }
}

function conditionsOf(source: BoardSource): readonly Condition[] {
  const it = performanceBoard(source)
  const least = source.plan.strategy === "breakout" ? 1.2 : 1.5
  const fall = fallOf(it.curve)
  const of = (what: string, has: string, isMet: boolean): Condition => ({
    id: "ANLY-32",
    what,
    has,
    isMet,
  })
  const isAbove = (value: number | null, limit: number): boolean => value !== null && value >= limit
  return [
    of(`${DAYS} whole days`, String(it.days), it.days >= DAYS),
    of(`${TRADES} trades`, String(it.trades), it.trades >= TRADES),
    of(
      "a mean result above zero after costs, with 95 % confidence",
      it.expectancy.low === null ? "n/a" : `from $${it.expectancy.low.toFixed(4)}`,
      it.expectancy.low !== null && it.expectancy.low > 0,
    ),
    of(
      `a Sharpe ratio above zero with ${CERTAIN * 100} % probability, of ${it.daysLeast} days`,
      it.probabilisticSharpe === null
        ? `n/a (${it.days} of ${it.daysLeast} days)`
        : `${(it.probabilisticSharpe * 100).toFixed(0)} %`,
      isAbove(it.probabilisticSharpe, CERTAIN),
    ),
    of(
      `a profit factor of ${least}`,
      it.profitFactor === null ? "n/a" : it.profitFactor.toFixed(2),
      isAbove(it.profitFactor, least),
    ),
    of(
      `no fall beyond ${FALL_MOST * 100} % at the end of a day`,
      fall === undefined ? "n/a" : `${(fall * 100).toFixed(1)} %`,
      fall !== undefined && fall <= FALL_MOST,
    ),
  ]
}

/** The deepest fall below an earlier day's end, as a part of it. */
function fallOf(curve: readonly number[]): number | undefined {
  let peak = -Infinity
  let deepest: number | undefined
  for (const worth of curve) {
    peak = Math.max(peak, worth)
    if (peak > 0) deepest = Math.max(deepest ?? 0, 1 - worth / peak)
  }
  return deepest
}

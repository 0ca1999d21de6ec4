import type { Outcome } from "./outcome.ts"

/** All outcomes of one strategy taken together. */
export interface Total {
  readonly markets: number
  readonly days: number
  readonly trades: number
  readonly wins: number
  readonly gained: number
  readonly lost: number
  readonly profit: number
  readonly fees: number
  readonly drawdown: number
  readonly exposure: number
  readonly held: number
  /** Markets that ended lower than they began. */
  readonly losing: number
  /** What a trade brings, and how far that may be off, 19 times in 20; undefined below 30 trades. */
  readonly expectancy: { readonly mean: number; readonly error: number } | undefined
}

/** Fewer trades than this say nothing about the next one. */
const TRADES_LEAST = 30

export function totalOf(outcomes: readonly Outcome[]): Total {
  const sum = (of: (it: Outcome) => number): number =>
    outcomes.reduce((total, it) => total + of(it), 0)
  const days = sum((it) => it.days)
  const trades = sum((it) => it.trades)
  return {
    markets: outcomes.length,
    days,
    trades,
    wins: sum((it) => it.wins),
    gained: sum((it) => it.gained),
    lost: sum((it) => it.lost),
    profit: sum((it) => it.profit),
    fees: sum((it) => it.fees),
    drawdown: Math.max(0, ...outcomes.map((it) => it.drawdown)),
    exposure: days > 0 ? sum((it) => it.exposure * it.days) / days : 0,
    held: sum((it) => it.held),
    losing: outcomes.filter((it) => it.profit < 0).length,
    expectancy: expectancyOf({
      trades,
      total: sum((it) => it.gained - it.lost),
      squares: sum((it) => it.squares),
    }),
  }
}

function expectancyOf(told: {
  readonly trades: number
  readonly total: number
  readonly squares: number
}): Total["expectancy"] {
  const { trades, total, squares } = told
  if (trades < TRADES_LEAST) return undefined
  const mean = total / trades
  const variance = Math.max(0, squares - trades * mean * mean) / (trades - 1)
  return { mean, error: 1.96 * Math.sqrt(variance / trades) }
}

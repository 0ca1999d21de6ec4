import type { RoundTrip } from "../ledger/round-trip.ts"
import { DAILY } from "../statistics/performance/annual.ts"
import { calmarOf } from "../statistics/performance/calmar.ts"
import { dailyNavOf, type NavEvent } from "../statistics/performance/daily-nav.ts"
import { drawdownOf } from "../statistics/performance/drawdown.ts"
import { exposureOf } from "../statistics/performance/exposure.ts"
import { probabilisticSharpeOf } from "../statistics/performance/probabilistic-sharpe.ts"
import { sharpeInterval, sharpeOf } from "../statistics/performance/sharpe.ts"
import { sortinoOf } from "../statistics/performance/sortino.ts"
import { tradeStatsOf } from "../statistics/performance/trade-stats.ts"
import type { Instant } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import type { Course } from "./course.ts"
import { OBSERVATIONS_LEAST } from "./tear-sheet/figure.ts"

/**
 * What a run came to, net of all fees. Amounts are decimal text of the account asset, shares are
 * fractions; null is "not defined", never 0 (quant.md 0.1).
 */
export interface Summary {
  readonly equity: string
  readonly profit: string
  readonly profitShare: number
  readonly fees: string
  readonly maxDrawdown: number
  readonly trades: number
  readonly winRate: number | null
  readonly profitFactor: number | null
  readonly expectancy: number | null
  /** Share of the time in the market. */
  readonly exposure: number
  /** Complete UTC days that the ratios rest on. */
  readonly days: number
  readonly sharpe: number | null
  readonly sharpeError: number | null
  /** Where the true ratio lies with 95 %. */
  readonly sharpeInterval: readonly [number, number] | null
  readonly sortino: number | null
  readonly calmar: number | null
  /** Probability that the true Sharpe ratio is above zero. */
  readonly probabilisticSharpe: number | null
}

/** The end of a run, as the summary needs it. */
export interface End {
  readonly first: Instant
  readonly last: Instant
  readonly capitalUnits: bigint
  readonly equityUnits: bigint
  readonly feesUnits: bigint
  readonly trips: readonly RoundTrip[]
  /** When the position that is still open was opened. */
  readonly openSince: readonly Instant[]
}

/** @param course finished, the end's worth included */
export function summaryOf(course: Course, end: End): Summary {
  const pnls = end.trips.map((trip) => Number(trip.pnlUnits) / 1e8)
  const risks = end.trips.map((trip) =>
    trip.riskUnits === undefined ? undefined : Number(trip.riskUnits) / 1e8,
  )
  const stats = tradeStatsOf(pnls, risks)
  const profitUnits = end.equityUnits - end.capitalUnits
  return {
    equity: formatUnits(end.equityUnits, 8),
    profit: formatUnits(profitUnits, 8),
    profitShare: Number(profitUnits) / Number(end.capitalUnits),
    fees: formatUnits(end.feesUnits, 8),
    maxDrawdown: drawdownOf(course.equity)?.maxDrawdown ?? 0,
    trades: stats.count,
    winRate: stats.winRate ?? null,
    profitFactor: stats.profitFactor ?? null,
    expectancy: stats.expectancy ?? null,
    exposure: timeInMarket(end),
    ...ratios(course, end.last),
  }
}

type Ratios = Pick<
  Summary,
  | "days"
  | "sharpe"
  | "sharpeError"
  | "sharpeInterval"
  | "sortino"
  | "calmar"
  | "probabilisticSharpe"
>

function ratios(course: Course, last: Instant): Ratios {
  const events = course.times.map((at, i): NavEvent => {
    return { kind: "equity", at: at as Instant, equity: course.equity[i] }
  })
  const daily = dailyNavOf(events, last)
  const days = daily?.returns.length ?? 0
  if (!daily || days < OBSERVATIONS_LEAST) {
    const none = { sharpe: null, sharpeError: null, sharpeInterval: null }
    return { days, ...none, sortino: null, calmar: null, probabilisticSharpe: null }
  }
  const sharpe = sharpeOf(daily.returns, DAILY)
  return {
    days,
    sharpe: sharpe?.ratio ?? null,
    sharpeError: sharpe?.standardError ?? null,
    sharpeInterval: sharpe ? sharpeInterval(sharpe) : null,
    sortino: sortinoOf(daily.returns, DAILY) ?? null,
    calmar: calmarOf([1, ...daily.nav], DAILY)?.calmar ?? null,
    probabilisticSharpe: probabilisticSharpeOf(daily.returns, 0)?.psr ?? null,
  }
}

function timeInMarket(end: End): number {
  if (!(end.last > end.first)) return 0
  const closed = end.trips.map((it) => ({ start: it.openedAt, end: it.closedAt, weight: 1 }))
  // An order of the last moment may fill after it.
  const open = end.openSince
    .filter((start) => start < end.last)
    .map((start) => ({ start, end: end.last, weight: 1 }))
  return exposureOf([...closed, ...open], { from: end.first, to: end.last }).timeInMarket
}

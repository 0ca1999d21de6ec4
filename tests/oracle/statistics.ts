import { Adx } from "../../src/statistics/indicator/adx.ts"
import { Atr } from "../../src/statistics/indicator/atr.ts"
import type { BarRange } from "../../src/statistics/indicator/bar-range.ts"
import { Bollinger } from "../../src/statistics/indicator/bollinger.ts"
import { Ema } from "../../src/statistics/indicator/ema.ts"
import { Rsi } from "../../src/statistics/indicator/rsi.ts"
import { ZScore } from "../../src/statistics/indicator/z-score.ts"
import { calmarOf } from "../../src/statistics/performance/calmar.ts"
import { dailyNavOf, type NavEvent } from "../../src/statistics/performance/daily-nav.ts"
import { drawdownOf } from "../../src/statistics/performance/drawdown.ts"
import { exposureOf } from "../../src/statistics/performance/exposure.ts"
import { probabilisticSharpeOf } from "../../src/statistics/performance/probabilistic-sharpe.ts"
import { returnsOf } from "../../src/statistics/performance/returns.ts"
import { sharpeOf } from "../../src/statistics/performance/sharpe.ts"
import { sortinoOf } from "../../src/statistics/performance/sortino.ts"
import { tradeStatsOf } from "../../src/statistics/performance/trade-stats.ts"
import { type Instant, instantOf } from "../../src/value/brand.ts"
import { cusumNext } from "../../src/statistics/cusum.ts"
import { robustOf } from "../../src/statistics/robust.ts"
import type { Oracle } from "./adapter.ts"

/** Fixture functions that live in `src/statistics/`. */
export const statisticsOracle: Oracle = {
  simpleReturns: ({ prices, kind }: { prices: number[]; kind?: "simple" | "log" }) =>
    returnsOf(prices, kind ?? "simple"),

  dailyNavReturns: ({ events, asOf }: { events: FixtureNavEvent[]; asOf: number }) =>
    dailyNavOf(events.map(navEvent), fromMilliseconds(asOf)),

  sharpe: ({ returns, rfAnnual, periodsPerYear }: Returns & { rfAnnual: number }) =>
    sharpeOf(returns, { periodsPerYear, riskFreeAnnual: rfAnnual })?.ratio,

  sortino: ({ returns, marAnnual, periodsPerYear }: Returns & { marAnnual: number }) =>
    sortinoOf(returns, { periodsPerYear, targetAnnual: marAnnual }),

  maxDrawdown: ({ equity }: { equity: number[] }) => drawdownOf(equity),

  calmar: ({ equity, periodsPerYear }: { equity: number[]; periodsPerYear: number }) =>
    calmarOf(equity, { periodsPerYear }),

  robustBaseline: ({ x }: { x: number[] }) => {
    const robust = robustOf(x)
    if (!robust) return undefined
    const { q1: p25, q3: p75, ...rest } = robust
    return { ...rest, p25, p75 }
  },

  cusum: ({ x, mean, sigma, k, h, reset }: FixtureCusum) => {
    const [high, low]: number[][] = [[], []]
    const alarms: { index: number; direction: "up" | "down" }[] = []
    let sums = { high: 0, low: 0 }
    for (const [index, value] of x.entries()) {
      sums = cusumNext(sums, (value - mean) / sigma, k)
      high?.push(sums.high)
      low?.push(sums.low)
      const direction = sums.high > h ? "up" : sums.low > h ? "down" : undefined
      if (direction === undefined) continue
      alarms.push({ index, direction })
      if (reset) sums = { high: 0, low: 0 }
    }
    return { high, low, alarms }
  },

  tradeStats: ({ pnls, risks }: { pnls: number[]; risks: (number | null)[] }) =>
    tradeStatsOf(
      pnls,
      risks.map((risk) => risk ?? undefined),
    ),

  exposure: ({ intervals, from, to }: FixtureExposure) =>
    exposureOf(
      intervals.map(({ start, end, weight }) => ({
        start: fromMilliseconds(start),
        end: fromMilliseconds(end),
        weight,
      })),
      { from: fromMilliseconds(from), to: fromMilliseconds(to) },
    ),

  probabilisticSharpe: (input: { returns: number[]; benchmarkSharpe: number }) =>
    probabilisticSharpeOf(input.returns, input.benchmarkSharpe),

  emaSeries: ({ values, period }: { values: number[]; period: number }) => {
    const ema = new Ema(period)
    return values.map((value) => {
      ema.push(value)
      return ema.isWarm ? ema.value : undefined
    })
  },

  atrWilder: (input: Bars) => {
    const atr = new Atr(input.period)
    return barsOf(input).map((bar) => {
      atr.push(bar)
      return atr.isWarm ? atr.value : undefined
    })
  },

  adxWilder: (input: Bars) => {
    const adx = new Adx(input.period)
    const rows = barsOf(input).map((bar) => {
      adx.push(bar)
      return { adx: defined(adx.value), plusDI: defined(adx.plus), minusDI: defined(adx.minus) }
    })
    return {
      adx: rows.map((row) => row.adx),
      plusDI: rows.map((row) => row.plusDI),
      minusDI: rows.map((row) => row.minusDI),
    }
  },

  rsiWilder: ({ closes, period }: { closes: number[]; period: number }) => {
    const rsi = new Rsi(period)
    return closes.map((close) => {
      rsi.push(close)
      return rsi.isWarm ? rsi.value : undefined
    })
  },

  bollinger: ({ closes, period, k }: { closes: number[]; period: number; k: number }) => {
    const bands = new Bollinger({ period, width: k })
    return closes.map((close) => {
      bands.push(close)
      const { middle, upper, lower } = bands
      return bands.isWarm ? { middle, upper, lower } : undefined
    })
  },

  rollingZScore: ({ x, window, lag }: { x: number[]; window: number; lag: 0 | 1 }) => {
    const score = new ZScore(window, lag)
    return x.map((value) => {
      score.push(value)
      return score.isWarm ? score.value : undefined
    })
  },
}

interface Returns {
  readonly returns: number[]
  readonly periodsPerYear: number
}

interface FixtureExposure {
  readonly intervals: { readonly start: number; readonly end: number; readonly weight: number }[]
  readonly from: number
  readonly to: number
}

type FixtureNavEvent =
  | { readonly t: number; readonly type: "equity"; readonly equity: number }
  | {
      readonly t: number
      readonly type: "flow"
      readonly amount: number
      readonly equityBefore: number
    }

interface Bars {
  readonly high: number[]
  readonly low: number[]
  readonly close: number[]
  readonly period: number
}

/** The program counts time in microseconds; the fixtures state milliseconds. */
function fromMilliseconds(milliseconds: number): Instant {
  return instantOf(milliseconds * 1_000)
}

function navEvent(event: FixtureNavEvent): NavEvent {
  const at = fromMilliseconds(event.t)
  return event.type === "equity"
    ? { kind: "equity", at, equity: event.equity }
    : { kind: "flow", at, amount: event.amount, equityBefore: event.equityBefore }
}

/** Columns of unequal length give a bar without a price, which the program refuses. */
function barsOf({ high, low, close }: Bars): readonly BarRange[] {
  const length = Math.max(high.length, low.length, close.length)
  return Array.from({ length }, (_, i) => ({
    high: high[i] ?? NaN,
    low: low[i] ?? NaN,
    close: close[i] ?? NaN,
  }))
}

/** A streaming indicator says NaN where its series has no value yet. */
function defined(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}

interface FixtureCusum {
  readonly x: number[]
  readonly mean: number
  readonly sigma: number
  readonly k: number
  readonly h: number
  readonly reset: boolean
}

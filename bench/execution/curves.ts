import { readRaw } from "../../src/catalog/raw.ts"
import { twapSchedule, vwapSchedule } from "../../src/execution/schedule.ts"
import { CONFIDENCE_LEAST, curveOver, volumeCurve } from "../../src/execution/volume-curve.ts"
import { BAR, type Tape } from "../../src/market/tape.ts"
import { Turnover } from "../../src/market/turnover.ts"
import type { Instant, Quantity } from "../../src/value/brand.ts"
import { hours, minutes } from "../../src/value/time.ts"
import { DATA, exchangeInfoIn, marketsIn } from "../strategies/markets.ts"

/** How near a way of buying over an hour comes to the market's mean price of that hour. */
export interface Tracking {
  readonly symbol: string
  readonly parents: number
  /** Mean distance to the interval's VWAP, without its sign, bp. */
  readonly atOnce: number
  readonly twap: number
  readonly vwap: number
  /** How much nearer VWAP comes than TWAP, and the standard error of that. */
  readonly nearer: number
  readonly nearerError: number
}

const HORIZON = minutes(60)
const PARTS = 12
/** One parent every so often; so that their hours lie differently in the half hours of the curve. */
const EVERY = hours(5)
const OFFSET = minutes(20)
/** Far finer than a lot, so that rounding has no part in it. */
const WHOLE = { quantity: 1e9 as Quantity, step: 1 as Quantity, least: 1 as Quantity }

/** BTC, ETH and SOL, five months of real one-minute bars: schedules against the market's mean price. */
export async function trackedCurves(): Promise<readonly Tracking[]> {
  const all: Tracking[] = []
  for (const market of marketsIn(DATA)) {
    if (market.folder !== "klines-1m-spot" || !market.name.includes("USDT")) continue
    all.push(tracked(await readRaw([...market.files, ...exchangeInfoIn(DATA)])))
  }
  return all
}

interface Minute {
  readonly at: number
  readonly open: number
  readonly typical: number
  readonly volume: number
}

function tracked(tape: Tape): Tracking {
  const bars = minutesOf(tape)
  const turnover = new Turnover()
  const gaps: { atOnce: number; twap: number; vwap: number }[] = []
  let next = bars[0].at + OFFSET
  bars.forEach((bar, i) => {
    if (bar.at >= next) {
      next += EVERY
      const curve = volumeCurve(turnover, bar.at as Instant)
      const hour = bars.slice(i, i + 60)
      const isWhole = hour.length === 60 && hour[59].at - bar.at === 59 * minutes(1)
      if (curve && curve.confidence >= CONFIDENCE_LEAST && isWhole) {
        const from = bar.at as Instant
        const weights = curveOver(curve, { from, span: HORIZON, parts: PARTS })
        gaps.push(gapsOf(hour, weights))
      }
    }
    if (bar.at >= turnover.rollAt) turnover.roll(bar.at, bar.typical)
    turnover.quantity += bar.volume
  })
  const nearer = gaps.map((it) => Math.abs(it.twap) - Math.abs(it.vwap))
  const center = mean(nearer)
  return {
    symbol: tape.instruments[0].symbol,
    parents: gaps.length,
    atOnce: mean(gaps.map((it) => Math.abs(it.atOnce))),
    twap: mean(gaps.map((it) => Math.abs(it.twap))),
    vwap: mean(gaps.map((it) => Math.abs(it.vwap))),
    nearer: center,
    nearerError: Math.sqrt(mean(nearer.map((it) => (it - center) ** 2)) / nearer.length),
  }
}

function gapsOf(hour: readonly Minute[], weights: readonly number[]) {
  const volume = hour.reduce((sum, it) => sum + it.volume, 0)
  const market = hour.reduce((sum, it) => sum + it.typical * it.volume, 0) / volume
  const per = 60 / PARTS
  const paid = (parts: readonly number[]): number =>
    parts.reduce((sum, part, i) => sum + part * hour[i * per].open, 0) /
    parts.reduce((sum, part) => sum + part, 0)
  const even = twapSchedule(WHOLE, { slices: PARTS, window: HORIZON }) ?? []
  const gap = (price: number): number => ((price - market) * 10_000) / market
  return {
    atOnce: gap(hour[0].open),
    twap: gap(paid(even.map((it) => it.quantity))),
    vwap: gap(paid(vwapSchedule(WHOLE, weights) ?? [])),
  }
}

function minutesOf(tape: Tape): readonly Minute[] {
  const bars: Minute[] = []
  for (let i = 0; i < tape.length; i++) {
    if (tape.kind[i] !== BAR) continue
    const [open, high, low, close] = [tape.a[i], tape.b[i], tape.c[i], tape.d[i]]
    const at = Math.floor((tape.time[i] - 1) / minutes(1)) * minutes(1)
    bars.push({ at, open, typical: (high + low + close) / 3, volume: tape.e[i] })
  }
  return bars
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / values.length

import type { Duration } from "../../value/brand.ts"
import { days, hours, minutes, seconds } from "../../value/time.ts"
import type { TradeLine } from "../tear-sheet/trade-line.ts"
import type { Candles } from "./candles.ts"

/** The market around one trade. */
export interface Window {
  /** Beside each other; prices in counts. */
  readonly openedAt: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly interval: Duration
  /** How far the price went against and with the trade, as shares; candles of the ends count whole (ANLY-3). */
  readonly adverse: number | null
  readonly favourable: number | null
}

const LADDER = [
  seconds(1),
  seconds(5),
  seconds(15),
  minutes(1),
  minutes(5),
  minutes(15),
  hours(1),
  hours(4),
  days(1),
]
const CANDLES_A_TRADE = 12
const CANDLES_MOST = 80
const MARGIN_LEAST = 14
/** Of one instrument over a whole report. */
const ALL_MOST = 1_000_000

/** How long candles are to be for these trades to be seen well, and not finer than the data. */
export function intervalFor(
  trades: readonly TradeLine[],
  told: { readonly bar: Duration; readonly span: Duration },
): Duration {
  const held = trades.map(({ heldUs }) => heldUs).toSorted((a, b) => a - b)
  const usual = (held[Math.floor(held.length / 2)] ?? hours(1)) / CANDLES_A_TRADE
  const least = Math.max(told.bar, told.span / ALL_MOST)
  const wanted = LADDER.findLast((it) => it <= usual) ?? seconds(1)
  return LADDER.find((it) => it >= wanted && it >= least) ?? days(1)
}

/**
 * The candles around a trade, put together until they are few enough to be looked at.
 * @returns undefined where the tape has nothing of that time
 */
export function windowOf(
  candles: Candles,
  trade: TradeLine,
  priceScale: number,
): Window | undefined {
  const { interval, openedAt } = candles
  const margin = Math.max(trade.heldUs / 2, interval * MARGIN_LEAST)
  const from = firstAt(openedAt, trade.opened - margin)
  const to = firstAt(openedAt, trade.closed + margin)
  if (from >= to) return undefined
  const span = openedAt[to - 1] - openedAt[from] + interval
  const step = (Math.ceil(span / interval / CANDLES_MOST) * interval) as Duration
  const window = { openedAt: [], open: [], high: [], low: [], close: [] } as Columns
  for (let i = from; i < to; i++) put(window, candles, i, step)
  return { ...window, interval: step, ...excursions(candles, trade, priceScale) }
}

interface Columns {
  openedAt: number[]
  open: number[]
  high: number[]
  low: number[]
  close: number[]
}

function put(into: Columns, from: Candles, i: number, step: Duration): void {
  const begun = Math.floor(from.openedAt[i] / step) * step
  const last = into.openedAt.length - 1
  if (into.openedAt[last] !== begun) {
    into.openedAt.push(begun)
    into.open.push(from.open[i])
    into.high.push(from.high[i])
    into.low.push(from.low[i])
    into.close.push(from.close[i])
    return
  }
  into.high[last] = Math.max(into.high[last], from.high[i])
  into.low[last] = Math.min(into.low[last], from.low[i])
  into.close[last] = from.close[i]
}

/** Quant.md 1.9, of a long trade. */
function excursions(
  { openedAt, high, low, interval }: Candles,
  { opened, closed, entryPrice }: TradeLine,
  priceScale: number,
): Pick<Window, "adverse" | "favourable"> {
  const entry = entryPrice * 10 ** priceScale
  let [lowest, highest] = [Infinity, -Infinity]
  for (let i = firstAt(openedAt, opened - interval + 1); openedAt[i] <= closed; i++) {
    lowest = Math.min(lowest, low[i])
    highest = Math.max(highest, high[i])
  }
  if (!(lowest <= highest) || !(entry > 0)) return { adverse: null, favourable: null }
  return {
    adverse: Math.max(0, (entry - lowest) / entry),
    favourable: Math.max(0, (highest - entry) / entry),
  }
}

/** Place of the first value at or after `at`, by halving. */
export function firstAt(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < at) low = middle + 1
    else high = middle
  }
  return low
}

import type { Candles } from "../candle/candles.ts"
import { firstAt } from "../candle/window.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { thinned } from "../tear-sheet/thin.ts"

/** The course of an account as it is drawn: columns beside each other, thin enough for a page. */
export interface Curve {
  /** Seconds since 1970. */
  readonly times: readonly number[]
  readonly worth: readonly number[]
  /** Below the last peak, as shares: zero or less. */
  readonly falls: readonly number[]
  /** What the same money would be worth in a market that was bought at the start (ANLY-2). */
  readonly hold: { readonly name: string; readonly worth: readonly number[] } | undefined
  /** Stretches to shade, seconds: entries were closed, or the tilt guard was above calm. */
  readonly bands: readonly { readonly from: number; readonly to: number }[]
}

const POINTS = 1_600

/** @param candles by index of the instrument; none where the market is not at hand */
export function curveOf(sheet: TearSheet, candles: readonly Candles[]): Curve {
  const { times, worth, nav } = sheet.course
  const falls: number[] = []
  let peak = 0
  for (const value of nav) {
    peak = Math.max(peak, value)
    falls.push(peak > 0 ? value / peak - 1 : 0)
  }
  const kept = thinned(nav, POINTS)
  const at = kept.map((i) => times[i])
  return {
    times: at.map((it) => it / 1e6),
    worth: kept.map((i) => worth[i]),
    falls: kept.map((i) => falls[i]),
    hold: holding(sheet, candles, at),
    bands: bandsOf(sheet),
  }
}

function bandsOf({ conduct, first, last }: TearSheet): Curve["bands"] {
  const { closures, episodes } = conduct
  const spans = [...closures.map(({ at, until }) => ({ from: at, until })), ...episodes]
  return spans.map(({ from, until }) => ({
    from: Math.max(first, from) / 1e6,
    to: Math.min(last, until ?? last) / 1e6,
  }))
}

/** Bitcoin where it is among the markets, else the first of them. */
function holding(
  sheet: TearSheet,
  candles: readonly Candles[],
  times: readonly number[],
): Curve["hold"] {
  const { instruments, accountAsset } = sheet.header
  const quoted = instruments.filter(({ quote }) => quote.code === accountAsset)
  const market = quoted.find(({ base }) => base.code === "BTC") ?? quoted[0]
  const held = market && candles[market.index]
  if (!held || held.close.length === 0) return undefined
  const start = sheet.course.worth[0] ?? 0
  const bought = held.open[Math.min(firstAt(held.openedAt, times[0] ?? 0), held.open.length - 1)]
  const priceAt = (at: number): number => {
    // The last candle that was over by then.
    const i = firstAt(held.openedAt, at - held.interval + 1) - 1
    return i < 0 ? bought : held.close[i]
  }
  return { name: market.symbol, worth: times.map((at) => (start * priceAt(at)) / bought) }
}

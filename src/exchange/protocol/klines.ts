import { type Candle, spanOf } from "../market/candles.ts"
import type { Market } from "../market/market.ts"
import { Failure } from "./failure.ts"
import { priceText, quantityText, stamp, type TimeUnit, valueText } from "./figure.ts"

/** What the bars of a symbol are asked for. */
interface Wanted {
  readonly interval: string
  readonly start: number | undefined
  readonly end: number | undefined
  /** Microseconds that the edges of bars are shifted by. */
  readonly shift: number
  readonly limit: number
  readonly now: number
  readonly unit: TimeUnit
}

/** Bars oldest first; a bar in which nothing traded repeats the last close. */
export function klineRows(market: Market, wanted: Wanted): readonly (readonly unknown[])[] {
  const { interval, shift, limit, now, unit } = wanted
  const oldest = market.candles.oldest(interval)
  if (oldest === undefined) return []
  const last = Math.min(wanted.end ?? now, now)
  let at = Math.max(wanted.start ?? -Infinity, oldest)
  const first = spanOf(interval, at, shift)
  // A bar belongs to the answer when it opens within the bounds.
  if (wanted.start !== undefined && first.start < wanted.start) at = first.end
  const spans: { start: number; end: number }[] = []
  for (let span = spanOf(interval, at, shift); span.start <= last;) {
    spans.push(span)
    if (wanted.start !== undefined && spans.length === limit) break
    span = spanOf(interval, span.end, shift)
  }
  return spans
    .slice(-limit)
    .map((span) => {
      const candle = barOf(market, interval, span)
      return candle === undefined ? [] : barRow(market, candle, span.end, unit)
    })
    .filter((row) => row.length > 0)
}

/** What traded in a span, or the last close standing still. */
export function barOf(
  market: Market,
  interval: string,
  span: { readonly start: number; readonly end: number },
): Candle | undefined {
  const { candles } = market
  const traded = candles.between(span.start, span.end, interval)
  if (traded !== undefined) return traded
  const close = candles.closeBefore(span.start, interval)
  if (close === undefined) return undefined
  return {
    start: span.start,
    open: close,
    high: close,
    low: close,
    close,
    volume: 0,
    value: 0n,
    trades: 0,
    takerVolume: 0,
    takerValue: 0n,
    firstId: -1,
    lastId: -1,
  }
}

function barRow(market: Market, candle: Candle, end: number, unit: TimeUnit): readonly unknown[] {
  const { instrument } = market
  return [
    stamp(candle.start, unit),
    priceText(instrument, candle.open),
    priceText(instrument, candle.high),
    priceText(instrument, candle.low),
    priceText(instrument, candle.close),
    quantityText(instrument, candle.volume),
    stamp(end, unit) - 1,
    valueText(instrument, candle.value),
    candle.trades,
    quantityText(instrument, candle.takerVolume),
    valueText(instrument, candle.takerValue),
    "0",
  ]
}

/**
 * Microseconds that a time zone is ahead of UTC: `0`, `8`, `-1:00`, `05:45`.
 * @throws Failure -1130
 */
export function zoneShift(text: string): number {
  const parts = /^([+-]?)(\d{1,2})(?::(\d{2}))?$/.exec(text)
  const minutes = Number(parts?.[2] ?? NaN) * 60 + Number(parts?.[3] ?? 0)
  const signed = parts?.[1] === "-" ? -minutes : minutes
  if (!(signed >= -12 * 60 && signed <= 14 * 60)) {
    throw new Failure({ code: -1130, text: "Data sent for parameter 'timeZone' is not valid." })
  }
  return signed * 60_000_000
}

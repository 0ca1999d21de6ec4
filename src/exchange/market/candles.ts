import type { Instant } from "../../value/brand.ts"
import { DAY_US } from "../../value/time.ts"

const SECOND_US = 1_000_000
const MINUTE_US = 60_000_000
/** Of seconds an hour is kept, of minutes a month. */
const SECONDS_KEPT = 3_600
const MINUTES_KEPT = 43_200

/** What traded within a span of time; prices and volumes in counts, values as price × quantity. */
export interface Candle {
  /** Microseconds. */
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly value: bigint
  readonly trades: number
  readonly takerVolume: number
  readonly takerValue: bigint
  readonly firstId: number
  readonly lastId: number
}

const FIELDS = [
  "start",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "value",
  "trades",
  "takerVolume",
  "takerValue",
  "firstId",
  "lastId",
] as const satisfies readonly (keyof Candle)[]

/** Every interval of klines and its length in microseconds; a month is reckoned by the calendar. */
export const INTERVALS: Readonly<Record<string, number>> = {
  "1s": SECOND_US,
  "1m": MINUTE_US,
  "3m": 3 * MINUTE_US,
  "5m": 5 * MINUTE_US,
  "15m": 15 * MINUTE_US,
  "30m": 30 * MINUTE_US,
  "1h": 60 * MINUTE_US,
  "2h": 120 * MINUTE_US,
  "4h": 240 * MINUTE_US,
  "6h": 360 * MINUTE_US,
  "8h": 480 * MINUTE_US,
  "12h": 720 * MINUTE_US,
  "1d": DAY_US,
  "3d": 3 * DAY_US,
  "1w": 7 * DAY_US,
  "1M": 30 * DAY_US,
}

/** Where the bar of an interval begins that a moment lies in, and where the next one does. */
export function spanOf(interval: string, at: number, shift = 0): { start: number; end: number } {
  const local = at + shift
  if (interval === "1M") {
    const { start, end } = monthOf(local)
    return { start: start - shift, end: end - shift }
  }
  const length = INTERVALS[interval]
  // Weeks begin on Monday; day 0 of 1970 was a Thursday.
  const origin = interval === "1w" ? -3 * DAY_US : 0
  const start = Math.floor((local - origin) / length) * length + origin
  return { start: start - shift, end: start + length - shift }
}

/** The candles of one symbol, by the second and by the minute; longer ones are put together. */
export class Candles {
  readonly #seconds: Candle[] = []
  readonly #minutes: Candle[] = []

  add(trade: {
    readonly id: number
    readonly price: number
    readonly quantity: number
    readonly time: Instant
    readonly isBuyerMaker: boolean
  }): void {
    const { id, price, quantity, isBuyerMaker, time } = trade
    const value = BigInt(price) * BigInt(quantity)
    const single = {
      open: price,
      high: price,
      low: price,
      close: price,
      volume: quantity,
      value,
      trades: 1,
      takerVolume: isBuyerMaker ? 0 : quantity,
      takerValue: isBuyerMaker ? 0n : value,
      firstId: id,
      lastId: id,
    }
    grow(this.#seconds, { start: time - (time % SECOND_US), ...single }, SECONDS_KEPT)
    grow(this.#minutes, { start: time - (time % MINUTE_US), ...single }, MINUTES_KEPT)
  }

  /** Start of the oldest candle that is kept; undefined while nothing traded. */
  oldest(interval: string): number | undefined {
    return this.#rowsOf(interval)[0]?.start
  }

  /** All that traded from `from` up to, not including, `to`; undefined when nothing did. */
  between(from: number, to: number, interval = "1m"): Candle | undefined {
    const rows = this.#rowsOf(interval)
    let whole: Candle | undefined
    for (let i = firstFrom(rows, from); i < rows.length && rows[i].start < to; i++) {
      whole = whole === undefined ? { ...rows[i], start: from } : joined(whole, rows[i])
    }
    return whole
  }

  /** The close of the newest candle before a moment. */
  closeBefore(at: number, interval: string): number | undefined {
    const rows = this.#rowsOf(interval)
    return rows[firstFrom(rows, at) - 1]?.close
  }

  /** The newest minutes as text, one a line, figures with commas between. */
  save(minutes: number): string {
    return this.#minutes
      .slice(-minutes)
      .map((candle) => FIELDS.map((field) => String(candle[field])).join())
      .join("\n")
  }

  restore(text: string): void {
    for (const line of text.split("\n")) {
      const figures = line.split(",")
      if (figures.length !== FIELDS.length) continue
      const of = (field: (typeof FIELDS)[number]): string => figures[FIELDS.indexOf(field)]
      this.#minutes.push({
        start: Number(of("start")),
        open: Number(of("open")),
        high: Number(of("high")),
        low: Number(of("low")),
        close: Number(of("close")),
        volume: Number(of("volume")),
        value: BigInt(of("value")),
        trades: Number(of("trades")),
        takerVolume: Number(of("takerVolume")),
        takerValue: BigInt(of("takerValue")),
        firstId: Number(of("firstId")),
        lastId: Number(of("lastId")),
      })
    }
  }

  #rowsOf(interval: string): readonly Candle[] {
    return interval === "1s" ? this.#seconds : this.#minutes
  }
}

function grow(rows: Candle[], next: Candle, kept: number): void {
  const last = rows.at(-1)
  if (last?.start === next.start) rows[rows.length - 1] = joined(last, next)
  else rows.push(next)
  if (rows.length > kept * 1.2) rows.splice(0, rows.length - kept)
}

function joined(one: Candle, next: Candle): Candle {
  return {
    start: one.start,
    open: one.open,
    high: Math.max(one.high, next.high),
    low: Math.min(one.low, next.low),
    close: next.close,
    volume: one.volume + next.volume,
    value: one.value + next.value,
    trades: one.trades + next.trades,
    takerVolume: one.takerVolume + next.takerVolume,
    takerValue: one.takerValue + next.takerValue,
    firstId: one.firstId,
    lastId: next.lastId,
  }
}

function firstFrom(rows: readonly Candle[], at: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle].start < at) low = middle + 1
    else high = middle
  }
  return low
}

function monthOf(at: number): { start: number; end: number } {
  const date = new Date(Math.floor(at / 1000))
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { start: Date.UTC(year, month) * 1000, end: Date.UTC(year, month + 1) * 1000 }
}

import type { Lane } from "../../engine/lane.ts"
import { formatUnits } from "../../value/decimal.ts"
import type { MarketMemory, Minute } from "../market-memory.ts"
import type { BoardSource } from "./source.ts"

/** Prices and how lively they are (UI-10), and the candles of the market that is looked at. */
export interface MarketBoard {
  /** Those with a price. */
  readonly markets: readonly MarketLine[]
  /** The market that is held, else the one that is traded, else the first; null while none has a price. */
  readonly first: string | null
  /** Of the first market, minute by minute, oldest first; floats of its quote asset. */
  readonly candles: readonly MinuteCandle[]
  /** Every market there is, for commands. */
  readonly names: readonly MarketName[]
}

/** Open, high, low and close of a minute. */
export type MinuteCandle = readonly [open: number, high: number, low: number, close: number]

/** What a market is called, and how finely it is priced. */
export interface MarketName {
  readonly index: number
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly priceScale: number
}

/** One market. */
export interface MarketLine {
  readonly symbol: string
  /** Digits behind the point that its prices have. */
  readonly digits: number
  readonly last: string
  /** Over the last hour, or over what is known of it; null where nothing is. */
  readonly change: number | null
  /** Now, as a fraction of the price; null without a quote. */
  readonly spread: number | null
  readonly liveliness: Liveliness
  /** Prices of the last hour, oldest first, as floats. */
  readonly hour: readonly number[]
}

/** The last quarter of an hour beside what is usual in the hours before. */
export type Liveliness = "not known" | "quiet" | "usual" | "lively"

const HOUR = 60
const RECENT = 15
/** Fewer minutes than this say nothing about what is usual. */
const LEAST = 45
const CANDLES = 120
const SPARKS = 16

export function marketBoard({ engine, memory, plan }: BoardSource): MarketBoard {
  const known = engine.lanes.filter((it) => it.mark > 0)
  const first = firstOf({ engine, plan })?.instrument
  const whole = 10 ** (first?.priceScale ?? 0)
  const minutes = first ? memory.minutes(first.index).slice(-CANDLES) : []
  return {
    markets: known.map((it) => marketLine(it, memory)),
    first: first?.symbol ?? null,
    candles: minutes.map(({ open, high, low, close }): MinuteCandle => {
      return [open / whole, high / whole, low / whole, close / whole]
    }),
    names: engine.books.instruments.map(({ index, symbol, base, quote, priceScale }) => {
      return { index, symbol, base: base.code, quote: quote.code, priceScale }
    }),
  }
}

/** The market that is held, else the one that is traded, else the first that has a price. */
export function firstOf({ engine, plan }: Pick<BoardSource, "engine" | "plan">): Lane | undefined {
  const known = engine.lanes.filter((it) => it.mark > 0)
  const held = known.find(
    ({ instrument }) => engine.books.ledger.position(instrument.index).openedAt,
  )
  return held ?? known.find((it) => it.instrument.symbol === plan.params["symbol"]) ?? known[0]
}

function marketLine(lane: Lane, memory: MarketMemory): MarketLine {
  const { symbol, priceScale, filters, index } = lane.instrument
  const minutes = memory.minutes(index)
  const digits = Math.max(0, priceScale - Math.floor(Math.log10(filters.tick || 1)))
  const hour = minutes.slice(-HOUR)
  const before = hour[0]?.open
  return {
    symbol,
    digits,
    last: priceText(lane.mark, priceScale, digits),
    change: before === undefined ? null : lane.mark / before - 1,
    spread: spreadOf(lane),
    liveliness: livelinessOf(minutes),
    hour: hour
      .filter((_, i) => (hour.length - 1 - i) % Math.ceil(HOUR / SPARKS) === 0)
      .map((it) => it.close / 10 ** priceScale),
  }
}

/** Of the price; null without a quote. */
export const spreadOf = ({ bid, ask, mark }: Lane): number | null =>
  bid > 0 && ask > 0 ? (ask - bid) / mark : null

/** With as many digits as the tick has, so that prices stand below one another. */
function priceText(counts: number, scale: number, digits: number): string {
  const cut = 10 ** (scale - digits)
  return formatUnits(Math.round(counts / cut), digits, digits)
}

/** By the mean range of a minute: half of the usual is quiet, twice of it is lively. */
function livelinessOf(minutes: readonly Minute[]): Liveliness {
  if (minutes.length < LEAST) return "not known"
  const range = (of: readonly Minute[]): number =>
    of.reduce((sum, it) => sum + (it.high - it.low) / it.close, 0) / of.length
  const usual = range(minutes.slice(0, -RECENT))
  const now = range(minutes.slice(-RECENT))
  if (!(usual > 0)) return "not known"
  if (now < usual / 2) return "quiet"
  return now > usual * 2 ? "lively" : "usual"
}

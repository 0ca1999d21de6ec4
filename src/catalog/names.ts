import { type Duration } from "../value/brand.ts"
import type { Kind } from "./batch.ts"
import { splitSymbol } from "./assets.ts"

const SECOND = 1_000_000
const LENGTHS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
  w: 7 * 86_400 * SECOND,
}

/** What a file's name says about its content; each part only where the name says it. */
export interface Claim {
  readonly symbol: string | undefined
  readonly kind: Kind | undefined
  /** Length of a bar, microseconds. */
  readonly interval: Duration | undefined
  /** Midnight of a day written as 20221213, microseconds. */
  readonly day: number | undefined
}

/**
 * Reads a name like `BTCUSDT-1m-2023-01.csv`, `XRP_ETH-trades.json` or
 * `20221213_btcbusd_minute_trade.csv`.
 */
export function claimOf(name: string): Claim {
  const words = name.split(/[-_. ]+/)
  return {
    symbol: symbolIn(name, words),
    kind: kindIn(words),
    interval: words.map(intervalOf).find((length) => length !== undefined),
    day: words.map(dayOf).find((day) => day !== undefined),
  }
}

/** `1m`, `5m`, `1h`, `1d`, `1w` as microseconds. */
function intervalOf(word: string): Duration | undefined {
  const match = /^(\d{1,2})([smhdw])$/.exec(word)
  if (match === null) return undefined
  return (Number(match[1]) * LENGTHS[match[2]]) as Duration
}

/** The other way: 300,000,000 is `5m`. */
export function intervalName(interval: number): string {
  for (const unit of ["w", "d", "h", "m", "s"]) {
    const length = LENGTHS[unit]
    if (interval % length === 0 && interval > 0) return `${interval / length}${unit}`
  }
  return `${interval}us`
}

function symbolIn(name: string, words: readonly string[]): string | undefined {
  const pair = /^([A-Z0-9]{2,15})[_-]([A-Z]{3,6})[-_.]/.exec(name)
  const joined = pair === null ? undefined : splitSymbol(`${pair[1]}${pair[2]}`)
  const isPair = joined !== undefined && joined.base === pair?.[1] && joined.quote === pair[2]
  if (isPair) return `${joined.base}${joined.quote}`
  return words
    .map((word) => word.toUpperCase())
    .find((word) => word.length >= 5 && splitSymbol(word) !== undefined)
}

function kindIn(words: readonly string[]): Kind | undefined {
  for (const word of words.map((each) => each.toLowerCase())) {
    if (word === "aggtrades") return "aggTrades"
    if (word === "bookticker") return "quotes"
    if (word === "trades") return "trades"
    if (intervalOf(word) !== undefined || word === "klines") return "bars"
  }
  return undefined
}

function dayOf(word: string): number | undefined {
  const match = /^(20\d\d)([01]\d)([0-3]\d)$/.exec(word)
  if (match === null) return undefined
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return Number.isNaN(day) ? undefined : day * 1000
}

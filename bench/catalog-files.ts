import { closeSync, mkdirSync, openSync, writeSync } from "node:fs"
import path from "node:path"
import { Chance } from "../src/value/chance.ts"
import { formatInstant, parseInstant } from "../src/value/time.ts"
import type { Instant } from "../src/value/brand.ts"

const MINUTE_MS = 60_000
const LINES_A_WRITE = 20_000

/**
 * Writes 1-minute klines as Binance Vision has them: csv of twelve columns, a file a month, a seeded
 * random walk with prices of two decimals and volumes of five.
 */
export function writeKlines(folder: string, rows: number): void {
  mkdirSync(folder, { recursive: true })
  const chance = new Chance(1, "klines")
  const start = parseInstant("2018-01-01") / 1000
  let price = 1_000_000
  let month = ""
  let file: number | undefined
  let lines: string[] = []
  const flush = (): void => {
    if (file !== undefined && lines.length > 0) writeSync(file, lines.join(""))
    lines = []
  }
  for (let i = 0; i < rows; i++) {
    const open = start + i * MINUTE_MS
    const own = formatInstant((open * 1000) as Instant).slice(0, 7)
    if (own !== month) {
      flush()
      if (file !== undefined) closeSync(file)
      month = own
      file = openSync(path.join(folder, `BTCUSDT-1m-${month}.csv`), "w")
    }
    const close = Math.max(100_000, Math.round(price * (1 + (chance.unit() - 0.5) * 0.002)))
    const high = Math.max(price, close) + chance.below(500)
    const low = Math.min(price, close) - chance.below(500)
    const volume = 100_000 + chance.below(20_000_000)
    lines.push(klineOf({ open, prices: [price, high, low, close], volume }))
    price = close
    if (lines.length === LINES_A_WRITE) flush()
  }
  flush()
  if (file !== undefined) closeSync(file)
}

function klineOf(bar: {
  readonly open: number
  readonly prices: readonly number[]
  readonly volume: number
}): string {
  const prices = bar.prices.map((cents) => `${(cents / 100).toFixed(2)}000000`).join(",")
  const volume = (bar.volume / 1e5).toFixed(5)
  const close = bar.open + MINUTE_MS - 1
  return `${bar.open},${prices},${volume}000,${close},${volume}12345,2687,${volume}000,${volume}12345,0\n`
}

/** Writes trades as Binance Vision has them, in one csv: several a second, of one seeded random walk. */
export function writeTrades(file: string, rows: number): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const chance = new Chance(1, "trades")
  const descriptor = openSync(file, "w")
  let price = 4_000_000
  let time = parseInstant("2024-01-01") / 1000
  let lines: string[] = []
  for (let i = 1; i <= rows; i++) {
    price = Math.max(100_000, price + chance.below(201) - 100)
    time += chance.below(500)
    const quantity = ((1 + chance.below(1_000_000)) / 1e5).toFixed(5)
    const text = `${(price / 100).toFixed(2)}000000`
    lines.push(
      `${i},${text},${quantity}000,${quantity}000,${time},${i % 3 === 0 ? "True" : "False"},True\n`,
    )
    if (lines.length === LINES_A_WRITE || i === rows) {
      writeSync(descriptor, lines.join(""))
      lines = []
    }
  }
  closeSync(descriptor)
}

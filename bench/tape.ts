import type { Instrument } from "../src/market/instrument.ts"
import { emptyRow, Tape, TRADE } from "../src/market/tape.ts"
import { GeneratedMarket } from "../src/simulation/generator.ts"
import { Chance } from "../src/value/chance.ts"
import { parseInstant, seconds } from "../src/value/time.ts"

const START = parseInstant("2024-01-01")

/** The instruments of the generated market: real filters, fixed scales. */
export const INSTRUMENTS: readonly Instrument[] = new GeneratedMarket({ seed: 1, start: START })
  .instruments

/**
 * Trades of one or several symbols, so many a second, a quiet random walk that is cheap to make by the
 * million. By the klines of early 2023 SOLUSDT has about one a second, ETHUSDT from four to eight, and
 * BTCUSDT from eight to eighty; what is done each minute weighs the more, the fewer they are.
 */
export function tradesTape(rows: number, symbols: number, perSecond: number): Tape {
  const every = Math.round(seconds(1) / perSecond)
  const instruments = INSTRUMENTS.slice(0, symbols)
  const tape = new Tape(instruments, rows)
  const chance = new Chance(1, "bench")
  const prices = instruments.map((it) => 10 ** it.priceScale * 100)
  const row = emptyRow()
  row.kind = TRADE
  for (let i = 0; i < rows; i++) {
    const which = i % symbols
    const step = (chance.unit() - 0.5) * 0.0004
    prices[which] = Math.max(1000, Math.round(prices[which] * (1 + step)))
    row.instrument = which
    row.time = row.seen = START + i * every
    row.a = prices[which]
    row.b = 1 + chance.below(1_000_000)
    row.flag = i & 1
    tape.push(row)
  }
  return tape
}

/**
 * Writes the files of examples/data: a few minutes of the generated market, in the formats of
 * Binance's public archive. Run it with `node examples/make-data.ts`; it always writes the same.
 */
import { writeFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { formatPrice, formatQuantity, type Instrument, notional } from "../src/market/instrument.ts"
import { BUYER_IS_MAKER, QUOTE, type Row, Tape, TRADE } from "../src/market/tape.ts"
import { GeneratedMarket } from "../src/simulation/generator.ts"
import { type Instant, priceOf, quantityOf } from "../src/value/brand.ts"
import { formatUnits } from "../src/value/decimal.ts"
import { hours, later, minutes, parseInstant } from "../src/value/time.ts"

// Four hours with a fall, a storm, a rise and a dead calm.
const SEED = 4
const START = parseInstant("2025-06-15")
const END = later(START, hours(4))
// Trades and quotes only of ten minutes, the storm of six in the middle of them.
const DETAIL_START = later(START, minutes(51))
const DETAIL_END = later(START, minutes(61))
const MINUTE = minutes(1)

/** One file, before it is compressed. Names ending in `.gz` are written compressed. */
export interface ExampleFile {
  readonly name: string
  readonly text: string
}

export function exampleFiles(): ExampleFile[] {
  const market = new GeneratedMarket({
    seed: SEED,
    start: START,
    symbols: ["BTCUSDT", "ETHUSDT"],
  })
  const tape = new Tape(market.instruments)
  market.extend(tape, END)
  const [btc, eth] = market.instruments as [Instrument, Instrument]
  return [
    { name: "BTCUSDT-trades-generated.csv.gz", text: tradesText(tape, btc) },
    { name: "ETHUSDT-trades-generated.csv.gz", text: tradesText(tape, eth) },
    { name: "BTCUSDT-bookTicker-generated.csv", text: quotesText(tape, btc) },
    { name: "BTCUSDT-1m-generated.csv", text: barsText(tape, btc) },
    { name: "ETHUSDT-1m-generated.csv", text: barsText(tape, eth) },
  ]
}

/** `id,price,qty,quoteQty,time,isBuyerMaker,isBestMatch`, no header, microseconds. */
function tradesText(tape: Tape, instrument: Instrument): string {
  let id = 0
  return textOf(tape, instrument, (row) => {
    if (row.kind !== TRADE) return undefined
    id++
    if (!isDetail(row.time)) return undefined
    const terms = { price: priceOf(row.a), quantity: quantityOf(row.b) }
    const value = notional(instrument, terms, "down")
    const isBuyerMaker = row.flag === BUYER_IS_MAKER ? "True" : "False"
    return [
      id,
      eight(formatPrice(instrument, terms.price)),
      eight(formatQuantity(instrument, terms.quantity)),
      formatUnits(value, instrument.quote.scale, 8),
      row.time,
      isBuyerMaker,
      "True",
    ]
  })
}

/** Header as in the archive; transaction and event time in microseconds. */
function quotesText(tape: Tape, instrument: Instrument): string {
  const header =
    "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n"
  let id = 0
  const price = (count: number): string => eight(formatPrice(instrument, priceOf(count)))
  const quantity = (count: number): string => eight(formatQuantity(instrument, quantityOf(count)))
  const rows = textOf(tape, instrument, ({ kind, time, a, b, c, d }) => {
    if (kind !== QUOTE) return undefined
    id++
    if (!isDetail(time)) return undefined
    return [id, price(a), quantity(b), price(c), quantity(d), time, time]
  })
  return header + rows
}

interface Kline {
  open: number
  high: number
  low: number
  close: number
  trades: number
  quantity: number
  value: bigint
  takerBuyQuantity: number
  takerBuyValue: bigint
}

/** The twelve columns of klines, no header, microseconds. A minute without trades keeps its price. */
function barsText(tape: Tape, instrument: Instrument): string {
  const lines: string[] = []
  const first = firstPrice(tape, instrument)
  let bar = emptyKline(first)
  let start: Instant = START
  eachRow(tape, instrument, (row) => {
    if (row.kind !== TRADE || row.time >= END) return
    while (row.time >= later(start, MINUTE)) {
      lines.push(klineText(instrument, bar, start))
      start = later(start, MINUTE)
      bar = emptyKline(bar.close)
    }
    take(bar, instrument, row)
  })
  for (; start < END; start = later(start, MINUTE)) {
    lines.push(klineText(instrument, bar, start))
    bar = emptyKline(bar.close)
  }
  return lines.join("")
}

function take(bar: Kline, instrument: Instrument, row: Row): void {
  const terms = { price: priceOf(row.a), quantity: quantityOf(row.b) }
  const value = notional(instrument, terms, "down")
  if (bar.trades === 0) bar.open = bar.high = bar.low = row.a
  bar.high = Math.max(bar.high, row.a)
  bar.low = Math.min(bar.low, row.a)
  bar.close = row.a
  bar.trades++
  bar.quantity += row.b
  bar.value += value
  if (row.flag === BUYER_IS_MAKER) return
  bar.takerBuyQuantity += row.b
  bar.takerBuyValue += value
}

function klineText(instrument: Instrument, bar: Kline, start: Instant): string {
  const price = (count: number): string => eight(formatPrice(instrument, priceOf(count)))
  const quantity = (count: number): string => eight(formatQuantity(instrument, quantityOf(count)))
  const value = (units: bigint): string => formatUnits(units, instrument.quote.scale, 8)
  const fields = [
    start,
    price(bar.open),
    price(bar.high),
    price(bar.low),
    price(bar.close),
    quantity(bar.quantity),
    later(start, MINUTE) - 1,
    value(bar.value),
    bar.trades,
    quantity(bar.takerBuyQuantity),
    value(bar.takerBuyValue),
    0,
  ]
  return `${fields.join()}\n`
}

const emptyKline = (price: number): Kline => ({
  open: price,
  high: price,
  low: price,
  close: price,
  trades: 0,
  quantity: 0,
  value: 0n,
  takerBuyQuantity: 0,
  takerBuyValue: 0n,
})

function firstPrice(tape: Tape, instrument: Instrument): number {
  let price: number | undefined
  eachRow(tape, instrument, (row) => {
    if (row.kind === TRADE) price ??= row.a
  })
  return price ?? 0
}

function textOf(
  tape: Tape,
  instrument: Instrument,
  fieldsOf: (row: Row) => readonly (string | number)[] | undefined,
): string {
  const lines: string[] = []
  eachRow(tape, instrument, (row) => {
    const fields = fieldsOf(row)
    if (fields) lines.push(`${fields.join()}\n`)
  })
  return lines.join("")
}

function eachRow(tape: Tape, instrument: Instrument, act: (row: Row) => void): void {
  const row = { kind: 0, flag: 0, instrument: 0, time: 0, seen: 0, a: 0, b: 0, c: 0, d: 0, e: 0 }
  for (let i = 0; i < tape.length; i++) {
    tape.read(i, row)
    if (row.instrument === instrument.index) act(row)
  }
}

const isDetail = (time: number): boolean => time >= DETAIL_START && time < DETAIL_END

/** The archive writes eight decimals of everything. */
function eight(text: string): string {
  const [whole, fraction = ""] = text.split(".")
  return `${whole}.${fraction.padEnd(8, "0")}`
}

if (import.meta.main) {
  for (const { name, text } of exampleFiles()) {
    const bytes = name.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text
    writeFileSync(new URL(`data/${name}`, import.meta.url), bytes)
  }
}

import { BAR, OPEN, QUOTE, type Row, type Tape, TRADE } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import { minutes } from "../value/time.ts"

/** So many minutes of each market are kept for those who look. */
const KEPT = 240
const MINUTE = minutes(1)

/** One minute of a market; prices as counts, only to be looked at. */
export interface Minute {
  /** Minutes since 1970. */
  readonly minute: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Mean of the spread over the middle; undefined where no quote was seen. */
  readonly spread: number | undefined
}

/** The last hours of one market, minute by minute, in columns that are written over. */
class Minutes {
  readonly #minute = new Float64Array(KEPT).fill(NaN)
  readonly #open = new Float64Array(KEPT)
  readonly #high = new Float64Array(KEPT)
  readonly #low = new Float64Array(KEPT)
  readonly #close = new Float64Array(KEPT)
  readonly #spread = new Float64Array(KEPT)
  readonly #quotes = new Float64Array(KEPT)
  #at = -1
  #hasTrades = false

  /** Trades are the price where there are any; else the middle of the quotes is. */
  row(row: Row): void {
    const { kind } = row
    if (kind === TRADE) {
      this.#hasTrades = true
      this.#price(row.seen, row.a, row.a, row.a)
    } else if (kind === BAR) this.#price(row.seen, row.b, row.c, row.d)
    else if (kind === OPEN) this.#price(row.seen, row.a, row.a, row.a)
    else if (kind === QUOTE && row.a > 0 && row.c > 0) {
      const middle = (row.a + row.c) / 2
      if (!this.#hasTrades) this.#price(row.seen, middle, middle, middle)
      if (this.#at < 0) return
      this.#spread[this.#at] += (row.c - row.a) / middle
      this.#quotes[this.#at]++
    }
  }

  /** Oldest first. */
  list(): readonly Minute[] {
    const list: Minute[] = []
    for (let i = 1; i <= KEPT; i++) {
      const at = (this.#at + i) % KEPT
      const minute = this.#minute[at]
      if (Number.isNaN(minute)) continue
      const quotes = this.#quotes[at]
      list.push({
        minute,
        open: this.#open[at],
        high: this.#high[at],
        low: this.#low[at],
        close: this.#close[at],
        spread: quotes > 0 ? this.#spread[at] / quotes : undefined,
      })
    }
    return list
  }

  #price(seen: number, high: number, low: number, close: number): void {
    const minute = Math.floor(seen / MINUTE)
    if (this.#at < 0 || minute > this.#minute[this.#at]) this.#begin(minute, close)
    const at = this.#at
    if (high > this.#high[at]) this.#high[at] = high
    if (low < this.#low[at]) this.#low[at] = low
    this.#close[at] = close
  }

  #begin(minute: number, price: number): void {
    const before = this.#at < 0 ? price : this.#close[this.#at]
    const at = (this.#at + 1) % KEPT
    this.#at = at
    this.#minute[at] = minute
    this.#open[at] = before
    this.#high[at] = Math.max(before, price)
    this.#low[at] = Math.min(before, price)
    this.#close[at] = price
    this.#spread[at] = 0
    this.#quotes[at] = 0
  }
}

/**
 * The last hours of every market for screens: candles and spreads by the minute. It reads the tape
 * beside the engine and nothing of it comes back to it, so it can be left out, and nothing changes.
 */
export class MarketMemory {
  readonly #tape: Tape
  readonly #markets: readonly Minutes[]
  readonly #row = new Tick()
  /** The next row to be read, counted from the tape's very first. */
  #next: number

  constructor(tape: Tape) {
    this.#tape = tape
    this.#next = tape.first
    this.#markets = tape.instruments.map(() => new Minutes())
  }

  /**
   * Reads on to what the trader has seen.
   * @param rows how many of the tape's rows that is, counted from the very first
   */
  follow(rows: number): void {
    const tape = this.#tape
    this.#next = Math.max(this.#next, tape.first)
    for (; this.#next < rows; this.#next++) {
      tape.read(this.#next - tape.first, this.#row)
      this.#markets[this.#row.instrument]?.row(this.#row)
    }
  }

  /** What is known of one market, oldest first. */
  minutes(instrument: number): readonly Minute[] {
    return this.#markets[instrument]?.list() ?? []
  }
}

import assert from "node:assert/strict"
import type { Duration } from "../value/brand.ts"
import type { Instrument } from "./instrument.ts"

/**
 * What a row of a tape says. The value columns `a`–`e` mean, by kind:
 *
 * | kind  | a     | b           | c   | d           | e      | flag                        |
 * |-------|-------|-------------|-----|-------------|--------|-----------------------------|
 * | TRADE | price | quantity    |     |             |        | BUYER_IS_MAKER              |
 * | QUOTE | bid   | bid quantity| ask | ask quantity|        |                             |
 * | OPEN  | open  |             |     |             |        |                             |
 * | BAR   | open  | high        | low | close       | volume |                             |
 * | LEVEL | price | quantity    |     |             |        | ASK, LAST, RESET            |
 *
 * A bar is two rows: its OPEN, at the bar's start, which is all that was known then, and its BAR, at
 * its end. So nothing can see a high or a low before its time. A LEVEL sets the quantity resting at a
 * price (0 removes it); rows of one depth event end with LAST; RESET empties the book first.
 */
export const TRADE = 1
export const QUOTE = 2
export const OPEN = 3
export const BAR = 4
export const LEVEL = 5

export const BUYER_IS_MAKER = 1
export const ASK = 1
export const LAST = 2
export const RESET = 4

/** One row as it is handed about; fields start as NaN so that V8 picks doubles at once. */
export interface Row {
  kind: number
  flag: number
  instrument: number
  /** When it happened at the exchange, microseconds. */
  time: number
  /** When the trader sees it, microseconds; never before `time`, never falling from row to row. */
  seen: number
  a: number
  b: number
  c: number
  d: number
  e: number
}

const FIRST_CAPACITY = 1024

/**
 * Market data as columns. Rows stand in the order they are to be played; `time` and `seen` never
 * fall. A tape can grow at the end (a live session) and forget at the start; `first` is the absolute
 * number of the oldest row kept, and `end` the number the next row will get.
 */
export class Tape {
  readonly instruments: readonly Instrument[]
  /** Length of a bar of each instrument, by index; 0 where the tape has no bars of it. */
  readonly intervals: Float64Array
  kind: Uint8Array
  flag: Uint8Array
  instrument: Uint16Array
  time: Float64Array
  seen: Float64Array
  a: Float64Array
  b: Float64Array
  /** Empty while the tape holds only trades, which is what makes ten million of them fit. */
  c: Float64Array
  d: Float64Array
  e: Float64Array
  length = 0
  first = 0

  constructor(instruments: readonly Instrument[], capacity = FIRST_CAPACITY) {
    this.instruments = instruments
    this.intervals = new Float64Array(Math.max(1, instruments.length))
    this.kind = new Uint8Array(capacity)
    this.flag = new Uint8Array(capacity)
    this.instrument = new Uint16Array(capacity)
    this.time = new Float64Array(capacity)
    this.seen = new Float64Array(capacity)
    this.a = new Float64Array(capacity)
    this.b = new Float64Array(capacity)
    this.c = new Float64Array(0)
    this.d = new Float64Array(0)
    this.e = new Float64Array(0)
  }

  get end(): number {
    return this.first + this.length
  }

  setInterval(instrument: number, interval: Duration): void {
    this.intervals[instrument] = interval
  }

  /**
   * Adds a row. Asserts the order of exchange time: a tape out of order is a mistake upstream. A row
   * is never seen before the one ahead of it; the line keeps the order.
   */
  push(row: Readonly<Row>): void {
    const i = this.length
    const seenBefore = i > 0 ? this.seen[i - 1] : -Infinity
    assert.ok(
      i === 0 || row.time >= this.time[i - 1],
      "tape rows must not go back in exchange time",
    )
    assert.ok(row.seen >= row.time, "a row cannot be seen before it happened")
    if (i === this.kind.length) this.#grow(Math.max(FIRST_CAPACITY, i * 2))
    this.kind[i] = row.kind
    this.flag[i] = row.flag
    this.instrument[i] = row.instrument
    this.time[i] = row.time
    this.seen[i] = row.seen < seenBefore ? seenBefore : row.seen
    this.a[i] = row.a
    this.b[i] = row.b
    if (row.kind !== TRADE && row.kind !== OPEN && row.kind !== LEVEL) {
      if (this.c.length === 0) this.widen()
      this.c[i] = row.c
      this.d[i] = row.d
      this.e[i] = row.e
    }
    this.length = i + 1
  }

  /** Makes room for quotes and bars, whose rows have more than two values. */
  widen(): void {
    const capacity = this.kind.length
    this.c = new Float64Array(capacity)
    this.d = new Float64Array(capacity)
    this.e = new Float64Array(capacity)
  }

  /** Copies row `i` (counted from the oldest kept) into `into`. */
  read(i: number, into: Row): void {
    into.kind = this.kind[i] ?? 0
    into.flag = this.flag[i] ?? 0
    into.instrument = this.instrument[i] ?? 0
    into.time = this.time[i] ?? NaN
    into.seen = this.seen[i] ?? NaN
    into.a = this.a[i] ?? NaN
    into.b = this.b[i] ?? NaN
    if (this.c.length > 0) {
      into.c = this.c[i] ?? NaN
      into.d = this.d[i] ?? NaN
      into.e = this.e[i] ?? NaN
    }
  }

  /** Forgets the `count` oldest rows; a session that runs for weeks must not fill the memory. */
  forget(count: number): void {
    assert.ok(count <= this.length)
    for (const column of [
      this.kind,
      this.flag,
      this.instrument,
      this.time,
      this.seen,
      this.a,
      this.b,
      this.c,
      this.d,
      this.e,
    ]) {
      if (column.length > 0) column.copyWithin(0, count, this.length)
    }
    this.length -= count
    this.first += count
  }

  #grow(capacity: number): void {
    this.kind = grown(this.kind, new Uint8Array(capacity))
    this.flag = grown(this.flag, new Uint8Array(capacity))
    this.instrument = grown(this.instrument, new Uint16Array(capacity))
    this.time = grown(this.time, new Float64Array(capacity))
    this.seen = grown(this.seen, new Float64Array(capacity))
    this.a = grown(this.a, new Float64Array(capacity))
    this.b = grown(this.b, new Float64Array(capacity))
    if (this.c.length === 0) return
    this.c = grown(this.c, new Float64Array(capacity))
    this.d = grown(this.d, new Float64Array(capacity))
    this.e = grown(this.e, new Float64Array(capacity))
  }
}

/** A row with nothing in it yet. */
export function emptyRow(): Row {
  return {
    kind: 0,
    flag: 0,
    instrument: 0,
    time: NaN,
    seen: NaN,
    a: NaN,
    b: NaN,
    c: NaN,
    d: NaN,
    e: NaN,
  }
}

function grown<T extends Uint8Array | Uint16Array | Float64Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}

import type { Instrument } from "../market/instrument.ts"
import { BAR, LEVEL, OPEN, QUOTE, type Tape, TRADE } from "../market/tape.ts"
import { A, B, type Batch, C, D, E, type Kind, TEN, TIME } from "./batch.ts"

/** At one instant a bar ends before the next opens, and both before whatever else happens then. */
const END_RANK = 0
const OPEN_RANK = 1
const REST_RANK = 2

/** The kind of a tape's row that each table makes. */
export const TAPE_KINDS: Readonly<Record<Kind, number>> = {
  trades: TRADE,
  aggTrades: TRADE,
  quotes: QUOTE,
  bars: BAR,
  depth: LEVEL,
}

/**
 * Batches of one kind and symbol that follow each other in time, walked as rows of a tape: a bar as
 * its open and, at its end, as itself.
 */
export class Chain {
  readonly #batches: readonly Batch[]
  readonly #instrument: number
  readonly #kind: number
  readonly #place: number
  readonly #scales: Pick<Instrument, "priceScale" | "quantityScale">
  #next = 0
  #batch: Batch
  #row = -1
  #priceFactor = 1
  #quantityFactor = 1
  /** The row at hand: when, its rank among the rows of that instant, and its line in a capture. */
  time = NaN
  rank = NaN
  order = NaN
  isDone = false

  /**
   * @param batches at least one, none of them empty
   * @param place decides between chains whose rows tie in every other way
   */
  constructor(batches: readonly Batch[], instrument: Instrument, place: number) {
    this.#place = place
    this.#batches = batches
    this.#batch = batches[0]
    this.#instrument = instrument.index
    this.#scales = instrument
    this.#kind = TAPE_KINDS[this.#batch.kind]
    this.#enter(0)
  }

  /** Goes to the next row. @returns false when there is none */
  advance(): boolean {
    if (this.rank === OPEN_RANK) {
      this.time += this.#batch.interval
      this.rank = END_RANK
      return true
    }
    this.#row++
    if (this.#row === this.#batch.length) {
      if (this.#next === this.#batches.length) {
        this.isDone = true
        return false
      }
      this.#enter(this.#next)
      this.#row = 0
    }
    this.time = this.#batch.time[this.#row]
    if (this.#kind === BAR) this.rank = OPEN_RANK
    else {
      this.rank = REST_RANK
      if (this.#batch.order.length > 0) this.order = this.#batch.order[this.#row]
    }
    return true
  }

  /** Whether the row at hand belongs after the other's; without another, never. */
  isAfter(other: Chain | undefined): boolean {
    if (other === undefined) return false
    if (this.time !== other.time) return this.time > other.time
    if (this.rank !== other.rank) return this.rank > other.rank
    if (this.order !== other.order) return this.order > other.order
    return this.#place > other.#place
  }

  /** Puts the row at hand into a row of the tape. */
  write(tape: Tape, at: number): void {
    const row = this.#row
    const { columns, flag } = this.#batch
    const price = this.#priceFactor
    const quantity = this.#quantityFactor
    const a = columns[A][row]
    const b = columns[B][row]
    tape.instrument[at] = this.#instrument
    tape.time[at] = this.time
    tape.seen[at] = this.time
    tape.a[at] = a * price
    if (this.rank === OPEN_RANK) {
      tape.kind[at] = OPEN
      return
    }
    tape.kind[at] = this.#kind
    if (this.#kind === BAR) {
      tape.b[at] = b * price
      tape.c[at] = columns[C][row] * price
      tape.d[at] = columns[D][row] * price
      tape.e[at] = columns[E][row] * quantity
      return
    }
    tape.flag[at] = flag[row]
    tape.b[at] = b * quantity
    if (this.#kind === QUOTE) {
      tape.c[at] = columns[C][row] * price
      tape.d[at] = columns[D][row] * quantity
    }
  }

  /**
   * Puts the row at hand and all after it into the tape, from row `from` on; for when no other chain
   * is left to come between. @returns the row after the last
   */
  writeRest(tape: Tape, from: number): number {
    let at = from
    if (this.#kind === BAR) {
      do this.write(tape, at++)
      while (this.advance())
      return at
    }
    for (;;) {
      at = this.#writeBatch(tape, at)
      if (this.#next === this.#batches.length) break
      this.#enter(this.#next)
      this.#row = 0
    }
    this.isDone = true
    return at
  }

  /** The rest of one batch, column by column: many times faster than row by row. */
  #writeBatch(tape: Tape, at: number): number {
    const { columns, flag, length } = this.#batch
    const end = at + length - this.#row
    const copy = (to: Float64Array, place: number, factor: number): void => {
      to.set(columns[place].subarray(this.#row, length), at)
      if (factor !== 1) for (let i = at; i < end; i++) to[i] = to[i] * factor
    }
    tape.kind.fill(this.#kind, at, end)
    tape.flag.set(flag.subarray(this.#row, length), at)
    tape.instrument.fill(this.#instrument, at, end)
    copy(tape.time, TIME, 1)
    copy(tape.seen, TIME, 1)
    copy(tape.a, A, this.#priceFactor)
    copy(tape.b, B, this.#quantityFactor)
    if (this.#kind === QUOTE) {
      copy(tape.c, C, this.#priceFactor)
      copy(tape.d, D, this.#quantityFactor)
    }
    return end
  }

  #enter(next: number): void {
    const batch = this.#batches[next]
    this.#batch = batch
    this.#next = next + 1
    this.#priceFactor = TEN[this.#scales.priceScale - batch.priceScale]
    this.#quantityFactor = TEN[this.#scales.quantityScale - batch.quantityScale]
    this.order = 0
  }
}

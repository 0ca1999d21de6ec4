import type { Instrument } from "../../market/instrument.ts"
import {
  BAR,
  BUYER_IS_MAKER,
  emptyRow,
  LEVEL,
  OPEN,
  QUOTE,
  type Row,
  Tape,
  TRADE,
} from "../../market/tape.ts"
import type { MarketSource } from "../../simulation/source.ts"
import type { Instant } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import { BookShape } from "./book-shape.ts"

/** A bar's trades happen this long before its end, so that they count as of it. */
const BEFORE_END_US = 1_000

/**
 * Gives a market a whole book and single trades where it tells only the best prices, only trades, or
 * only bars: an exchange shows all of that. What is known is kept; what is made up is made around it.
 */
export class DeepSource implements MarketSource {
  readonly name: string
  readonly #inner: MarketSource
  readonly #shapes: readonly BookShape[]
  /** The finest that the market tells of each instrument: a kind of row. */
  readonly #told: Uint8Array
  /** What is offered at the best prices where only trades or bars are known, by instrument. */
  readonly #offered: Float64Array
  readonly #row = emptyRow()
  #time = -Infinity

  /** @param told.bookSize how much of a level's usual size is shown, as a share */
  constructor(inner: MarketSource, told: { readonly seed: number; readonly bookSize: number }) {
    const { seed, bookSize } = told
    this.name = inner.name
    this.#inner = inner
    this.#told = new Uint8Array(inner.instruments.length)
    this.#offered = new Float64Array(inner.instruments.length)
    this.#shapes = inner.instruments.map(
      (instrument) =>
        new BookShape(instrument, {
          chance: new Chance(seed, `${instrument.symbol} depth`),
          bookSize,
        }),
    )
  }

  get instruments(): readonly Instrument[] {
    return this.#inner.instruments
  }

  get firstAt(): Instant | undefined {
    return this.#inner.firstAt
  }

  get isOver(): boolean {
    return this.#inner.isOver
  }

  extend(tape: Tape, until: Instant): void {
    const rows = new Tape(this.instruments)
    this.#inner.extend(rows, until)
    for (let i = 0; i < rows.length; i++) {
      rows.read(i, this.#row)
      this.#put(tape, this.#row)
      this.#time = tape.length > 0 ? tape.time[tape.length - 1] : this.#time
    }
  }

  skip(until: Instant): void {
    this.#inner.skip(until)
  }

  save(): string {
    return this.#inner.save()
  }

  #put(tape: Tape, row: Row): void {
    const told = this.#told[row.instrument]
    switch (row.kind) {
      case LEVEL:
        this.#told[row.instrument] = LEVEL
        tape.push(row)
        return
      case QUOTE: {
        if (told === LEVEL) return
        this.#told[row.instrument] = QUOTE
        const top = { bid: row.a, bidSize: row.b, ask: row.c, askSize: row.d }
        this.#shapes[row.instrument].quote(tape, top, row.time)
        return
      }
      case TRADE:
        tape.push(row)
        if (told !== LEVEL && told !== QUOTE) this.#around(tape, row, row.time)
        return
      case OPEN:
        this.#trade(tape, row, { price: row.a, quantity: 0, time: row.time })
        return
      case BAR:
        this.#bar(tape, row)
    }
  }

  /** The extremes of a bar, then its close, each with a third of its volume. */
  #bar(tape: Tape, bar: Row): void {
    const { a: open, b: high, c: low, d: close, e: volume } = { ...bar }
    const time = Math.max(this.#time, bar.time - BEFORE_END_US)
    const third = Math.floor(volume / 3)
    const path = close >= open ? [low, high, close] : [high, low, close]
    path.forEach((price, i) => {
      const quantity = i === 2 ? volume - 2 * third : third
      this.#trade(tape, { ...bar }, { price, quantity, time })
    })
  }

  #trade(
    tape: Tape,
    bar: Row,
    told: { readonly price: number; readonly quantity: number; readonly time: number },
  ): void {
    const { step } = this.instruments[bar.instrument].filters
    const quantity = Math.max(1, step, told.quantity)
    const row = { ...bar, kind: TRADE, flag: 0, a: told.price, b: quantity }
    row.time = Math.max(told.time, this.#time)
    row.seen = row.time
    tape.push(row)
    this.#around(tape, row, row.time)
  }

  /** Where only trades are known: the side that was hit stands at the price, the other a tick away. */
  #around(tape: Tape, trade: Row, time: number): void {
    const { tick } = this.instruments[trade.instrument].filters
    const { a: price, b: quantity, instrument } = trade
    // A trade seldom takes all there is; what is offered is the largest of late, slowly forgotten.
    const size = Math.max(quantity, Math.floor(this.#offered[instrument] * 0.95))
    this.#offered[instrument] = size
    const isSale = (trade.flag & BUYER_IS_MAKER) !== 0
    const bid = isSale ? price : price - Math.max(1, tick)
    const top = { bid, bidSize: size, ask: bid + Math.max(1, tick), askSize: size }
    if (bid > 0) this.#shapes[trade.instrument].quote(tape, top, time)
  }
}

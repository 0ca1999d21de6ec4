import { BUYER_IS_MAKER, emptyRow, TRADE } from "../../../market/tape.ts"
import type { MarketMessage } from "../codec/message.ts"
import type { CandleCheck } from "./candle-check.ts"
import type { RowSink } from "./row-sink.ts"
import { Sieve } from "./sieve.ts"

/** What has happened to the trades so far, for doctor and telemetry. */
export interface TradeCounts {
  taken: number
  /** Heard a second time, as while two sockets overlap. */
  doubled: number
  /** Holes in the numbers of trades (DATA-5). */
  gaps: number
  /** Trades that were asked for afterwards and came. */
  repaired: number
  /** Trades that never came. */
  missed: number
  /** Set aside because of an absurd price (DATA-8). */
  aside: number
}

/** A larger hole is not filled: one request gives so many, and what is older helps nobody now. */
const REPAIR_MOST = 1_000
/** So many newer trades wait for a hole to be filled (DATA-4). */
const HELD_MOST = 1_000

/** A trade, kept. */
type Kept = Pick<MarketMessage, "id" | "happenedAt" | "a" | "b" | "isBuyerMaker"> & {
  readonly seen: number
}

/**
 * The trades of one instrument in the order of their numbers, each once. At a hole the newer ones wait
 * until those between have been asked for and have come, or will not come (DATA-5).
 */
export class TradeLine {
  readonly #sink: RowSink
  readonly #counts: TradeCounts
  readonly #candles: CandleCheck
  readonly #ask: (fromId: number, count: number) => void
  readonly #sieve = new Sieve()
  readonly #row = emptyRow()
  /** Newer than the hole, by their numbers. */
  #held: Kept[] = []
  #lastId = NaN
  /** Trades before the next one are missing for good. */
  #isTorn = false

  constructor(told: {
    readonly instrument: number
    readonly sink: RowSink
    readonly counts: TradeCounts
    readonly candles: CandleCheck
    /** Asks for `count` trades from a number on; answered by `fill` or `giveUp`. */
    readonly ask: (fromId: number, count: number) => void
  }) {
    this.#sink = told.sink
    this.#counts = told.counts
    this.#candles = told.candles
    this.#ask = told.ask
    this.#row.kind = TRADE
    this.#row.instrument = told.instrument
  }

  /** False while trades are missing that have been asked for. */
  get isSure(): boolean {
    return this.#held.length === 0
  }

  onTrade(message: MarketMessage, seen: number): void {
    const { id } = message
    if (id <= this.#lastId) this.#counts.doubled++
    else if (id === this.#lastId + 1 || Number.isNaN(this.#lastId)) {
      this.#take(message, seen)
      if (this.#held.length > 0) this.#takeHeld()
    } else this.#hold(message, seen)
  }

  /** A trade that was asked for. */
  fill(message: MarketMessage, seen: number): void {
    if (message.id !== this.#lastId + 1) return
    this.#counts.repaired++
    this.#take(message, seen)
  }

  /** All that can be had has come: goes on with what waits, whatever is still missing. */
  giveUp(): void {
    while (this.#held.length > 0) {
      const next = this.#held[0]
      if (next.id > this.#lastId + 1) this.#skipTo(next.id)
      this.#takeHeld()
    }
  }

  /** The stream was left: the next trade to come follows none. */
  forget(): void {
    this.#held = []
    this.#lastId = NaN
  }

  #hold(message: MarketMessage, seen: number): void {
    const { id, happenedAt, a, b, isBuyerMaker } = message
    const missing = id - this.#lastId - 1
    if (this.#held.length === 0) {
      this.#counts.gaps++
      if (missing > REPAIR_MOST) {
        this.#skipTo(id)
        return this.#take(message, seen)
      }
      this.#ask(this.#lastId + 1, missing)
    }
    const place = this.#held.findLastIndex((other) => other.id <= id)
    if (place >= 0 && this.#held[place].id === id) {
      this.#counts.doubled++
      return
    }
    this.#held.splice(place + 1, 0, { id, happenedAt, a, b, isBuyerMaker, seen })
    if (this.#held.length > HELD_MOST) this.giveUp()
  }

  /** Takes what waits and follows without a hole. */
  #takeHeld(): void {
    let count = 0
    for (const kept of this.#held) {
      if (kept.id > this.#lastId + 1) break
      if (kept.id === this.#lastId + 1) this.#take(kept, kept.seen)
      count++
    }
    this.#held.splice(0, count)
  }

  #skipTo(id: number): void {
    this.#counts.missed += id - this.#lastId - 1
    this.#lastId = id - 1
    this.#isTorn = true
  }

  #take(trade: Omit<Kept, "seen">, seen: number): void {
    const isNext = !this.#isTorn && !Number.isNaN(this.#lastId)
    this.#isTorn = false
    this.#lastId = trade.id
    if (!this.#sieve.passes(trade.a)) {
      this.#counts.aside++
      return
    }
    this.#counts.taken++
    this.#candles.onTrade(trade, isNext)
    this.#row.time = trade.happenedAt
    this.#row.seen = seen
    this.#row.a = trade.a
    this.#row.b = trade.b
    this.#row.flag = trade.isBuyerMaker ? BUYER_IS_MAKER : 0
    this.#sink.add(this.#row)
  }
}

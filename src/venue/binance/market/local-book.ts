import { DepthSide } from "../../../market/depth-side.ts"
import { ASK, emptyRow, LAST, LEVEL, RESET } from "../../../market/tape.ts"
import type { MarketMessage } from "../codec/message.ts"
import { RecentQuotes } from "./recent-quotes.ts"
import type { RowSink } from "./row-sink.ts"
import { type KeptLevels, WaitingChanges } from "./waiting-changes.ts"

/** What has happened to the books so far, for doctor and telemetry; one for all of them. */
export interface BookCounts {
  /** Snapshots that a book was built on. */
  built: number
  /** Events that did not go on where the last one ended (DATA-5). */
  gaps: number
  /** Books whose best bid reached the best ask (DATA-6). */
  crossed: number
  /** Best prices and quantities compared with the quote of the same update, and those that differed. */
  checked: number
  differing: number
}

/**
 * The order book of one instrument, by the exchange's procedure: changes are kept until a snapshot has
 * come, the first change used must hold the update after the snapshot's, and each next one must go on
 * where the last ended (binance-spot.md section 20, DATA-6). Whatever does not fit throws all away and
 * begins again with a new snapshot. The book on the tape is empty of lies: it changes only while sure.
 */
export class LocalBook {
  readonly bids = new DepthSide("bids")
  readonly asks = new DepthSide("asks")
  readonly #sink: RowSink
  readonly #counts: BookCounts
  readonly #ask: () => void
  readonly #waiting = new WaitingChanges()
  readonly #quotes = new RecentQuotes()
  readonly #row = emptyRow()
  #id = NaN
  #isSure = false

  constructor(told: {
    readonly instrument: number
    readonly sink: RowSink
    readonly counts: BookCounts
    /** Asks for a snapshot; asking again while one is on its way is the caller's to notice. */
    readonly ask: () => void
  }) {
    this.#sink = told.sink
    this.#counts = told.counts
    this.#ask = told.ask
    this.#row.kind = LEVEL
    this.#row.instrument = told.instrument
  }

  /** False while the book is being built or repaired: no entry may rest on it (DATA-5). */
  get isSure(): boolean {
    return this.#isSure
  }

  /** The last update in it; NaN before there is one. */
  get id(): number {
    return this.#id
  }

  /** A change of depth. @param seen when it came, by the exchange's clock */
  onDepth(message: MarketMessage, seen: number): void {
    if (!this.#isSure) return this.#keep(message)
    if (message.id <= this.#id) return
    if (message.firstId > this.#id + 1) {
      this.#counts.gaps++
      return this.#restart(message)
    }
    this.#apply(message)
    if (!this.#isTrue()) return this.#restart()
    this.#write(message, seen)
  }

  /** A snapshot that was asked for. */
  onSnapshot(message: MarketMessage, seen: number): void {
    if (this.#isSure) return
    const first = this.#waiting.first
    // Too old to be joined to what came since; a fresher one is needed, not a new stream.
    if (first !== undefined && first.firstId > message.id + 1) return this.#ask()
    this.bids.clear()
    this.asks.clear()
    this.#apply(message)
    let sentAt = NaN
    for (const change of this.#waiting.all) {
      if (change.id <= this.#id) continue
      this.#apply(change)
      sentAt = change.sentAt
    }
    this.#waiting.clear()
    if (!this.#isTrue()) return this.#restart()
    this.#isSure = true
    this.#counts.built++
    this.#writeWhole(Number.isNaN(sentAt) ? seen : sentAt, seen)
  }

  /** A quote of the same instrument; it shows the top of the book after the update of its id. */
  onQuote(message: MarketMessage): void {
    this.#quotes.keep(message)
    if (this.#isSure && message.id === this.#id && !this.#isTrue()) this.#restart()
  }

  /** The stream was left or will not go on: what is known is not kept up any more. */
  forget(): void {
    this.#isSure = false
    this.#waiting.clear()
    this.bids.clear()
    this.asks.clear()
  }

  #keep(message: MarketMessage): void {
    const isFirst = this.#waiting.first === undefined
    if (!this.#waiting.add(message)) {
      this.#counts.gaps++
      return this.#restart(message)
    }
    if (isFirst) this.#ask()
  }

  /** Throws all away; the change at hand, if it is not the culprit, is the first of the new start. */
  #restart(message?: MarketMessage): void {
    this.forget()
    if (message !== undefined) this.#waiting.add(message)
    this.#ask()
  }

  #apply(change: {
    readonly id: number
    readonly bids: KeptLevels
    readonly asks: KeptLevels
  }): void {
    setAll(this.bids, change.bids)
    setAll(this.asks, change.asks)
    this.#id = change.id
  }

  /** Whether the book is neither crossed nor at odds with the quote of the same update, if one came. */
  #isTrue(): boolean {
    if (this.bids.price(0) >= this.asks.price(0)) {
      this.#counts.crossed++
      return false
    }
    const quote = this.#quotes.find(this.#id)
    if (quote === undefined) return true
    this.#counts.checked++
    const isEqual =
      quote[0] === this.bids.price(0) &&
      quote[1] === this.bids.quantity(0) &&
      quote[2] === this.asks.price(0) &&
      quote[3] === this.asks.quantity(0)
    if (!isEqual) this.#counts.differing++
    return isEqual
  }

  #write({ bids, asks, sentAt }: MarketMessage, seen: number): void {
    this.#row.time = sentAt
    this.#row.seen = seen
    const count = bids.length + asks.length
    for (let i = 0; i < count; i++) {
      const isAsk = i >= bids.length
      const side = isAsk ? asks : bids
      const at = isAsk ? i - bids.length : i
      this.#row.a = side.price[at]
      this.#row.b = side.quantity[at]
      this.#row.flag = (isAsk ? ASK : 0) | (i === count - 1 ? LAST : 0)
      this.#sink.add(this.#row)
    }
  }

  /** The whole book as one event, best levels first; the first row empties what was there before. */
  #writeWhole(time: number, seen: number): void {
    this.#row.time = time
    this.#row.seen = seen
    const count = this.bids.levels + this.asks.levels
    if (count === 0) this.#writeEmpty()
    for (let i = 0; i < count; i++) {
      const isAsk = i >= this.bids.levels
      const side = isAsk ? this.asks : this.bids
      const depth = isAsk ? i - this.bids.levels : i
      this.#row.a = side.price(depth)
      this.#row.b = side.quantity(depth)
      this.#row.flag = (isAsk ? ASK : 0) | (i === 0 ? RESET : 0) | (i === count - 1 ? LAST : 0)
      this.#sink.add(this.#row)
    }
  }

  /** A level that is gone, with which everything else is gone, too. */
  #writeEmpty(): void {
    this.#row.a = 1
    this.#row.b = 0
    this.#row.flag = RESET | LAST
    this.#sink.add(this.#row)
  }
}

function setAll(side: DepthSide, { price, quantity, length }: KeptLevels): void {
  for (let i = 0; i < length; i++) side.set(price[i], quantity[i])
}

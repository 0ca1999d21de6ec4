import type { Instrument } from "../../../market/instrument.ts"
import { emptyRow, QUOTE } from "../../../market/tape.ts"
import type { MarketMessage } from "../codec/message.ts"
import { CandleCheck } from "./candle-check.ts"
import { type FeedCounts, newCounts } from "./feed-counts.ts"
import { LocalBook } from "./local-book.ts"
import type { RowSink } from "./row-sink.ts"
import { Sieve } from "./sieve.ts"
import { TradeLine } from "./trade-line.ts"

/** Asks the exchange for what a feed is missing. */
export interface Asking {
  book(instrument: Instrument): void
  trades(instrument: Instrument, fromId: number, count: number): void
}

/** The latest 24 hours of an instrument, as counts. */
export interface Day {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly last: number
  readonly volume: number
}

/** Where a book goes whose changes nobody plays. */
const NOWHERE: RowSink = { add: () => undefined }

/** Everything that is heard of one instrument, brought into order and onto the tape. */
export class InstrumentFeed {
  readonly instrument: Instrument
  readonly book: LocalBook
  readonly trades: TradeLine
  readonly counts: FeedCounts = newCounts()
  readonly #sink: RowSink
  readonly #candles: CandleCheck
  readonly #bidSieve = new Sieve()
  readonly #askSieve = new Sieve()
  readonly #row = emptyRow()
  #quoteId = NaN
  #heardAt = -Infinity
  #pricedAt = -Infinity
  #day: Day | undefined
  /** A quote that waits while we are behind: only the newest counts then (DATA-10). */
  #isConflated = false

  constructor(told: {
    readonly instrument: Instrument
    readonly sink: RowSink
    /** Whether changes of the whole book are rows of the tape. */
    readonly hasBookRows: boolean
    readonly asking: Asking
  }) {
    const { instrument, sink, asking } = told
    const counts = this.counts
    this.instrument = instrument
    this.#sink = sink
    this.#candles = new CandleCheck(counts.candles)
    this.#row.kind = QUOTE
    this.#row.flag = 0
    this.#row.instrument = instrument.index
    this.#row.e = 0
    this.book = new LocalBook({
      instrument: instrument.index,
      sink: told.hasBookRows ? sink : NOWHERE,
      counts: counts.books,
      ask: () => asking.book(instrument),
    })
    this.trades = new TradeLine({
      instrument: instrument.index,
      sink,
      counts: counts.trades,
      candles: this.#candles,
      ask: (fromId, count) => asking.trades(instrument, fromId, count),
    })
  }

  /** Whether nothing is being repaired: while unsure there are no signals to enter (DATA-5). */
  get isSure(): boolean {
    return this.book.isSure && this.trades.isSure
  }

  /** When anything of it was last heard that shows its streams alive, by the exchange's clock. */
  get heardAt(): number {
    return this.#heardAt
  }

  /** When a price was last heard: a trade or a quote (DATA-9). */
  get pricedAt(): number {
    return this.#pricedAt
  }

  /** The latest 24 hours; undefined until the exchange has told them (DATA-2). */
  get day(): Day | undefined {
    return this.#day
  }

  /** @param told.time what a message that says no time is taken to have happened at */
  hear(
    message: MarketMessage,
    told: { readonly seen: number; readonly time: number; readonly isBehind: boolean },
  ): void {
    // The figures of a day go on coming when all else has gone silent.
    if (message.kind !== "day") this.#heardAt = told.seen
    if (message.kind === "trade") {
      this.#pricedAt = told.seen
      this.trades.onTrade(message, told.seen)
    } else if (message.kind === "quote") this.#quote(message, told)
    else if (message.kind === "depth") this.book.onDepth(message, told.seen)
    else if (message.kind === "day") this.#day = dayOf(message)
    else if (message.kind !== "candle") this.counts.unasked++
    else if (message.isClosed) this.#candles.onCandle(message)
  }

  /** Lets the newest quote go that waited while we were behind. */
  flush(): void {
    if (this.#isConflated) this.#sink.add(this.#row)
    this.#isConflated = false
  }

  /** The streams were left: what comes later does not go on from here. */
  forget(): void {
    this.book.forget()
    this.trades.forget()
    this.#quoteId = NaN
    this.#isConflated = false
  }

  #quote(
    message: MarketMessage,
    {
      seen,
      time,
      isBehind,
    }: { readonly seen: number; readonly time: number; readonly isBehind: boolean },
  ): void {
    if (message.id <= this.#quoteId) {
      this.counts.quotes.doubled++
      return
    }
    this.#quoteId = message.id
    this.book.onQuote(message)
    const isBidTrue = this.#bidSieve.passes(message.a)
    if (!this.#askSieve.passes(message.c) || !isBidTrue) {
      this.counts.quotes.aside++
      return
    }
    this.#pricedAt = seen
    this.counts.quotes.taken++
    if (this.#isConflated) this.counts.quotes.conflated++
    this.#row.time = time
    this.#row.seen = seen
    this.#row.a = message.a
    this.#row.b = message.b
    this.#row.c = message.c
    this.#row.d = message.d
    this.#isConflated = isBehind
    if (!isBehind) this.#sink.add(this.#row)
  }
}

const dayOf = ({ a, b, c, d, e }: MarketMessage): Day => ({
  open: a,
  high: b,
  low: c,
  last: d,
  volume: e,
})

import assert from "node:assert/strict"
import type { Instrument } from "../../../market/instrument.ts"
import type { Tape } from "../../../market/tape.ts"
import { type Duration, type Instant, instantOf } from "../../../value/brand.ts"
import type { Chance } from "../../../value/chance.ts"
import { FOREVER, later, NEVER, seconds } from "../../../value/time.ts"
import { Decoder } from "../codec/decoder.ts"
import type { MarketMessage } from "../codec/message.ts"
import type { Effect, Happening } from "../effect.ts"
import type { RequestDesk } from "../request-desk.ts"
import { type FeedCounts, newCounts, totalOf } from "./feed-counts.ts"
import { type Asking, InstrumentFeed } from "./instrument-feed.ts"
import { LinkPlan, type Purpose } from "./link-plan.ts"
import { feedHealth, type FeedHealth } from "./feed-health.ts"
import { Questions } from "./questions.ts"
import type { StreamLink } from "./stream-link.ts"
import { TapeLine } from "./tape-line.ts"

/** Told to a market feed once. */
export interface FeedTerms {
  /** `wss://stream.binance.com:9443`, without a path. */
  readonly streamUrl: string
  /** Rows go here; its instruments are those that can be followed. */
  readonly tape: Tape
  readonly desk: RequestDesk
  readonly chance: Chance
  readonly effects: Effect[]
  /** The exchange's clock less our own, as far as it is known. */
  readonly offset: () => Duration
}

/** An instrument that is followed. */
interface Followed {
  readonly feed: InstrumentFeed
  readonly link: StreamLink
  readonly streams: readonly string[]
  renewedAt: number
}

/** An instrument of which nothing is heard for so long is asked for again, once in this time. */
const RENEW_AFTER: Duration = seconds(60)
/** Silence is looked for so often. */
const LOOK_EVERY: Duration = seconds(5)
/** A quote says no time: it is taken to be as old as the newest message that does, at most so old. */
const QUOTE_AGE_MOST: Duration = seconds(1)

/**
 * The market side of the venue: follows instruments over several connections, and brings what they say
 * onto one tape, each event once, in order, whatever the streams do (DATA-1 … DATA-11). It has no I/O:
 * it is told what happened and when, and pushes effects. Rows carry two times, both by the exchange's
 * clock: when it happened, and when we had it (DATA-9).
 */
export class MarketFeed implements Asking {
  readonly #terms: FeedTerms
  readonly #decoder: Decoder
  readonly #links: LinkPlan
  readonly #questions: Questions
  readonly #line: TapeLine
  readonly #followed: (Followed | undefined)[] = []
  /** What was counted of instruments that are not followed any more. */
  #left: FeedCounts = newCounts()
  /** The newest time that any message said. */
  #sentAt = -Infinity
  #lookAt: Instant = NEVER
  #now: Instant = NEVER
  #heardAt: Instant = NEVER
  /** Whether the happening at hand came while we were behind. */
  #isBehind = false
  /** Quotes may be waiting for the end of the turn. */
  #hasConflated = false

  constructor(terms: FeedTerms) {
    this.#terms = terms
    this.#decoder = new Decoder(terms.tape.instruments)
    this.#questions = new Questions(terms)
    this.#line = new TapeLine(terms.tape)
    // Raw streams name their symbol in every event; times in microseconds (binance-spot.md section 2).
    const url = `${terms.streamUrl}/ws?timeUnit=MICROSECOND`
    this.#links = new LinkPlan({ url, chance: terms.chance, effects: terms.effects })
  }

  start(at: Instant): void {
    this.#now = at
    this.#links.start(at)
  }

  stop(at: Instant): void {
    this.#links.stop(at)
  }

  /** Follows an instrument from now on; what it is followed for can be changed the same way (DATA-1). */
  follow(index: number, purpose: Purpose, at: Instant): void {
    this.leave(index, at)
    this.#now = at
    const instrument = this.#terms.tape.instruments[index]
    assert.ok(instrument !== undefined, "an instrument that is followed is one of the tape's")
    const streams = streamsOf(instrument)
    const link = this.#links.carry(streams, purpose, at)
    const feed = new InstrumentFeed({
      instrument,
      sink: this.#line,
      hasBookRows: purpose === "execution",
      asking: this,
    })
    this.#followed[index] = { feed, link, streams, renewedAt: this.#seen(at) }
  }

  leave(index: number, at: Instant): void {
    const followed = this.#followed[index]
    if (followed === undefined) return
    this.#followed[index] = undefined
    this.#left = totalOf([this.#left, followed.feed.counts])
    for (const link of this.#links.all) link.remove(followed.streams, at)
    this.#questions.drop(`book ${index}`)
    this.#questions.drop(`trades ${index}`)
  }

  /**
   * What happened outside; happenings that are not ours are passed over.
   * @param isBehind more has arrived than a turn takes: of quotes only the newest then counts (DATA-10)
   */
  happened(happening: Happening, at: Instant, isBehind = false): void {
    this.#now = at
    this.#isBehind = isBehind
    this.#hasConflated ||= isBehind
    if (happening.kind === "answered" || happening.kind === "failed") {
      return this.#questions.happened(happening, at)
    }
    const link = this.#links.find(happening.socket)
    if (link === undefined) return
    link.connection.happened(happening, at)
    if (happening.kind === "message") this.#hear(happening.bytes, happening.socket, link)
  }

  /** Once a turn, when all that happened has been told. */
  onTime(at: Instant): void {
    this.#now = at
    for (const { connection } of this.#links.all) connection.onTime(at)
    if (this.#hasConflated) for (const followed of this.#followed) followed?.feed.flush()
    this.#hasConflated = false
    this.#line.onTime(instantOf(this.#seen(at)))
    if (at >= this.#lookAt) this.#look(at)
    this.#questions.onTime(at)
  }

  get nextDue(): Instant {
    const held = this.#line.nextDue
    let due = held === FOREVER ? held : instantOf(held - this.#terms.offset())
    for (const { connection } of this.#links.all) due = earlier(due, connection.nextDue)
    return earlier(earlier(due, this.#lookAt), this.#questions.nextDue)
  }

  /** False while an instrument is not followed, not connected or being repaired (DATA-5). */
  isSure(index: number): boolean {
    const followed = this.#followed[index]
    if (followed === undefined || !followed.feed.isSure) return false
    return this.#links.isCarried(followed.link, followed.streams)
  }

  /** When anything was last heard of any instrument, by our own clock (EXEC-71). */
  get heardAt(): Instant {
    return this.#heardAt
  }

  /** EXEC-64: several attempts to open a connection came to nothing, and the next one waits. */
  isHeldBack(at: Instant): boolean {
    return this.#links.all.some(({ connection }) => connection.isHeldBack(at))
  }

  /** How old the latest price is, by arrival: over 2 s is stale, over 10 s critical (DATA-9). */
  priceAge(index: number, at: Instant): Duration {
    const pricedAt = this.#followed[index]?.feed.pricedAt ?? -Infinity
    return Math.max(0, this.#seen(at) - pricedAt) as Duration
  }

  /** The state of everything, for status, doctor and telemetry. */
  health(at: Instant): FeedHealth {
    const feeds = this.#followed.flatMap((followed) => (followed ? [followed.feed] : []))
    return feedHealth({
      links: this.#links.all,
      feeds,
      left: this.#left,
      tape: this.#line.counts,
      faults: this.#decoder.faults,
      cuts: this.#decoder.cuts,
      failedRequests: this.#questions.failed,
      seen: this.#seen(at),
    })
  }

  book({ index, symbol }: Instrument): void {
    const question = {
      key: `book ${index}`,
      target: `/api/v3/depth?symbol=${encodeURIComponent(symbol)}&limit=1000`,
      weight: 50,
      onAnswer: (body: string): boolean => this.#onBook(body, index),
      triesMost: Infinity,
      onGiveUp: () => undefined,
    }
    this.#questions.ask(question, this.#now)
  }

  trades({ index, symbol }: Instrument, fromId: number, count: number): void {
    const name = encodeURIComponent(symbol)
    const feed = this.#followed[index]?.feed
    const question = {
      key: `trades ${index}`,
      target: `/api/v3/historicalTrades?symbol=${name}&fromId=${fromId}&limit=${count}`,
      weight: 25,
      onAnswer: (body: string): boolean => this.#onTrades(body, index),
      // Candles and prices wait for these trades; they are worth a few seconds, not more.
      triesMost: 2,
      onGiveUp: () => feed?.trades.giveUp(),
    }
    this.#questions.ask(question, this.#now)
  }

  #onBook(body: string, index: number): boolean {
    const message = this.#decoder.readBook(body, index)
    if (message.kind !== "book") return false
    this.#followed[index]?.feed.book.onSnapshot(message, this.#seen(this.#now))
    return true
  }

  #onTrades(body: string, index: number): boolean {
    const trades = this.#followed[index]?.feed.trades
    const seen = this.#seen(this.#now)
    const isRead = this.#decoder.readTrades(body, index, (trade) => trades?.fill(trade, seen))
    if (isRead) trades?.giveUp()
    return isRead
  }

  #hear(bytes: Uint8Array, socket: string, link: StreamLink): void {
    const message = this.#decoder.read(bytes)
    switch (message.kind) {
      case "nothing":
        return
      case "reply":
        return link.onReply(message, socket, this.#now)
      case "shutdown":
        return link.connection.replace(socket, this.#now)
      case "trade":
      case "aggTrade":
      case "quote":
      case "depth":
      case "book":
      case "candle":
      case "day":
        return this.#toFeed(message)
      default:
        message.kind satisfies never
    }
  }

  #toFeed(message: MarketMessage): void {
    const followed = this.#followed[message.instrument]
    // The last words of a stream that was left.
    if (followed === undefined) return
    this.#heardAt = this.#now
    const seen = this.#seen(this.#now)
    if (message.kind !== "quote" && message.sentAt > this.#sentAt && message.sentAt <= seen) {
      this.#sentAt = message.sentAt
    }
    const time = Math.min(seen, Math.max(this.#sentAt, seen - QUOTE_AGE_MOST))
    followed.feed.hear(message, { seen, time, isBehind: this.#isBehind })
  }

  /** Asks again for instruments of which nothing is heard though their connection is up. */
  #look(at: Instant): void {
    this.#lookAt = later(at, LOOK_EVERY)
    const seen = this.#seen(at)
    const silent = new Map<StreamLink, string[]>()
    for (const followed of this.#followed) {
      if (followed === undefined || followed.link.connection.state !== "connected") continue
      const since = Math.max(followed.feed.heardAt, followed.renewedAt)
      if (seen - since < RENEW_AFTER) continue
      followed.renewedAt = seen
      followed.feed.counts.renewed++
      silent.set(followed.link, [...(silent.get(followed.link) ?? []), ...followed.streams])
    }
    for (const [link, streams] of silent) link.renew(streams, at)
  }

  #seen(at: Instant): number {
    return at + this.#terms.offset()
  }
}

/** What is said about one instrument (DATA-2): the 20 levels a side come out of the changes of depth. */
function streamsOf({ symbol }: Instrument): readonly string[] {
  const name = symbol.toLowerCase()
  const kinds = ["trade", "bookTicker", "depth@100ms", "kline_1m", "miniTicker"]
  return kinds.map((kind) => `${name}@${kind}`)
}

const earlier = (x: Instant, y: Instant): Instant => (x < y ? x : y)

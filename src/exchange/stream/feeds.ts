import type { Instant } from "../../value/brand.ts"
import type { UserEvent } from "../account/user-event.ts"
import type { Hall, HallListener } from "../hall.ts"
import type { Market } from "../market/market.ts"
import type { Aggregate, PublicTrade } from "../market/trade-log.ts"
import type { TimeUnit } from "../protocol/figure.ts"
import { aggregateEvent, type MarketEvent, topEvent, tradeEvent } from "./market-event.ts"
import { parseStream, type StreamName } from "./stream-name.ts"
import { TimedStream } from "./timed-stream.ts"

/** One connection, as the feeds see it. */
export interface Subscriber {
  readonly unit: TimeUnit
  /** @param data the event as JSON text */
  deliver(stream: string, data: string): void
}

/** Whoever listens to one account. */
export type UserListener = (event: UserEvent) => void

interface Wanted {
  readonly name: StreamName
  readonly subscribers: Set<Subscriber>
  /** For streams that speak at intervals. */
  readonly timed: TimedStream | undefined
}

/** Brings what happens in the hall to those who subscribed to it. Nothing is made that nobody wants. */
export class Feeds implements HallListener {
  readonly #wanted = new Map<string, Wanted>()
  readonly #users = new Map<string, Set<UserListener>>()
  readonly #tops = new Map<string, string>()

  /** @param hall whose markets the stream is of */
  subscribe(stream: string, subscriber: Subscriber, hall: Hall): void {
    const known = this.#wanted.get(stream)
    if (known !== undefined) {
      known.subscribers.add(subscriber)
      return
    }
    const name = parseStream(stream)
    if (name === undefined) return
    const market = name.symbol === undefined ? undefined : hall.marketOf(name.symbol)
    if (name.symbol !== undefined && market === undefined) return
    const timed = name.period === 0 ? undefined : new TimedStream(name, hall, market)
    this.#wanted.set(stream, { name, subscribers: new Set([subscriber]), timed })
  }

  unsubscribe(stream: string, subscriber: Subscriber): void {
    const wanted = this.#wanted.get(stream)
    wanted?.subscribers.delete(subscriber)
    if (wanted?.subscribers.size === 0) this.#wanted.delete(stream)
  }

  listen(account: string, listener: UserListener): void {
    const listeners = this.#users.get(account) ?? new Set()
    listeners.add(listener)
    this.#users.set(account, listeners)
  }

  leave(account: string, listener: UserListener): void {
    this.#users.get(account)?.delete(listener)
  }

  /** Lets the streams speak whose time has come. */
  tick(now: Instant): void {
    for (const [stream, wanted] of this.#wanted) {
      for (const event of wanted.timed?.events(now) ?? []) this.#publish(stream, wanted, event)
    }
  }

  onTrade(market: Market, trade: PublicTrade): void {
    this.#say(market, "trade", () => tradeEvent(market, trade))
  }

  onAggregate(market: Market, aggregate: Aggregate): void {
    this.#say(market, "aggTrade", () => aggregateEvent(market, aggregate))
  }

  onBook(market: Market): void {
    const { symbol } = market.instrument
    if (!this.#wanted.has(`${symbol.toLowerCase()}@bookTicker`)) return
    const { bids, asks } = market.book.view
    const top = `${bids[0]?.join() ?? ""} ${asks[0]?.join() ?? ""}`
    if (this.#tops.get(symbol) === top) return
    this.#tops.set(symbol, top)
    this.#say(market, "bookTicker", () => topEvent(market))
  }

  onUserEvent(account: string, event: UserEvent): void {
    for (const listener of this.#users.get(account) ?? []) listener(event)
  }

  #say(market: Market, kind: string, event: () => MarketEvent): void {
    const stream = `${market.instrument.symbol.toLowerCase()}@${kind}`
    const wanted = this.#wanted.get(stream)
    if (wanted !== undefined) this.#publish(stream, wanted, event())
  }

  #publish(stream: string, wanted: Wanted, event: MarketEvent): void {
    const texts: Partial<Record<TimeUnit, string>> = {}
    for (const subscriber of wanted.subscribers) {
      const text = (texts[subscriber.unit] ??= JSON.stringify(event(subscriber.unit)))
      subscriber.deliver(stream, text)
    }
  }
}

import type { Instant } from "../../value/brand.ts"
import type { Hall } from "../hall.ts"
import { spanOf } from "../market/candles.ts"
import type { Market } from "../market/market.ts"
import { DepthFollower } from "../market/public-book.ts"
import { barOf } from "../protocol/klines.ts"
import { depthBody } from "../protocol/market-methods.ts"
import {
  averageEvent,
  depthEvent,
  klineEvent,
  type MarketEvent,
  miniTickerEvent,
  tickerEvent,
  windowEvent,
} from "./market-event.ts"
import type { StreamName } from "./stream-name.ts"

/** A stream that speaks at intervals of the clock, about what happened in between. */
export class TimedStream {
  readonly #name: StreamName
  readonly #hall: Hall
  readonly #market: Market | undefined
  readonly #follower: DepthFollower | undefined
  #turn = -1
  #shownId = -1
  /** Last trade id of each market when it was last told, for streams that tell changes only. */
  readonly #lastIds = new Map<string, number>()
  #barStart = NaN

  constructor(name: StreamName, hall: Hall, market: Market | undefined) {
    this.#name = name
    this.#hall = hall
    this.#market = market
    this.#follower =
      name.kind === "depth" && market !== undefined ? new DepthFollower(market.book) : undefined
  }

  /** What there is to say now: nothing, most of the time. */
  events(now: Instant): readonly MarketEvent[] {
    const turn = Math.floor(now / this.#name.period)
    if (turn === this.#turn) return []
    const isFirst = this.#turn < 0
    this.#turn = turn
    if (isFirst && this.#name.kind !== "kline") return []
    return this.#market === undefined ? this.#ofAll(now) : this.#of(this.#market, now)
  }

  #of(market: Market, now: Instant): readonly MarketEvent[] {
    const name = this.#name
    switch (name.kind) {
      case "depth": {
        const change = this.#follower?.step()
        return change === undefined ? [] : [depthEvent(market, change, now)]
      }
      case "partial":
        return this.#partial(market, name.levels)
      case "kline":
        return this.#bars(market, name, now)
      case "ticker":
        return [tickerEvent(market, now)]
      case "miniTicker":
        return [miniTickerEvent(market, now)]
      case "window":
        return [windowEvent(market, name.window, now)]
      case "avgPrice": {
        const { mean } = this.#hall.engine.pricesOf(market.instrument.index)
        return mean === undefined ? [] : [averageEvent(market, mean, now)]
      }
      case "trade":
      case "aggTrade":
      case "bookTicker":
        return []
      default:
        return name satisfies never
    }
  }

  #partial(market: Market, levels: number): readonly MarketEvent[] {
    if (market.book.updateId === this.#shownId) return []
    this.#shownId = market.book.updateId
    const body = depthBody(market, levels)
    return [() => body]
  }

  /** The bar that runs, and before it the one that ended since. */
  #bars(
    market: Market,
    name: { readonly interval: string; readonly shift: number },
    now: Instant,
  ): readonly MarketEvent[] {
    const { interval, shift } = name
    const events: MarketEvent[] = []
    const span = spanOf(interval, now, shift)
    if (this.#barStart < span.start) {
      const ended = spanOf(interval, this.#barStart, shift)
      const candle = barOf(market, interval, ended)
      if (candle !== undefined) {
        const { end } = ended
        events.push(klineEvent(market, { candle, interval, end, isClosed: true, now }))
      }
    }
    this.#barStart = span.start
    const candle = barOf(market, interval, span)
    if (candle !== undefined) {
      const { end } = span
      events.push(klineEvent(market, { candle, interval, end, isClosed: false, now }))
    }
    return events
  }

  /** A stream of all symbols tells only those in which something traded. */
  #ofAll(now: Instant): readonly MarketEvent[] {
    const name = this.#name
    const changed = this.#hall.markets.filter(({ instrument, log }) => {
      const id = log.trades.at(-1)?.id ?? 0
      const isNew = this.#lastIds.get(instrument.symbol) !== id
      this.#lastIds.set(instrument.symbol, id)
      return isNew
    })
    if (changed.length === 0) return []
    const events = changed.map((market) =>
      name.kind === "window" ? windowEvent(market, name.window, now) : miniTickerEvent(market, now),
    )
    return [(unit) => events.map((event) => event(unit))]
  }
}

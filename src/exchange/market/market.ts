import type { Instrument } from "../../market/instrument.ts"
import type { Depth } from "../../simulation/depth.ts"
import type { Instant } from "../../value/brand.ts"
import { DAY_US, seconds } from "../../value/time.ts"
import { type Candle, Candles } from "./candles.ts"
import { PublicBook } from "./public-book.ts"
import { type Aggregate, type LogState, type PublicTrade, TradeLog } from "./trade-log.ts"

/** What may be done in a symbol now (binance-spot.md section 7). */
export type SymbolStatus = "TRADING" | "HALT" | "BREAK" | "CANCEL_ONLY"

/** Hears what happens in the markets, as it happens. */
export interface MarketListener {
  onTrade(market: Market, trade: PublicTrade): void
  onAggregate(market: Market, aggregate: Aggregate): void
  /** The book may have changed. */
  onBook(market: Market): void
}

/** What of a market goes on after a restart. */
export interface MarketState extends LogState {
  readonly updateId: number
  readonly status: SymbolStatus
  /** The newest minutes, as text; they may be some seconds old. */
  readonly minutes: string
}

/** So many minutes outlive a restart, and so often they are written down. */
const MINUTES_SAVED = 180
const SAVED_EVERY = seconds(5)

/** The public side of one symbol: what traded, the candles of it, and the book. */
export class Market {
  readonly instrument: Instrument
  readonly log = new TradeLog()
  readonly candles = new Candles()
  readonly book: PublicBook
  status: SymbolStatus
  /** The instrument with the filters of today; they may have changed since the exchange opened. */
  rules: Instrument
  readonly #listener: MarketListener
  #saved = { at: -Infinity, minutes: "" }

  constructor(told: {
    readonly instrument: Instrument
    readonly depth: () => Depth
    readonly listener: MarketListener
    readonly saved?: MarketState | undefined
  }) {
    const { instrument, depth, listener, saved } = told
    this.instrument = instrument
    this.rules = instrument
    this.#listener = listener
    this.book = new PublicBook(depth, saved?.updateId)
    this.status = saved?.status ?? "TRADING"
    if (saved === undefined) return
    this.log.restore(saved)
    this.candles.restore(saved.minutes)
  }

  /** A trade happened. @returns it with its number */
  trade(told: Omit<PublicTrade, "id">): PublicTrade {
    const trade = this.log.add(told)
    this.candles.add(trade)
    this.#listener.onTrade(this, trade)
    const ended = this.log.gather(trade)
    if (ended !== undefined) this.#listener.onAggregate(this, ended)
    return trade
  }

  /** What happened at one moment is over: no more fills of the same taker will come. */
  settle(): void {
    const ended = this.log.settle()
    if (ended !== undefined) this.#listener.onAggregate(this, ended)
  }

  /** The book may have changed. */
  touch(): void {
    this.book.touch()
    this.#listener.onBook(this)
  }

  /** What traded in a rolling window that ends now. */
  rolling(now: Instant, span = DAY_US): Candle | undefined {
    return this.candles.between(now - span, now + 1)
  }

  save(now: Instant): MarketState {
    if (now - this.#saved.at >= SAVED_EVERY) {
      this.#saved = { at: now, minutes: this.candles.save(MINUTES_SAVED) }
    }
    const { minutes } = this.#saved
    return { ...this.log.save(), updateId: this.book.updateId, status: this.status, minutes }
  }
}

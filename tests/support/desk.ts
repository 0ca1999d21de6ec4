import { Bar } from "../../src/market/bar.ts"
import { QUOTE } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import {
  Desk,
  type DeskView,
  type PositionView,
  type TrackRecord,
  type Wish,
} from "../../src/strategy/desk.ts"
import type { Order, OrderStatus } from "../../src/order/order.ts"
import type { Strategy } from "../../src/strategy/strategy.ts"
import { instantOf, quantityOf } from "../../src/value/brand.ts"
import { minutes } from "../../src/value/time.ts"
import { orderOf } from "./order.ts"

/**
 * One instrument, one strategy, and the desk between them; the test says what is held and what time
 * it is. What is lent to the strategy is spoiled after the call.
 */
export class Bench {
  readonly #strategy: Strategy
  readonly #desk: Desk
  readonly #clock = { now: instantOf(0) }
  isEntering = false
  record: TrackRecord = { trips: 0, wins: 0 }
  /** How long quotes are on their way, microseconds. */
  delay = 0
  #averagePrice = NaN
  #bars = 0

  constructor(strategy: Strategy) {
    this.#strategy = strategy
    const view: Omit<DeskView, "now"> = {
      position: () => this.#position(),
      price: () => NaN,
      bid: () => NaN,
      ask: () => NaN,
      one: () => 10_000,
      isEntering: () => this.isEntering,
      record: () => this.record,
    }
    this.#desk = new Desk(Object.assign(this.#clock, view), new Map([["BTCUSDT", 0]]))
  }

  get now(): number {
    return this.#clock.now
  }

  set now(now: number) {
    this.#clock.now = instantOf(now)
  }

  /** A position is there, bought at this price. */
  hold(averagePrice: number): void {
    this.#averagePrice = averagePrice
  }

  /** Nothing is held. */
  sell(): void {
    this.#averagePrice = NaN
  }

  /** Tells the strategy of the next candle, a minute after the one before, and returns its wishes. */
  candle(told: { close: number; high?: number; low?: number; volume?: number }): readonly Wish[] {
    const bar = new Bar(0, minutes(1))
    bar.openedAt = this.#bars * minutes(1)
    this.#bars++
    this.now = bar.openedAt + minutes(1)
    bar.open = bar.close = told.close
    bar.high = told.high ?? told.close
    bar.low = told.low ?? told.close
    bar.volume = told.volume ?? 100
    this.#strategy.onBar?.(bar, this.#desk)
    bar.spoil()
    return this.#desk.takeWishes()
  }

  /** Tells the strategy of a quote at `now`, and returns its wishes. */
  quote(bid: number, ask: number): readonly Wish[] {
    const tick = new Tick()
    tick.kind = QUOTE
    tick.seen = this.now
    tick.time = this.now - this.delay
    tick.a = bid
    tick.c = ask
    this.#strategy.onQuote?.(tick, this.#desk)
    tick.a = tick.c = tick.time = tick.seen = NaN
    return this.#desk.takeWishes()
  }

  /** Tells the strategy that its latest order came to this end, with that much bought. */
  ended(purpose: Order["purpose"], status: OrderStatus, filled = 0): void {
    this.#strategy.onOrder?.(orderOf({ purpose, status, filled: quantityOf(filled) }), this.#desk)
  }

  #position(): PositionView {
    const averagePrice = this.#averagePrice
    const isLong = averagePrice > 0
    return { isFlat: !isLong, isLong, quantity: isLong ? 100 : 0, averagePrice }
  }
}

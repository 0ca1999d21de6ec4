import type { Instrument } from "../market/instrument.ts"
import { failedFilter } from "../order/filters.ts"
import { limitOf, stopOf } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"
import { type Liquidity, NOBODY } from "./liquidity.ts"
import { Outside, type SpreadModel } from "./outside.ts"
import { type Preventing, USUAL_PREVENTION } from "./prevention.ts"
import type { Prices } from "./prices.ts"
import type { QueueModel } from "./queue.ts"
import { fundsFor, type Settlement } from "./settlement.ts"
import { followed, hasTurned } from "./trailing.ts"
import { costOf, type Plan, planTake } from "./take.ts"
import {
  awoken,
  isStopReached,
  lifetimeOf,
  limitPrice,
  remainingOf,
  sliceOf,
  type VenueOrder,
  wakesRising,
} from "./venue-order.ts"

/** What of an order matters when it takes. */
type Taking = Pick<VenueOrder, "account" | "side" | "terms"> & Preventing

/** Where the orders of one instrument meet: each other, and the market outside. */
export class Pit {
  readonly instrument: Instrument
  readonly outside: Outside
  /** Best price first; at one price the oldest first. */
  readonly bids: VenueOrder[] = []
  readonly asks: VenueOrder[] = []
  /** Orders that wait for their stop, and takers that wait for the next bar, oldest first. */
  readonly waiting: VenueOrder[] = []
  readonly opening: VenueOrder[] = []
  readonly queue: QueueModel
  tradeNumber = 0
  readonly #prices: Prices
  readonly #settlement: Settlement
  readonly #clock: { priority: number }

  constructor(
    instrument: Instrument,
    told: {
      readonly spread: SpreadModel
      readonly prices: Prices
      readonly queue: QueueModel
      readonly settlement: Settlement
      /** Shared by all pits: one order of time for everything. */
      readonly clock: { priority: number }
    },
  ) {
    this.instrument = instrument
    this.outside = new Outside(instrument, told.spread)
    this.#prices = told.prices
    this.queue = told.queue
    this.#settlement = told.settlement
    this.#clock = told.clock
  }

  get last(): number {
    return this.#prices.last[this.instrument.index]
  }

  setLast(price: number): void {
    this.#prices.last[this.instrument.index] = price
  }

  /** What an order would take from the book if it worked now. */
  plan(order: Taking, quantity: number): Plan {
    return this.#plan(order, quantity, this.outside.forTaker(order.side, this.last))
  }

  /** Takes in an order that was admitted. */
  enter(order: VenueOrder, at: Instant): void {
    if (stopOf(order.terms) !== undefined) {
      order.state = "waiting"
      this.waiting.push(order)
      this.watch()
    } else {
      this.work(order, at)
    }
  }

  /**
   * Lets an order take what it can, then rest or end as its lifetime says.
   * @param alone what it meets instead of the book, when it works at a moment inside a bar
   */
  work(order: VenueOrder, at: Instant, alone?: Liquidity): void {
    order.state = "working"
    const liquidity = alone ?? this.#liquidityFor(order, at)
    if (liquidity === undefined) {
      order.state = "opening"
      this.opening.push(order)
      return
    }
    const lifetime = lifetimeOf(order.terms)
    const isMarket = Number.isNaN(limitPrice(order))
    if (order.terms.type !== "limit-maker") {
      const resting = alone === undefined ? this.#across(order.side) : []
      const plan = this.#plan(order, remainingOf(order), liquidity, resting)
      if (lifetime === "fok" && plan.quantity < remainingOf(order)) {
        return this.#expire(order, at, "UNFILLED_FOK_ORDER_EXPIRED")
      }
      if (isMarket && !this.#canPay(order, plan)) return this.#expire(order, at, "REJECTED")
      this.#carryOut(order, plan, liquidity, at)
      if (order.state !== "working") return
      if (plan.isStopped) return this.#expire(order, at, "EXPIRED_IN_MATCH")
    }
    if (isMarket) this.#expire(order, at, "INSUFFICIENT_LIQUIDITY")
    else if (lifetime === "ioc") this.#expire(order, at, "UNFILLED_IOC_QUANTITY_EXPIRED")
    else this.rest(order, at)
  }

  /** Puts an order on the book, behind everything that is shown at its price. */
  rest(order: VenueOrder, at: Instant): void {
    const price = limitPrice(order)
    order.state = "resting"
    order.since = at
    order.priority = ++this.#clock.priority
    order.visible = sliceOf(order)
    order.front = this.outside.ahead(order.side, price)
    order.shown = Number.isFinite(order.front) ? order.front : 0
    order.traded = 0
    this.#seat(order)
    this.watch()
  }

  /** Wakes a stop: the other leg of its pair goes, then it works as {@link work} has it. */
  wake(order: VenueOrder, at: Instant, alone?: Liquidity): void {
    this.#leave(order)
    order.state = "working"
    this.#settlement.tell(order.account, { kind: "triggered", id: order.id, at })
    this.#endPartner(order, at)
    const scene = {
      lastPrice: this.#prices.lastOf(this.instrument.index),
      meanPrice: this.#prices.meanOf(this.instrument.index),
      openOrders: 0,
      openStops: 0,
    }
    const failure = failedFilter(this.instrument, order.side, awoken(order.terms), scene)
    if (failure !== undefined) this.#expire(order, at, "REJECTED")
    else this.work(order, at, alone)
  }

  /** Takes an order away, and all of its list. */
  cancel(order: VenueOrder, at: Instant): void {
    const { leader, state } = order
    const first = state === "pending" ? (leader ?? order) : order
    this.withdraw(first, { as: "cancelled", at })
  }

  /** Ends an order and the other leg of its pair, wherever they stand. */
  withdraw(
    order: VenueOrder,
    how: { readonly as: "cancelled" | "expired"; readonly at: Instant; readonly reason?: string },
  ): void {
    const { partner } = order
    this.#leave(order)
    this.#settlement.end(order, how)
    if (partner === undefined || partner.state === "done") return
    this.#leave(partner)
    this.#settlement.end(partner, how)
  }

  /** Fills a resting order at its own price. An iceberg shows its next slice, behind the others. */
  fillMaker(order: VenueOrder, quantity: number, at: Instant, tradeId = this.#nextTrade()): void {
    this.#endPartner(order, at)
    const price = limitPrice(order)
    this.#settlement.fill(order, { price, quantity, isMaker: true, tradeId, at })
    order.visible -= Math.min(order.visible, quantity)
    if (remainingOf(order) === 0) {
      this.#leave(order)
      this.#settlement.end(order, { as: "filled", at })
    } else if (order.visible === 0) {
      this.#leave(order)
      this.rest(order, at)
    }
  }

  /** The stops that a price has reached, oldest first. */
  reached(last: number): VenueOrder[] {
    return this.waiting.filter(({ side, terms, trail }) =>
      trail === undefined ? isStopReached(side, terms, last) : hasTurned(trail, side, last),
    )
  }

  /** A trade: stops that follow the price do so. */
  follow(price: number): void {
    for (const order of this.waiting) {
      const { side, terms, trail } = order
      if (trail === undefined) continue
      order.trail = followed(trail, {
        side,
        price,
        isStopReached: isStopReached(side, terms, price),
      })
    }
  }

  /** The tape tells more than before: takers that waited for a bar need not wait any more. */
  learn(source: number, at: Instant): void {
    if (this.outside.source >= source) return
    this.outside.source = source
    this.workOpening(at)
  }

  /** Lets the takers work that waited for an open. */
  workOpening(at: Instant): void {
    for (const order of this.opening.splice(0)) this.work(order, at)
  }

  /** Puts orders back where they stood before a restart. */
  reseat(orders: readonly VenueOrder[]): void {
    const byTime = orders.toSorted((a, b) => a.priority - b.priority || a.number - b.number)
    for (const order of byTime) {
      // One that waits for another order of its list stands nowhere yet.
      if (order.state === "pending") continue
      if (order.state === "waiting") this.waiting.push(order)
      else if (order.state === "opening") this.opening.push(order)
      else this.#seat(order)
    }
    this.watch()
  }

  sideOf(order: VenueOrder): VenueOrder[] {
    return order.side === "buy" ? this.bids : this.asks
  }

  /** Tells the price columns between which prices no order of this pit is concerned. */
  watch(): void {
    const i = this.instrument.index
    if (!this.outside.hasTrades) return
    let low = this.bids.length > 0 ? limitPrice(this.bids[0]) : -Infinity
    let high = this.asks.length > 0 ? limitPrice(this.asks[0]) : Infinity
    for (const order of this.waiting) {
      // A stop that follows the price looks at every trade.
      if (order.trail !== undefined) low = Infinity
      const stop = stopOf(order.terms) ?? NaN
      if (wakesRising(order.side, order.terms)) high = Math.min(high, stop)
      else low = Math.max(low, stop)
    }
    this.#prices.low[i] = low
    this.#prices.high[i] = high
  }

  /** Behind everybody at its price. */
  #seat(order: VenueOrder): void {
    const side = this.sideOf(order)
    const sign = order.side === "buy" ? 1 : -1
    const price = limitPrice(order)
    let i = side.length
    while (i > 0 && limitPrice(side[i - 1]) * sign < price * sign) i--
    side.splice(i, 0, order)
  }

  #plan(
    order: Taking,
    quantity: number,
    liquidity: Liquidity,
    resting: readonly VenueOrder[] = this.#across(order.side),
  ): Plan {
    const { instrument } = this
    const { account, side, prevention = USUAL_PREVENTION } = order
    const limit = limitPrice(order)
    const taker = { instrument, account, side, prevention, limit, quantity }
    return planTake(taker, resting, liquidity)
  }

  #across(side: "buy" | "sell"): readonly VenueOrder[] {
    return side === "buy" ? this.asks : this.bids
  }

  /**
   * What an order meets when it arrives. Undefined sends it to wait for the next open: between opens
   * of bars nobody knows the price, so whatever would take by the last known one has to wait.
   */
  #liquidityFor(order: VenueOrder, at: Instant): Liquidity | undefined {
    const { outside, last } = this
    const liquidity = outside.forTaker(order.side, last)
    if (outside.isOpen(at)) return liquidity
    const isPatient = lifetimeOf(order.terms) === "gtc"
    return isPatient && this.#plan(order, 1, liquidity).quantity === 0 ? NOBODY : undefined
  }

  /** A market buy is paid from what it holds and, if need be, from what is free. */
  #canPay(order: VenueOrder, plan: Plan): boolean {
    if (order.side === "sell") return true
    const cost = costOf(this.instrument, plan)
    const { account, hold } = order
    if (account.free(hold.asset) + hold.units < cost) return false
    account.resize(hold, cost)
    return true
  }

  #carryOut(order: VenueOrder, plan: Plan, liquidity: Liquidity, at: Instant): void {
    for (const own of plan.own) {
      this.#leave(own)
      this.#endPartner(own, at)
      this.#expire(own, at, "EXPIRED_IN_MATCH")
    }
    for (const { price, quantity, maker, level } of plan.takes) {
      const tradeId = this.#nextTrade()
      if (maker === undefined) liquidity.take(level, quantity)
      this.#settlement.fill(order, { price, quantity, isMaker: false, tradeId, at })
      if (maker !== undefined) this.fillMaker(maker, quantity, at, tradeId)
    }
    if (remainingOf(order) === 0) this.#settlement.end(order, { as: "filled", at })
  }

  #expire(order: VenueOrder, at: Instant, reason: string): void {
    this.#settlement.end(order, { as: "expired", at, reason })
  }

  /** One leg works: the other is gone, and what both held is cut to what this one needs. */
  #endPartner(order: VenueOrder, at: Instant): void {
    const { partner } = order
    if (partner === undefined || partner.state === "done") return
    this.#leave(partner)
    this.#expire(partner, at, "OCO_TRIGGER")
    if (limitOf(order.terms) === undefined) return
    const { instrument, side, terms, account, hold } = order
    account.resize(hold, fundsFor(instrument, side, terms, remainingOf(order)))
  }

  #leave(order: VenueOrder): void {
    for (const list of [this.sideOf(order), this.waiting, this.opening]) {
      const i = list.indexOf(order)
      if (i >= 0) list.splice(i, 1)
    }
    this.watch()
  }

  #nextTrade(): string {
    return String(++this.tradeNumber)
  }
}

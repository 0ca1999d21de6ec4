import type { OrderId } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"
import {
  type Candidate,
  fundsNeeded,
  INVALID_SYMBOL,
  mispaired,
  misplaced,
  misshaped,
  POOR,
  type Refusal,
} from "./admission.ts"
import type { ChainLeg, PlaceChain } from "./chain.ts"
import type { Customer } from "./customer.ts"
import type { Pit } from "./pit.ts"
import type { Prices } from "./prices.ts"
import { paysWith, type Settlement } from "./settlement.ts"
import { pairUp, type VenueOrder } from "./venue-order.ts"

/** What the counter does for chains as for all orders. */
export interface CounterDesk {
  take(
    customer: Customer,
    candidate: Candidate & { readonly list: OrderId },
    since: Instant,
  ): VenueOrder
  accept(order: VenueOrder, at: Instant): void
  refuse(customer: Customer, id: OrderId, refusal: Refusal, at: Instant): void
}

/** Where orders are handed in that wait for another one to fill. */
export class ChainCounter {
  readonly #pits: readonly Pit[]
  readonly #prices: Prices
  readonly #settlement: Settlement
  readonly #desk: (instrument: number) => CounterDesk

  constructor(told: {
    readonly pits: readonly Pit[]
    readonly prices: Prices
    readonly settlement: Settlement
    readonly desk: (instrument: number) => CounterDesk
  }) {
    this.#pits = told.pits
    this.#prices = told.prices
    this.#settlement = told.settlement
    this.#desk = told.desk
  }

  place(customer: Customer, chain: PlaceChain, at: Instant): void {
    const { account } = customer
    const { working, pending, id: list } = chain
    const desk = this.#desk(chain.instrument)
    const refusal = this.#judge(customer, chain, at)
    if (refusal !== undefined) {
      for (const { id } of [working, ...pending]) desk.refuse(customer, id, refusal, at)
      return
    }
    account.counts.add(at, 1 + pending.length)
    const pit = this.#pits[chain.instrument]
    const funds = fundsNeeded(pit, { ...working, account })
    const order = desk.take(customer, { ...working, account, list }, at)
    account.resize(order.hold, funds)
    order.followers = pending.map((leg) => desk.take(customer, { ...leg, account, list }, at))
    for (const follower of order.followers) {
      follower.leader = order
      follower.state = "pending"
    }
    for (const one of [order, ...order.followers]) desk.accept(one, at)
    pit.enter(order, at)
  }

  /** Places what waited for orders that have filled by now. */
  release(at: Instant): void {
    const { ripe } = this.#settlement
    for (let leader = ripe.shift(); leader !== undefined; leader = ripe.shift()) {
      const waiting = leader.followers.filter(({ state }) => state === "pending")
      const refusal = this.#judgeRelease(waiting)
      if (refusal === undefined) this.#enter(waiting, at)
      else
        for (const order of waiting)
          this.#settlement.end(order, { as: "expired", at, reason: "REJECTED" })
    }
  }

  #enter(orders: readonly VenueOrder[], at: Instant): void {
    const [first, second] = orders
    const pit = this.#pits[first.instrument.index]
    const funds = orders.map((order) => fundsNeeded(pit, order))
    if (second !== undefined) pairUp(second, first)
    first.account.resize(
      first.hold,
      funds.reduce((most, units) => (units > most ? units : most)),
    )
    for (const order of orders) {
      order.since = at
      order.state = "working"
      this.#settlement.tell(order.account, { kind: "triggered", id: order.id, at })
    }
    for (const order of orders) if (order.state === "working") pit.enter(order, at)
  }

  /** What the engine has against orders whose time has come. */
  #judgeRelease(orders: readonly VenueOrder[]): Refusal | undefined {
    const [first, second] = orders
    const { account, instrument, side } = first
    const pit = this.#pits[instrument.index]
    const pair = second && { stop: first.terms, target: second.terms }
    const isFree = (): boolean => false
    const refusal =
      (pair && mispaired(side, pair, pit.last)) ??
      orders.map((order) => misplaced(pit, order, isFree)).find((it) => it !== undefined)
    if (refusal !== undefined) return refusal
    const free = account.free(paysWith(instrument, side))
    return orders.some((order) => fundsNeeded(pit, order) > free) ? POOR : undefined
  }

  #judge(customer: Customer, chain: PlaceChain, at: Instant): Refusal | undefined {
    const { working, pending, instrument, id } = chain
    const pit = this.#pits[instrument]
    if (pit === undefined) return INVALID_SYMBOL
    const { account } = customer
    const text = account.counts.refusal(at, 1 + pending.length)
    if (text !== undefined) return { code: -1015, text }
    const legs: readonly ChainLeg[] = [working, ...pending]
    const { openOrders, openStops } = customer.counts(instrument)
    const shapes = legs.map((leg, i) => {
      const counted = { openOrders: openOrders + i, openStops: openStops + i }
      return misshaped(pit, this.#prices, { ...leg, account }, counted)
    })
    const [first, second] = pending
    const pair = second && { stop: first.terms, target: second.terms }
    const lists = new Set(customer.open().map(({ list }) => list))
    const taken = (candidate: OrderId): boolean =>
      lists.has(id) || customer.findOpen(candidate) !== undefined
    const refusal =
      shapes.find((it) => it !== undefined) ??
      (pair && mispaired(first.side, pair, NaN)) ??
      misplaced(pit, { ...working, account }, taken) ??
      twice(legs, taken)
    if (refusal !== undefined) return refusal
    const asset = paysWith(pit.instrument, working.side)
    return fundsNeeded(pit, { ...working, account }) > account.free(asset) ? POOR : undefined
  }
}

/** Two orders of a list, or one of them and an open one, go by the same id. */
function twice(legs: readonly ChainLeg[], taken: (id: OrderId) => boolean): Refusal | undefined {
  const ids = new Set(legs.map(({ id }) => id))
  const isTaken = ids.size < legs.length || legs.some(({ id }) => taken(id))
  return isTaken ? { code: -2010, text: "Duplicate order sent." } : undefined
}

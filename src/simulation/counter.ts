import type { OrderId, Place, PlacePair, Replace, Request } from "../order/request.ts"
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
  REPLACE_FAILED,
  UNKNOWN_ORDER,
} from "./admission.ts"
import type { PlaceChain } from "./chain.ts"
import { ChainCounter, type CounterDesk } from "./chain-counter.ts"
import type { Customer } from "./customer.ts"
import type { Pit } from "./pit.ts"
import { type Preventing, USUAL_PREVENTION } from "./prevention.ts"
import type { Prices } from "./prices.ts"
import { paysWith, type Settlement } from "./settlement.ts"
import type { Following } from "./trailing.ts"
import { pairUp, venueOrder, type VenueOrder } from "./venue-order.ts"

/** Where requests are handed in: it judges them, sets funds aside and passes orders to their pit. */
export class Counter {
  /** Number of the newest order. */
  orderNumber = 0
  readonly #pits: readonly Pit[]
  readonly #prices: Prices
  readonly #settlement: Settlement
  readonly #chains: ChainCounter

  constructor(told: {
    readonly pits: readonly Pit[]
    readonly prices: Prices
    readonly settlement: Settlement
  }) {
    this.#pits = told.pits
    this.#prices = told.prices
    this.#settlement = told.settlement
    this.#chains = new ChainCounter({ ...told, desk: (instrument) => this.#deskAt(instrument) })
  }

  receive(
    customer: Customer,
    request: (Request & Preventing & Following) | PlaceChain,
    at: Instant,
  ): void {
    switch (request.kind) {
      case "place-chain":
        return this.#chains.place(customer, request, at)
      case "place":
        return this.#place(customer, request, at)
      case "place-pair":
        return this.#placePair(customer, request, at)
      case "cancel":
        return this.#cancel(customer, request, at)
      case "replace":
        return this.#replace(customer, request, at)
      default:
        request satisfies never
    }
  }

  /** Places what waited for orders that have filled by now. */
  release(at: Instant): void {
    this.#chains.release(at)
  }

  /** What stands against an order, were it placed now. Nothing is changed. */
  judge(customer: Customer, place: Place & Following, at: Instant): Refusal | undefined {
    return this.#judgeShape(customer, place, at) ?? this.#judgePlace(customer, place)
  }

  #place(customer: Customer, place: Place & Preventing & Following, at: Instant): void {
    const refusal = this.#judgeShape(customer, place, at) ?? this.#judgePlace(customer, place)
    if (refusal !== undefined) return this.#refuse(customer, place.id, refusal, at)
    const { account } = customer
    account.counts.add(at, 1)
    const pit = this.#pits[place.instrument]
    const funds = fundsNeeded(pit, { ...place, account })
    const order = this.#takeIn(customer, { ...place, account }, pit, at)
    account.resize(order.hold, funds)
    this.#accept(order, at)
    pit.enter(order, at)
  }

  #placePair(customer: Customer, pair: PlacePair, at: Instant): void {
    const refusal = this.#judgePair(customer, pair, at)
    if (refusal !== undefined) {
      for (const { id } of pair.legs) this.#refuse(customer, id, refusal, at)
      return
    }
    const { account } = customer
    account.counts.add(at, 2)
    const pit = this.#pits[pair.instrument]
    const funds = this.#fundsOfPair(customer, pair)
    const [stop, target] = legsOf(customer, pair).map((leg) =>
      this.#takeIn(customer, { ...leg, list: pair.id }, pit, at),
    )
    pairUp(target, stop)
    account.resize(stop.hold, funds)
    this.#accept(stop, at)
    this.#accept(target, at)
    pit.enter(stop, at)
    pit.enter(target, at)
  }

  /** Either leg takes the whole pair away. */
  #cancel(
    customer: Customer,
    request: { readonly id: OrderId; readonly instrument: number },
    at: Instant,
  ): void {
    const order = findHere(customer, request.id, request.instrument)
    if (order === undefined) this.#refuseCancel(customer, request.id, UNKNOWN_ORDER, at)
    else this.#pits[request.instrument].cancel(order, at)
  }

  /**
   * Shape and filters come before the cancel: a new order that cannot be leaves the old one where it
   * is. A cancel that fails keeps the new one from being tried, where it is not to be tried in any case,
   * and still counts as an order. A new
   * order that the engine refuses leaves nothing: the old one is gone.
   */
  #replace(customer: Customer, request: Replace, at: Instant): void {
    const { place, cancel } = request
    const early = this.#judgeShape(customer, place, at)
    if (early !== undefined) {
      this.#refuseCancel(customer, cancel, early, at)
      return this.#refuse(customer, place.id, early, at)
    }
    const old = findHere(customer, cancel, place.instrument)
    if (old === undefined && request.mode === undefined) {
      customer.account.counts.add(at, 1)
      this.#refuseCancel(customer, cancel, UNKNOWN_ORDER, at)
      return this.#refuse(customer, place.id, REPLACE_FAILED, at)
    }
    if (old === undefined) this.#refuseCancel(customer, cancel, UNKNOWN_ORDER, at)
    else this.#pits[place.instrument].cancel(old, at)
    this.#place(customer, place, at)
  }

  #judgeShape(customer: Customer, place: Place, at: Instant): Refusal | undefined {
    const pit = this.#pits[place.instrument]
    if (pit === undefined) return INVALID_SYMBOL
    const { account } = customer
    const text = account.counts.refusal(at, 1)
    if (text !== undefined) return { code: -1015, text }
    const counted = customer.counts(place.instrument)
    return misshaped(pit, this.#prices, { ...place, account }, counted)
  }

  #judgePlace(customer: Customer, place: Place & Following): Refusal | undefined {
    const { account } = customer
    const pit = this.#pits[place.instrument]
    const candidate = { ...place, account }
    const refusal = misplaced(pit, candidate, (id) => customer.findOpen(id) !== undefined)
    if (refusal !== undefined) return refusal
    const asset = paysWith(pit.instrument, place.side)
    return fundsNeeded(pit, candidate) > account.free(asset) ? POOR : undefined
  }

  #judgePair(customer: Customer, pair: PlacePair, at: Instant): Refusal | undefined {
    const pit = this.#pits[pair.instrument]
    if (pit === undefined) return INVALID_SYMBOL
    const text = customer.account.counts.refusal(at, 2)
    if (text !== undefined) return { code: -1015, text }
    const [stop, target] = legsOf(customer, pair)
    const { openOrders, openStops } = customer.counts(pair.instrument)
    const second = { openOrders: openOrders + 1, openStops: openStops + 1 }
    const lists = new Set(customer.open().map(({ list }) => list))
    const isOpen = (id: OrderId): boolean =>
      lists.has(pair.id) || customer.findOpen(id) !== undefined
    const refusal =
      misshaped(pit, this.#prices, stop, { openOrders, openStops }) ??
      misshaped(pit, this.#prices, target, second) ??
      mispaired(pair.side, { stop: stop.terms, target: target.terms }, pit.last) ??
      misplaced(pit, stop, isOpen) ??
      misplaced(pit, target, (id) => id === stop.id || isOpen(id))
    if (refusal !== undefined) return refusal
    const asset = paysWith(pit.instrument, pair.side)
    return this.#fundsOfPair(customer, pair) > customer.account.free(asset) ? POOR : undefined
  }

  /** Funds are locked once: the larger need of the two legs. */
  #fundsOfPair(customer: Customer, pair: PlacePair): bigint {
    const pit = this.#pits[pair.instrument]
    const [stop, target] = legsOf(customer, pair).map((leg) => fundsNeeded(pit, leg))
    return stop > target ? stop : target
  }

  #takeIn(
    customer: Customer,
    candidate: Candidate & { readonly list?: OrderId },
    pit: Pit,
    since: Instant,
  ): VenueOrder {
    const { id, side, terms, account, list, prevention = USUAL_PREVENTION } = candidate
    const { instrument } = pit
    const hold = { asset: paysWith(instrument, side), units: 0n }
    const number = ++this.orderNumber
    const told = { number, id, account, instrument, side, terms, list, hold, since }
    const order = venueOrder({ ...told, prevention })
    const { trailing } = candidate
    if (trailing !== undefined) order.trail = { ...trailing, extreme: undefined }
    customer.add(order)
    this.#settlement.open++
    return order
  }

  #deskAt(instrument: number): CounterDesk {
    const pit = this.#pits[instrument]
    return {
      take: (customer, candidate, since) => this.#takeIn(customer, candidate, pit, since),
      accept: (order, at) => this.#accept(order, at),
      refuse: (customer, id, refusal, at) => this.#refuse(customer, id, refusal, at),
    }
  }

  #accept(order: VenueOrder, at: Instant): void {
    const { account, id, number } = order
    this.#settlement.tell(account, { kind: "accepted", id, at, venueId: String(number) })
  }

  #refuse(customer: Customer, id: OrderId, refusal: Refusal, at: Instant): void {
    this.#settlement.tell(customer.account, { kind: "rejected", id, at, ...refusal })
  }

  #refuseCancel(customer: Customer, id: OrderId, refusal: Refusal, at: Instant): void {
    this.#settlement.tell(customer.account, { kind: "cancel-rejected", id, at, ...refusal })
  }
}

function legsOf({ account }: Customer, pair: PlacePair): readonly [Candidate, Candidate] {
  const [stop, target] = pair.legs
  const { side } = pair
  return [
    { ...stop, side, account },
    { ...target, side, account },
  ]
}

function findHere(customer: Customer, id: OrderId, instrument: number): VenueOrder | undefined {
  const order = customer.findOpen(id)
  return order?.instrument.index === instrument ? order : undefined
}

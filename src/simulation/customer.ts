import type { OrderId } from "../order/request.ts"
import { stopOf } from "../order/terms.ts"
import type { Account } from "./account.ts"
import type { VenueOrder } from "./venue-order.ts"

/** An account and its orders. */
export class Customer {
  readonly account: Account
  /** By client id; an id that was used again means its newest order. */
  readonly #orders = new Map<OrderId, VenueOrder>()
  /** All that may be open; the ended ones are swept out when somebody looks. */
  readonly #open = new Set<VenueOrder>()
  readonly #closed: VenueOrder[] = []

  constructor(account: Account) {
    this.account = account
  }

  add(order: VenueOrder): void {
    this.#orders.set(order.id, order)
    this.#open.add(order)
  }

  /** An order goes by another id from now on. */
  rename(order: VenueOrder, id: OrderId): void {
    this.#orders.delete(order.id)
    order.id = id
    this.#orders.set(id, order)
  }

  find(id: OrderId): VenueOrder | undefined {
    return this.#orders.get(id)
  }

  findOpen(id: OrderId): VenueOrder | undefined {
    const order = this.#orders.get(id)
    return order === undefined || order.state === "done" ? undefined : order
  }

  /** Open orders, oldest first. */
  open(): readonly VenueOrder[] {
    for (const order of this.#open) {
      if (order.state !== "done") continue
      this.#open.delete(order)
      this.#closed.push(order)
    }
    return [...this.#open]
  }

  /** Open orders and the newest of the ended ones, oldest first. */
  recent(endedMost: number): readonly VenueOrder[] {
    const open = this.open()
    const ended = this.#closed.slice(-endedMost)
    return [...ended, ...open].sort((a, b) => a.number - b.number)
  }

  /** What the order-count filters look at. */
  counts(instrument: number): { openOrders: number; openStops: number } {
    const here = this.open().filter((order) => order.instrument.index === instrument)
    const stops = here.filter((order) => stopOf(order.terms) !== undefined)
    return { openOrders: here.length, openStops: stops.length }
  }
}

import { type Instrument, notional } from "../market/instrument.ts"
import { pack, type Packed, unpack } from "../ledger/saved.ts"
import { isFinal, type Order, remaining } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import { limitOf } from "../order/terms.ts"

/** Ended orders are kept this long for reports that come late or twice. */
const ENDED_KEPT = 2_048

/** Orders at rest, each list oldest first. */
export interface OurOrdersState {
  readonly live: readonly Packed<Order>[]
  readonly ended: readonly Packed<Order>[]
}

/** Our orders: those that may still do something, and those that ended not long ago. */
export class OurOrders {
  readonly #live = new Map<OrderId, Order>()
  readonly #ended = new Map<OrderId, Order>()

  get state(): OurOrdersState {
    const packed = (orders: Iterable<Order>) => Array.from(orders, (it) => pack(it))
    return { live: packed(this.#live.values()), ended: packed(this.#ended.values()) }
  }

  restore({ live, ended }: OurOrdersState): void {
    for (const it of live) this.#live.set(it.id, Object.freeze(unpack<Order>(it)))
    for (const it of ended) this.#ended.set(it.id, Object.freeze(unpack<Order>(it)))
  }

  /** Orders that may still do something, oldest first. */
  get live(): ReadonlyMap<OrderId, Order> {
    return this.#live
  }

  get(id: OrderId): Order | undefined {
    return this.#live.get(id) ?? this.#ended.get(id)
  }

  add(order: Order): void {
    this.#live.set(order.id, order)
  }

  /** Takes in how an order stands now. */
  keep(order: Order): void {
    if (!isFinal(order)) {
      this.#live.set(order.id, order)
      return
    }
    this.#live.delete(order.id)
    this.#ended.set(order.id, order)
    if (this.#ended.size <= ENDED_KEPT) return
    const oldest = this.#ended.keys().next().value
    if (oldest !== undefined) this.#ended.delete(oldest)
  }

  /** Whether the other leg of the pair that an order was part of may still do something. */
  hasOtherLeg({ list }: Order): boolean {
    if (list === undefined) return false
    for (const other of this.#live.values()) if (other.list === list) return true
    return false
  }

  /** Value that open entries may still add, at their limit; units of the quote asset. */
  openEntryUnits(instrument: Instrument): bigint {
    let units = 0n
    for (const order of this.#live.values()) {
      if (order.instrument !== instrument.index || order.purpose !== "entry") continue
      const price = limitOf(order.terms)
      if (price === undefined) continue
      units += notional(instrument, { price, quantity: remaining(order) }, "up")
    }
    return units
  }
}

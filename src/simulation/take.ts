import { type Instrument, notional } from "../market/instrument.ts"
import type { Side } from "../order/terms.ts"
import type { Price, Quantity } from "../value/brand.ts"
import { remainingOf, sliceOf, type VenueOrder } from "./venue-order.ts"
import type { Account } from "./account.ts"
import type { Liquidity } from "./liquidity.ts"
import { type Preventing, USUAL_PREVENTION } from "./prevention.ts"

/** One step of a taker through the book: from an order of ours, or from a level outside. */
export interface Take {
  readonly price: number
  readonly quantity: number
  readonly maker: VenueOrder | undefined
  readonly level: number
}

/** What a taker would do to the book, before anything is done. */
export interface Plan {
  readonly takes: readonly Take[]
  /** Orders of the same account in the way, which expire. */
  readonly own: readonly VenueOrder[]
  /** An order of the same account ends the taker, too. */
  readonly isStopped: boolean
  readonly quantity: number
}

export interface Taker extends Preventing {
  readonly instrument: Instrument
  readonly account: Account
  readonly side: Side
  /** NaN takes any price. */
  readonly limit: number
  readonly quantity: number
}

/**
 * Walks resting orders and outside liquidity by price, then by time, and changes nothing. At one
 * price an order of ours waits for the outside quantity that was there before it; an iceberg's next
 * slice goes behind everybody.
 * @param resting orders on the other side, best price first, oldest first at one price
 */
export function planTake(taker: Taker, resting: readonly VenueOrder[], outside: Liquidity): Plan {
  const takes: Take[] = []
  const own: VenueOrder[] = []
  const plan = { takes, own, isStopped: false }
  const sign = taker.side === "buy" ? 1 : -1
  const isWithin = (price: number): boolean =>
    Number.isNaN(taker.limit) || price * sign <= taker.limit * sign
  let left = taker.quantity
  let level = 0
  let i = 0
  while (left > 0 && !plan.isStopped) {
    while (level < outside.levels && outside.quantity(level) <= 0) level++
    const there = level < outside.levels ? outside.price(level) * sign : Infinity
    const here = i < resting.length ? priceOf(resting[i]) * sign : Infinity
    const best = Math.min(there, here)
    if (best === Infinity || !isWithin(best * sign)) break
    const first = i
    while (i < resting.length && priceOf(resting[i]) * sign === best) i++
    const makers = resting.slice(first, i)
    const price = best * sign
    const size = there === best ? outside.quantity(level) : 0
    left = takeAtPrice(plan, { taker, price, level, size, left }, makers)
    if (there === best) level++
  }
  return { ...plan, quantity: taker.quantity - left }
}

/** @returns what the taker still wants after this price */
function takeAtPrice(
  plan: { readonly takes: Take[]; readonly own: VenueOrder[]; isStopped: boolean },
  at: {
    readonly taker: Taker
    readonly price: number
    readonly level: number
    readonly size: number
    readonly left: number
  },
  makers: readonly VenueOrder[],
): number {
  const { price, level, taker } = at
  const { takes, own } = plan
  const { prevention = USUAL_PREVENTION } = taker
  const step = Math.max(1, taker.instrument.filters.step)
  let { left, size } = at
  let eaten = 0
  const fromOutside = (wanted: number): void => {
    const quantity = Math.min(wanted, size, left)
    if (quantity <= 0) return
    takes.push({ price, quantity, maker: undefined, level })
    size -= quantity
    eaten += quantity
    left -= quantity
  }
  const queue = makers.map((maker) => ({
    maker,
    front: maker.front,
    visible: maker.visible,
    hidden: remainingOf(maker) - maker.visible,
  }))
  for (let place = queue.shift(); place !== undefined && left > 0; place = queue.shift()) {
    fromOutside(Math.ceil((place.front - eaten) / step) * step)
    if (left === 0) break
    if (place.maker.account === taker.account && prevention !== "NONE") {
      if (prevention !== "EXPIRE_TAKER") own.push(place.maker)
      if (prevention === "EXPIRE_MAKER") continue
      plan.isStopped = true
      return left
    }
    const quantity = Math.min(left, place.visible)
    takes.push({ price, quantity, maker: place.maker, level: -1 })
    left -= quantity
    if (quantity < place.visible || place.hidden === 0) continue
    const visible = Math.min(sliceOf(place.maker), place.hidden)
    queue.push({ ...place, front: Infinity, visible, hidden: place.hidden - visible })
  }
  fromOutside(left)
  return left
}

const priceOf = (order: VenueOrder): number => ("price" in order.terms ? order.terms.price : NaN)

/** What the takes of a plan cost a buyer, units of the quote asset. */
export function costOf(instrument: Instrument, plan: Plan): bigint {
  let units = 0n
  for (const take of plan.takes) {
    const at = { price: take.price as Price, quantity: take.quantity as Quantity }
    units += notional(instrument, at, "down")
  }
  return units
}

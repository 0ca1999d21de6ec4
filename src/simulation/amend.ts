import type { OrderId } from "../order/request.ts"
import type { Instant, Quantity } from "../value/brand.ts"
import { misshaped, type Refusal } from "./admission.ts"
import type { Customer } from "./customer.ts"
import type { Pit } from "./pit.ts"
import type { Prices } from "./prices.ts"
import { fundsFor, type Settlement } from "./settlement.ts"
import { remainingOf, type VenueOrder } from "./venue-order.ts"

/** Makes an open order smaller where it stands (binance-spot.md section 11). */
export interface Amend {
  readonly id: OrderId
  readonly quantity: Quantity
  /** What it is called from now on; it may be what it is called already. */
  readonly newId: OrderId
}

/**
 * Makes an order smaller without moving it in its queue; both legs of a pair, since they are over
 * the same quantity. One that has filled as much already ends.
 */
export function amendOrder(
  told: {
    readonly customer: Customer
    readonly pit: Pit
    readonly prices: Prices
    readonly settlement: Settlement
  },
  amend: Amend,
  at: Instant,
): Refusal | undefined {
  const { customer, pit, prices, settlement } = told
  const order = customer.findOpen(amend.id)
  if (order === undefined) return { code: -2013, text: "Order does not exist." }
  const refusal = judge(customer, order, amend)
  if (refusal !== undefined) return refusal
  const candidate = { ...order, terms: { ...order.terms, quantity: amend.quantity } }
  const failure = misshaped(pit, prices, candidate, { openOrders: 0, openStops: 0 })
  if (failure !== undefined) return failure
  if (amend.newId !== amend.id) customer.rename(order, amend.newId)
  const legs =
    order.partner === undefined || order.partner.state === "done" ? [order] : [order, order.partner]
  for (const leg of legs) leg.terms = { ...leg.terms, quantity: amend.quantity }
  settlement.revision++
  if (remainingOf(order) <= 0) {
    pit.withdraw(order, { as: "expired", at, reason: "EXCHANGE_CANCELED" })
    return undefined
  }
  for (const leg of legs) leg.visible = Math.min(leg.visible, remainingOf(leg))
  if (order.state !== "pending") order.account.resize(order.hold, fundsOf(legs))
  return undefined
}

function judge(customer: Customer, order: VenueOrder, amend: Amend): Refusal | undefined {
  const { quantity, newId, id } = amend
  if (quantity === order.terms.quantity) {
    return { code: -2038, text: "The requested action would change no state; rejecting" }
  }
  if (quantity > order.terms.quantity) {
    return { code: -2038, text: "Order amend (quantity increase) is not supported." }
  }
  const isTaken = newId !== id && customer.findOpen(newId) !== undefined
  return isTaken ? { code: -2038, text: "Duplicate order sent." } : undefined
}

/** The larger need of the legs that share a hold. */
function fundsOf(legs: readonly VenueOrder[]): bigint {
  const needs = legs.map((leg) => fundsFor(leg.instrument, leg.side, leg.terms, remainingOf(leg)))
  return needs.reduce((most, units) => (units > most ? units : most))
}

import assert from "node:assert/strict"
import { baseUnits, type Instrument, notional } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import { limitOf, type Terms } from "../order/terms.ts"
import { type Instant, quantityOf } from "../value/brand.ts"
import type { Placed } from "./records.ts"

/** The orders that a placed request brings to life: one, or the two legs of a pair. */
export function ordersOf(fact: Placed, at: Instant): readonly Order[] {
  const { request, purpose } = fact
  if (request.kind === "cancel" || purpose === "cancel") return []
  const place = request.kind === "replace" ? request.place : request
  const legs: readonly { readonly id: OrderId; readonly terms: Terms }[] =
    place.kind === "place-pair" ? place.legs : [place]
  return legs.map((leg) =>
    Object.freeze<Order>({
      id: leg.id,
      instrument: place.instrument,
      side: place.side,
      terms: leg.terms,
      purpose,
      strategy: fact.author.name,
      because: fact.because,
      placedAt: at,
      status: "pending",
      filled: quantityOf(0),
      filledQuoteUnits: 0n,
      fills: [],
      ...(place.kind === "place-pair" ? { list: place.id } : {}),
    }),
  )
}

/** What an order needs held: the quote it may spend at worst, or the base it sells. */
export function heldBy(instrument: Instrument, order: Order): bigint {
  if (order.side === "sell") return baseUnits(instrument, order.terms.quantity)
  const price = limitOf(order.terms)
  assert.ok(price !== undefined, "a buy is bounded by a price, so that what it may cost is known")
  return notional(instrument, { price, quantity: order.terms.quantity }, "up")
}

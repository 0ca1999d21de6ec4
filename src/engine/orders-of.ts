import assert from "node:assert/strict"
import { baseUnits, type Instrument, notional } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import { limitOf, type Terms } from "../order/terms.ts"
import { type Instant, priceOf, quantityOf } from "../value/brand.ts"
import type { Adopted, Placed } from "./records.ts"

/** Whose orders those are that were adopted: no strategy's, and not the guard's. */
export const OWNER = "owner"

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
      ...(fact.slice ? { plan: fact.slice.plan } : {}),
      ...(place.kind === "place-pair" ? { list: place.id } : {}),
    }),
  )
}

/**
 * An order that somebody else placed, as the books keep it from now on. It is asked about at once:
 * its fills may be what a balance differs by.
 */
export function adoptedOrder(told: Adopted["order"], at: Instant): Order {
  const { id, venueId, instrument, side, quantity, price = priceOf(0) } = told
  return Object.freeze<Order>({
    id,
    venueId,
    instrument,
    side,
    terms: { type: "limit", quantity, price, lifetime: "gtc" },
    purpose: side === "buy" ? "entry" : "exit",
    strategy: OWNER,
    because: "placed by somebody else, adopted by the owner",
    placedAt: at,
    status: "unresolved",
    filled: quantityOf(0),
    filledQuoteUnits: 0n,
    fills: [],
  })
}

/** What an order needs held: the quote it may spend at worst, or the base it sells. */
export function heldBy(instrument: Instrument, order: Order): bigint {
  if (order.side === "sell") return baseUnits(instrument, order.terms.quantity)
  const price = limitOf(order.terms)
  assert.ok(price !== undefined, "a buy is bounded by a price, so that what it may cost is known")
  return notional(instrument, { price, quantity: order.terms.quantity }, "up")
}

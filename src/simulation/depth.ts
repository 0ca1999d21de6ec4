import type { Liquidity } from "./liquidity.ts"
import { LEVELS, QUOTES } from "./outside.ts"
import type { Pit } from "./pit.ts"
import { limitPrice, type VenueOrder } from "./venue-order.ts"

/** One price of a book and what is offered there, in counts. */
export type DepthLevel = readonly [price: number, quantity: number]

/** Both sides of a book, best price first. */
export interface Depth {
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

/** The book as everybody sees it: what the market outside still offers, and our resting orders. */
export function depthOf(pit: Pit): Depth {
  const { outside } = pit
  const isWhole = outside.source === LEVELS
  const isKnown = isWhole || outside.source === QUOTES
  return {
    bids: merged(isKnown ? (isWhole ? outside.bids : outside.topBid) : undefined, pit.bids, -1),
    asks: merged(isKnown ? (isWhole ? outside.asks : outside.topAsk) : undefined, pit.asks, 1),
  }
}

/** @param sign 1 where the lowest price is the best, -1 where the highest is */
function merged(
  outside: Liquidity | undefined,
  orders: readonly VenueOrder[],
  sign: 1 | -1,
): DepthLevel[] {
  const levels: DepthLevel[] = []
  const count = outside?.levels ?? 0
  let level = 0
  let i = 0
  while (level < count || i < orders.length) {
    const there = outside !== undefined && level < count ? outside.price(level) : sign * Infinity
    const here = i < orders.length ? limitPrice(orders[i]) : sign * Infinity
    const price = there * sign <= here * sign ? there : here
    let quantity = 0
    if (price === there) quantity += Math.max(0, outside?.quantity(level++) ?? 0)
    for (; i < orders.length && limitPrice(orders[i]) === price; i++) quantity += orders[i].visible
    if (quantity > 0) levels.push([price, quantity])
  }
  return levels
}

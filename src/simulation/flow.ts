import { ASK, BUYER_IS_MAKER, LAST, RESET } from "../market/tape.ts"
import type { Instant } from "../value/brand.ts"
import { LEVELS, QUOTES, TRADES } from "./outside.ts"
import type { Pit } from "./pit.ts"
import { afterTrade } from "./queue.ts"
import { planTake } from "./take.ts"
import { limitPrice, remainingOf, type VenueOrder } from "./venue-order.ts"

/** A trade on the tape that may concern an order: it fills who rests, then wakes who waits. */
export function playTrade(
  pit: Pit,
  trade: { readonly price: number; readonly quantity: number; readonly flag: number },
  at: Instant,
): void {
  const { price, quantity, flag } = trade
  pit.learn(TRADES, at)
  if (!pit.outside.hasTrades) {
    pit.outside.hasTrades = true
    pit.watch()
  }
  const isSale = (flag & BUYER_IS_MAKER) !== 0
  const left = fillFromTrade(pit, pit.bids, { price, quantity, at, isAtSide: isSale })
  fillFromTrade(pit, pit.asks, { price, quantity: left, at, isAtSide: !isSale })
  pit.follow(price)
  wakeReached(pit, price, at)
}

/** The top of the book as the tape shows it. */
export function playQuote(
  pit: Pit,
  quote: {
    readonly bid: number
    readonly bidSize: number
    readonly ask: number
    readonly askSize: number
  },
  at: Instant,
): void {
  const { outside } = pit
  const { bid, bidSize, ask, askSize } = quote
  if (outside.source < QUOTES) pit.learn(QUOTES, at)
  outside.topBid.set(bid, bidSize)
  outside.topAsk.set(ask, askSize)
  // Where whole books are known the top adds nothing.
  if (outside.source !== QUOTES) return
  for (const order of pit.bids) {
    if (limitPrice(order) >= bid) hear(pit, order, limitPrice(order) > bid ? 0 : bidSize)
  }
  for (const order of pit.asks) {
    if (limitPrice(order) <= ask) hear(pit, order, limitPrice(order) < ask ? 0 : askSize)
  }
  settleBook(pit, at)
}

/** One level of the whole book; rows of one event count together once the last has come. */
export function playLevel(
  pit: Pit,
  level: { readonly price: number; readonly quantity: number; readonly flag: number },
  at: Instant,
): void {
  const { outside } = pit
  const { price, quantity, flag } = level
  if (outside.source < LEVELS) pit.learn(LEVELS, at)
  if ((flag & RESET) !== 0) {
    outside.bids.clear()
    outside.asks.clear()
    outside.isResetting = true
  }
  const isAsk = (flag & ASK) !== 0
  ;(isAsk ? outside.asks : outside.bids).set(price, quantity)
  for (const order of isAsk ? pit.asks : pit.bids) {
    if (limitPrice(order) === price) moveUp(pit, order, quantity)
  }
  if ((flag & LAST) === 0) return
  if (outside.isResetting) clearFronts(pit)
  outside.isResetting = false
  settleBook(pit, at)
}

/**
 * Fills resting orders from a trade on the tape. Through their price they fill whole, as quant.md
 * 10.2 has it; at their price when the queue before them is gone. The trade's quantity is shared
 * once, better prices first, older orders first.
 * @returns what the trade has left
 */
function fillFromTrade(
  pit: Pit,
  side: readonly VenueOrder[],
  trade: { price: number; quantity: number; at: Instant; isAtSide: boolean },
): number {
  const { price, at } = trade
  const step = Math.max(1, pit.instrument.filters.step)
  let left = trade.quantity
  for (const order of side.slice()) {
    const limit = limitPrice(order)
    const isThrough = order.side === "buy" ? price < limit : price > limit
    if (left <= 0 || order.state !== "resting" || (!isThrough && limit !== price)) break
    if (isThrough) {
      const quantity = remainingOf(order)
      pit.fillMaker(order, quantity, at)
      left -= quantity
    } else if (trade.isAtSide) {
      const { front, overflow } = afterTrade(order.front, left)
      order.front = front
      order.traded += left
      const quantity = Math.min(overflow - (overflow % step), order.visible)
      if (quantity <= 0) continue
      pit.fillMaker(order, quantity, at)
      left -= quantity
    }
  }
  return Math.max(0, left)
}

function wakeReached(pit: Pit, last: number, at: Instant): void {
  for (const order of pit.reached(last)) if (order.state === "waiting") pit.wake(order, at)
}

/** A quote that repeats this side is no news of it: only the other side may have changed. */
function hear(pit: Pit, order: VenueOrder, next: number): void {
  if (next !== order.shown || order.front > next) moveUp(pit, order, next)
}

/** Moves an order in its queue when the quantity shown at its price changes. */
function moveUp(pit: Pit, order: VenueOrder, next: number): void {
  const { front, shown, traded } = order
  const whole = 10 ** pit.instrument.quantityScale
  order.front = pit.queue.afterDepth({ front, shown, next, traded, whole })
  order.shown = next
  order.traded = 0
}

/** After a new snapshot, levels it does not name show nothing. */
function clearFronts(pit: Pit): void {
  for (const order of [...pit.bids, ...pit.asks]) {
    if (pit.outside.ahead(order.side, limitPrice(order)) === 0) moveUp(pit, order, 0)
  }
}

/** After a change of the book outside: who was crossed fills, and the middle may wake a stop. */
function settleBook(pit: Pit, at: Instant): void {
  if (pit.bids.length > 0) fillCrossed(pit, pit.bids, at)
  if (pit.asks.length > 0) fillCrossed(pit, pit.asks, at)
  if (pit.outside.hasTrades) return
  // Without a single trade on the tape the middle of the book stands in for the last price.
  const middle = pit.outside.middle()
  if (Number.isNaN(middle)) return
  pit.setLast(middle)
  if (pit.waiting.length > 0) wakeReached(pit, middle, at)
}

/**
 * A book that shows a price beyond a resting order would have met it first: it fills at its own
 * price, at most the quantity shown. The same price is a touch, and no fill.
 */
function fillCrossed(pit: Pit, orders: readonly VenueOrder[], at: Instant): void {
  for (const order of orders.slice()) {
    const { account, side, instrument } = order
    const beyond = instrument.filters.tick * (side === "buy" ? -1 : 1)
    const liquidity = pit.outside.forTaker(side, pit.last)
    const limit = limitPrice(order) + beyond
    const taker = { instrument, account, side, limit, quantity: remainingOf(order) }
    const plan = planTake(taker, [], liquidity)
    if (plan.quantity === 0) return
    for (const take of plan.takes) liquidity.take(take.level, take.quantity)
    pit.fillMaker(order, plan.quantity, at)
  }
}

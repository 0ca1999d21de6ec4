import { baseUnits } from "../market/instrument.ts"
import { failedFilter } from "../order/filters.ts"
import type { OrderId } from "../order/request.ts"
import { limitOf, type Side, stopOf, type Terms } from "../order/terms.ts"
import type { Account } from "./account.ts"
import type { Pit } from "./pit.ts"
import type { Preventing } from "./prevention.ts"
import type { Prices } from "./prices.ts"
import { fundsFor } from "./settlement.ts"
import { costOf } from "./take.ts"
import type { Following } from "./trailing.ts"
import { isStopReached } from "./venue-order.ts"

/** Why the exchange refuses, in its own code and words. */
export interface Refusal {
  readonly code: number
  readonly text: string
}

/** An order at the door. */
export interface Candidate extends Preventing, Following {
  readonly id: OrderId
  readonly side: Side
  readonly terms: Terms
  readonly account: Account
}

const ID = /^[a-zA-Z0-9-_]{1,36}$/

export const INVALID_SYMBOL: Refusal = { code: -1121, text: "Invalid symbol." }
export const UNKNOWN_ORDER: Refusal = { code: -2011, text: "Unknown order sent." }
export const REPLACE_FAILED: Refusal = { code: -2022, text: "Order cancel-replace failed." }

/** What is wrong with an order by itself, before the engine sees it: shape, precision, filters. */
export function misshaped(
  pit: Pit,
  prices: Prices,
  candidate: Candidate,
  counted: { readonly openOrders: number; readonly openStops: number },
): Refusal | undefined {
  const { id, side, terms } = candidate
  if (!ID.test(id)) {
    const parameter = "Illegal characters found in parameter 'newClientOrderId'"
    return { code: -1100, text: `${parameter}; legal range is '^[a-zA-Z0-9-_]{1,36}$'.` }
  }
  const imprecise = Object.entries({
    quantity: terms.quantity,
    price: limitOf(terms),
    stopPrice: stopOf(terms),
  }).find(([, count]) => count !== undefined && !Number.isSafeInteger(count))
  if (imprecise !== undefined) {
    return { code: -1111, text: `Parameter '${imprecise[0]}' has too much precision.` }
  }
  const iceberg = "iceberg" in terms ? terms.iceberg : undefined
  if (iceberg !== undefined && "lifetime" in terms && terms.lifetime !== "gtc") {
    return { code: -1014, text: "Unsupported order combination." }
  }
  const i = pit.instrument.index
  const scene = { lastPrice: prices.lastOf(i), meanPrice: prices.meanOf(i), ...counted }
  const failure = failedFilter(pit.instrument, side, terms, scene)
  if (failure !== undefined) return { code: -1013, text: `Filter failure: ${failure.filter}` }
  if (iceberg !== undefined && iceberg >= terms.quantity) return rejected("IcebergQty exceeds QTY.")
  return undefined
}

/** What the engine has against an order: a living twin, a stop already passed, a maker that takes. */
export function misplaced(
  pit: Pit,
  candidate: Candidate,
  isOpen: (id: OrderId) => boolean,
): Refusal | undefined {
  const { id, side, terms } = candidate
  if (isOpen(id)) return rejected("Duplicate order sent.")
  const isFollowing = candidate.trailing !== undefined
  if (!isFollowing && isStopReached(side, terms, pit.last))
    return rejected("Order would trigger immediately.")
  if (terms.type !== "limit-maker") return undefined
  const plan = pit.plan(candidate, terms.quantity)
  return plan.quantity > 0 || plan.own.length > 0
    ? rejected("Order would immediately match and take.")
    : undefined
}

/**
 * Funds an order needs at once. A market buy needs what the book asks for it now; one that waits for
 * the next open sets aside what the last price tells.
 */
export function fundsNeeded(pit: Pit, candidate: Candidate): bigint {
  const { side, terms } = candidate
  if (side === "sell") return baseUnits(pit.instrument, terms.quantity)
  if (terms.type === "market") return costOf(pit.instrument, pit.plan(candidate, terms.quantity))
  return fundsFor(pit.instrument, side, terms, terms.quantity)
}

/** The two legs of a pair must stand on both sides of the last price (binance-spot.md section 12). */
export function mispaired(
  side: Side,
  legs: { readonly stop: Terms; readonly target: Terms },
  last: number,
): Refusal | undefined {
  const { stop, target } = legs
  const isStop = stop.type === "stop-loss" || stop.type === "stop-loss-limit"
  const isTarget =
    target.type === "limit-maker" ||
    target.type === "take-profit" ||
    target.type === "take-profit-limit"
  if (!isStop || !isTarget) return { code: -1158, text: "Order type not supported in OCO." }
  if (stop.quantity !== target.quantity) {
    return { code: -1128, text: "Combination of optional parameters invalid." }
  }
  const targetAt = "stop" in target ? target.stop : target.price
  const [low, high] = side === "sell" ? [stop.stop, targetAt] : [targetAt, stop.stop]
  const isAround = Number.isNaN(last) ? low < high : low < last && last < high
  return isAround
    ? undefined
    : rejected("The relationship of the prices for the orders is not correct.")
}

export const POOR: Refusal = rejected("Account has insufficient balance for requested action.")

function rejected(text: string): Refusal {
  return { code: -2010, text }
}

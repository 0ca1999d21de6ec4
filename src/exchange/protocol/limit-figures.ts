import type { OrderLimits } from "../../simulation/order-counts.ts"
import type { HallLimits } from "../hall.ts"

/** A limit as the exchange publishes it. */
export interface LimitFigure {
  readonly rateLimitType: "ORDERS" | "REQUEST_WEIGHT"
  readonly interval: "SECOND" | "MINUTE" | "DAY"
  readonly intervalNum: number
  readonly limit: number
}

/** The limits on orders that an account has, the short window first. */
export function orderLimitsOf(limits: OrderLimits): readonly [LimitFigure, LimitFigure] {
  const rateLimitType = "ORDERS"
  return [
    { rateLimitType, interval: "SECOND", intervalNum: 10, limit: limits.perTenSeconds },
    { rateLimitType, interval: "DAY", intervalNum: 1, limit: limits.perDay },
  ]
}

/** The limit on what an address asks. */
export function weightLimitOf({ weightPerMinute }: HallLimits): LimitFigure {
  return {
    rateLimitType: "REQUEST_WEIGHT",
    interval: "MINUTE",
    intervalNum: 1,
    limit: weightPerMinute,
  }
}

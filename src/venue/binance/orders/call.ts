import type { Parameter } from "../signature.ts"

/**
 * Who goes first, and how much of the exchange's limits each may use (EXEC-73): what lowers risk
 * before what raises it, questions last.
 */
export type Priority = "urgent" | "entry" | "question"

/** One thing asked of the exchange, not yet signed, for REST or for the WebSocket API. */
export interface Call {
  readonly method: "GET" | "POST" | "DELETE"
  /** Without the host: `/api/v3/order`. */
  readonly path: string
  /** What the WebSocket API calls it; absent where it has no such thing. */
  readonly socketMethod?: string
  /** In the order in which they are sent; without key, time and signature. */
  readonly parameters: readonly Parameter[]
  readonly isSigned: boolean
  readonly priority: Priority
  /** Request weight (binance-spot.md section 6). */
  readonly weight: number
  /** How many orders it adds to the exchange's count of unfilled orders. */
  readonly orders: number
}

type Given = Pick<Call, "path" | "weight"> & Partial<Call>

/** A question that changes nothing. */
const question = (given: Given): Call => ({
  method: "GET",
  parameters: [],
  isSigned: false,
  priority: "question",
  orders: 0,
  ...given,
})

export const timeCall: Call = question({
  path: "/api/v3/time",
  socketMethod: "time",
  weight: 1,
})

/** Its own word on whether it works (EXEC-72); the test network has none. */
export const statusCall: Call = question({ path: "/sapi/v1/system/status", weight: 1 })

/** Filters and limits. */
export function exchangeInfoCall(symbols: readonly string[]): Call {
  const parameters: readonly Parameter[] = [["symbols", JSON.stringify(symbols)]]
  return question({ path: "/api/v3/exchangeInfo", parameters, weight: 20 })
}

export const accountCall: Call = question({
  path: "/api/v3/account",
  socketMethod: "account.status",
  parameters: [["omitZeroBalances", "true"]],
  isSigned: true,
  weight: 20,
})

/** Every open order of the account. */
export const openOrdersCall: Call = question({
  path: "/api/v3/openOrders",
  socketMethod: "openOrders.status",
  isSigned: true,
  weight: 80,
})

/** One order by our own id. */
export const orderCall = (symbol: string, id: string): Call =>
  question({
    path: "/api/v3/order",
    socketMethod: "order.status",
    parameters: [
      ["symbol", symbol],
      ["origClientOrderId", id],
    ],
    isSigned: true,
    weight: 4,
  })

/** The most trades that one answer tells. */
export const TRADES_MOST = 1_000

/**
 * The trades of one order, by the exchange's number of it, oldest first.
 * @param from the trade to begin with, where there are more than one answer tells
 */
export function orderTradesCall(symbol: string, venueId: string, from?: string): Call {
  const order: Parameter = ["orderId", venueId]
  return trades(symbol, from === undefined ? [order] : [order, ["fromId", from]], 5)
}

function trades(symbol: string, chosen: readonly Parameter[], weight: number): Call {
  return question({
    path: "/api/v3/myTrades",
    socketMethod: "myTrades",
    parameters: [["symbol", symbol], ...chosen, ["limit", String(TRADES_MOST)]],
    isSigned: true,
    weight,
  })
}

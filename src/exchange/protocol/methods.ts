import {
  accountStatus,
  commission,
  keyRestrictions,
  myTrades,
  orderLimits,
  tradeFees,
} from "./account-methods.ts"
import type { SignedCall } from "./call.ts"
import { amendments, amendOrder } from "./amend-methods.ts"
import { placeOto, placeOtoco } from "./chain-methods.ts"
import { cancelReplace } from "./cancel-replace.ts"
import { exchangeInfo } from "./exchange-info.ts"
import {
  allLists,
  cancelList,
  openLists,
  placeOco,
  placeOldOco,
  queryList,
} from "./list-methods.ts"
import {
  aggregateTrades,
  averagePrice,
  depth,
  historicalTrades,
  klines,
  ping,
  recentTrades,
  serverTime,
  systemStatus,
} from "./market-methods.ts"
import type { Method } from "./method.ts"
import { NEIGHBOURS } from "./neighbour-methods.ts"
import {
  allOrders,
  cancelAll,
  cancelOrder,
  openOrders,
  placeOrder,
  queryOrder,
  testOrder,
} from "./order-methods.ts"
import type { Parameters } from "./parameters.ts"
import { SPARE } from "./spare-methods.ts"
import { bookTicker, dayTicker, priceTicker, windowTicker } from "./ticker-methods.ts"

const has = (parameters: Parameters, name: string): boolean => parameters.has(name)

/** By how many levels are wanted. */
function depthWeight(parameters: Parameters): number {
  const limit = Number(parameters.optional("limit") ?? 100)
  if (limit <= 100) return 5
  if (limit <= 500) return 25
  return limit <= 1000 ? 50 : 250
}

/** By how many symbols are named. */
function symbolsNamed(parameters: Parameters): number | undefined {
  if (has(parameters, "symbol")) return 1
  return parameters.list("symbols")?.length
}

function dayWeight(parameters: Parameters): number {
  const count = symbolsNamed(parameters) ?? Infinity
  if (count <= 20) return 2
  return count <= 100 ? 40 : 80
}

const windowWeight = (parameters: Parameters): number =>
  Math.min(200, 4 * (symbolsNamed(parameters) ?? 1))
const tickerWeight = (parameters: Parameters): number => (has(parameters, "symbol") ? 2 : 4)
const testWeight = (parameters: Parameters): number =>
  parameters.optional("computeCommissionRates") === "true" ? 20 : 1

const PUBLIC: readonly Method[] = [
  { rest: "GET /api/v3/ping", socket: "ping", weight: 1, security: "NONE", answer: ping },
  { rest: "GET /api/v3/time", socket: "time", weight: 1, security: "NONE", answer: serverTime },
  {
    rest: "GET /api/v3/exchangeInfo",
    socket: "exchangeInfo",
    weight: 20,
    security: "NONE",
    answer: exchangeInfo,
  },
  {
    rest: "GET /api/v3/depth",
    socket: "depth",
    weight: depthWeight,
    security: "NONE",
    answer: depth,
  },
  {
    rest: "GET /api/v3/trades",
    socket: "trades.recent",
    weight: 25,
    security: "NONE",
    answer: recentTrades,
  },
  {
    rest: "GET /api/v3/historicalTrades",
    socket: "trades.historical",
    weight: 25,
    security: "NONE",
    answer: historicalTrades,
  },
  {
    rest: "GET /api/v3/aggTrades",
    socket: "trades.aggregate",
    weight: 4,
    security: "NONE",
    answer: aggregateTrades,
  },
  { rest: "GET /api/v3/klines", socket: "klines", weight: 2, security: "NONE", answer: klines },
  { rest: "GET /api/v3/uiKlines", socket: "uiKlines", weight: 2, security: "NONE", answer: klines },
  {
    rest: "GET /api/v3/avgPrice",
    socket: "avgPrice",
    weight: 2,
    security: "NONE",
    answer: averagePrice,
  },
  {
    rest: "GET /api/v3/ticker/24hr",
    socket: "ticker.24hr",
    weight: dayWeight,
    security: "NONE",
    answer: dayTicker,
  },
  {
    rest: "GET /api/v3/ticker/tradingDay",
    socket: "ticker.tradingDay",
    weight: windowWeight,
    security: "NONE",
    answer: (call) => windowTicker(call, true),
  },
  {
    rest: "GET /api/v3/ticker",
    socket: "ticker",
    weight: windowWeight,
    security: "NONE",
    answer: (call) => windowTicker(call, false),
  },
  {
    rest: "GET /api/v3/ticker/price",
    socket: "ticker.price",
    weight: tickerWeight,
    security: "NONE",
    answer: priceTicker,
  },
  {
    rest: "GET /api/v3/ticker/bookTicker",
    socket: "ticker.book",
    weight: tickerWeight,
    security: "NONE",
    answer: bookTicker,
  },
  {
    rest: "GET /sapi/v1/system/status",
    socket: undefined,
    weight: 1,
    security: "NONE",
    answer: systemStatus,
  },
]

/** A method that gives orders: nothing when it succeeds, its weight when it fails. */
function trade(
  rest: string,
  socket: string | undefined,
  answer: (call: SignedCall) => unknown,
): Method {
  return { rest, socket, weight: 1, security: "TRADE", isFreeWhenGood: true, answer }
}

function placing(rest: string, socket: string, answer: (call: SignedCall) => unknown): Method {
  return { ...trade(rest, socket, answer), isPlacing: true }
}

function query(
  rest: string,
  socket: string | undefined,
  weight: Method["weight"],
  answer: (call: SignedCall & { readonly apiKey: string }) => unknown,
): Method {
  return { rest, socket, weight, security: "USER_DATA", answer }
}

const TRADING: readonly Method[] = [
  placing("POST /api/v3/order", "order.place", placeOrder),
  { ...trade("POST /api/v3/order/test", "order.test", testOrder), weight: testWeight },
  trade("DELETE /api/v3/order", "order.cancel", cancelOrder),
  trade("DELETE /api/v3/openOrders", "openOrders.cancelAll", cancelAll),
  placing("POST /api/v3/order/cancelReplace", "order.cancelReplace", cancelReplace),
  placing("POST /api/v3/orderList/oco", "orderList.place.oco", placeOco),
  placing("POST /api/v3/orderList/oto", "orderList.place.oto", placeOto),
  placing("POST /api/v3/orderList/otoco", "orderList.place.otoco", placeOtoco),
  placing("POST /api/v3/order/oco", "orderList.place", placeOldOco),
  {
    rest: "PUT /api/v3/order/amend/keepPriority",
    socket: "order.amend.keepPriority",
    weight: 4,
    security: "TRADE",
    answer: amendOrder,
  },
  trade("DELETE /api/v3/orderList", "orderList.cancel", cancelList),
]

const ACCOUNT: readonly Method[] = [
  query("GET /api/v3/order/amendments", "order.amendments", 4, amendments),
  query("GET /api/v3/order", "order.status", 4, queryOrder),
  query(
    "GET /api/v3/openOrders",
    "openOrders.status",
    (parameters) => (has(parameters, "symbol") ? 6 : 80),
    openOrders,
  ),
  query("GET /api/v3/allOrders", "allOrders", 20, allOrders),
  query("GET /api/v3/orderList", "orderList.status", 4, queryList),
  query("GET /api/v3/allOrderList", "allOrderLists", 20, allLists),
  query("GET /api/v3/openOrderList", "openOrderLists.status", 6, openLists),
  query("GET /api/v3/account", "account.status", 20, accountStatus),
  query(
    "GET /api/v3/myTrades",
    "myTrades",
    (parameters) => (has(parameters, "orderId") ? 5 : 20),
    myTrades,
  ),
  query("GET /api/v3/account/commission", "account.commission", 20, commission),
  query("GET /api/v3/rateLimit/order", "account.rateLimits.orders", 40, orderLimits),
  query("GET /sapi/v1/asset/tradeFee", undefined, 1, tradeFees),
  query("GET /sapi/v1/account/apiRestrictions", undefined, 1, keyRestrictions),
]

/** Every method of the exchange. */
export const METHODS: readonly Method[] = [
  ...PUBLIC,
  ...TRADING,
  ...ACCOUNT,
  ...SPARE,
  ...NEIGHBOURS,
]

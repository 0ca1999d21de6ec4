import { failedFilter } from "../../order/filters.ts"
import type { OrderId } from "../../order/request.ts"
import type { Preventing } from "../../simulation/prevention.ts"
import type { Following } from "../../simulation/trailing.ts"
import type { Quantity } from "../../value/brand.ts"
import type { Draft } from "../account/desk.ts"
import { isOver, type OrderRecord } from "../account/order-record.ts"
import type { Market } from "../market/market.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { Failure, refused } from "./failure.ts"
import {
  type AnswerKind,
  cancelledBody,
  listBody,
  placedBody,
  queriedBody,
} from "./order-answer.ts"
import { readOrder, readSide } from "./order-form.ts"
import { quantityForQuote } from "./quote-order.ts"

type Body = Readonly<Record<string, unknown>>

/** POST order. */
export function placeOrder(call: SignedCall): Body {
  const { parameters, unit } = call
  const market = marketNamed(call)
  const draft = readPlacement(call, market)
  const kind = readAnswerKind(call, draft)
  parameters.finish()
  return placedBody(place(call, draft), { kind, unit })
}

/** POST order/test: everything is judged, nothing is placed. */
export function testOrder(call: SignedCall): Body {
  const { parameters, hall, customer, now } = call
  const market = marketNamed(call)
  const draft = readPlacement(call, market)
  readAnswerKind(call, draft)
  const wantsRates = parameters.flag("computeCommissionRates") === true
  parameters.finish()
  const { id, side, terms, extras } = draft
  const plain = { kind: "place", id, instrument: market.instrument.index, side, terms } as const
  const order = { ...plain, ...wishesOf(extras) }
  const refusal = hall.engine.judge(customer.name, order, now)
  // What only the engine knows, such as funds, is not looked at by a test.
  if (refusal !== undefined && refusal.code !== -2010 && refusal.code !== -1015) {
    throw refused(refusal)
  }
  if (!wantsRates) return {}
  const none = { maker: "0.00000000", taker: "0.00000000" }
  return {
    standardCommissionForOrder: { maker: "0.00100000", taker: "0.00100000" },
    specialCommissionForOrder: none,
    taxCommissionForOrder: none,
    discount: {
      enabledForAccount: false,
      enabledForSymbol: true,
      discountAsset: "BNB",
      discount: "0.75000000",
    },
  }
}

/** The order that a placement asks for, for a market that takes orders. */
export function readPlacement(call: SignedCall, market: Market): Draft {
  const side = readSide(call)
  const draft = readOrder(call, {
    instrument: market.instrument,
    side,
    quantityFor: (units): Quantity => quantityForQuote(market, side, units),
  })
  requireOpen(call, market, [draft])
  return draft
}

/**
 * What stands against orders before the engine sees them: a symbol that takes none, or filters that
 * got stricter since the exchange opened.
 * @throws Failure -2010, -1013
 */
export function requireOpen(call: SignedCall, market: Market, drafts: readonly Draft[]): void {
  if (market.status !== "TRADING") throw new Failure({ code: -2010, text: "Market is closed." })
  if (market.rules === market.instrument) return
  const { last, mean } = call.hall.engine.pricesOf(market.instrument.index)
  const scene = { lastPrice: last, meanPrice: mean, openOrders: 0, openStops: 0 }
  for (const { side, terms } of drafts) {
    const failure = failedFilter(market.rules, side, terms, scene)
    if (failure === undefined) continue
    throw new Failure({ code: -1013, text: `Filter failure: ${failure.filter}` })
  }
}

/** Hands one order in. @throws Failure with the engine's refusal */
export function place(call: SignedCall, draft: Draft): OrderRecord {
  const { hall, desk, customer, now } = call
  const { id, side, terms, instrument, extras } = draft
  const order = { kind: "place", id, instrument: instrument.index, side, terms } as const
  const request = { ...order, ...wishesOf(extras) }
  const refusals = desk.submit([draft], () => hall.engine.request(customer.name, request, now))
  const refusal = refusals.get(id)
  if (refusal !== undefined) throw refused(refusal)
  const record = desk.byClientId(id)
  if (record === undefined) throw new Failure({ code: -1000, text: "An unknown error occurred." })
  return record
}

/** What the engine is told of an order beyond its terms. */
export function wishesOf(extras: Draft["extras"]): Preventing & Following {
  if (extras === undefined) return {}
  const { prevention, trailing } = extras
  return { prevention, ...(trailing === undefined ? {} : { trailing }) }
}

/** How much the answer tells: all of it for orders that may fill at once, else the least. */
export function readAnswerKind(call: SignedCall, draft: Draft): AnswerKind {
  const words = ["ACK", "RESULT", "FULL"] as const
  const text = "Data sent for parameter 'newOrderRespType' is not valid."
  const { type } = draft.terms
  const standard = type === "market" || type === "limit" ? "FULL" : "ACK"
  return call.parameters.oneOf("newOrderRespType", words, -1130, text) ?? standard
}

/** DELETE order. */
export function cancelOrder(call: SignedCall): Body {
  const market = marketNamed(call)
  const record = readOrderToCancel(call, market, ["orderId", "origClientOrderId"])
  const cancelId = call.parameters.clientId("newClientOrderId") ?? call.hall.randomId()
  readRestrictions(call, record)
  call.parameters.finish()
  return cancel(call, record, cancelId)
}

/** Takes an order away, and the list it belongs to. */
export function cancel(call: SignedCall, record: OrderRecord, cancelId: string): Body {
  const { hall, desk, customer, now, unit } = call
  const id = record.clientOrderId as OrderId
  const request = { kind: "cancel", id, instrument: record.instrument.index } as const
  const hand = (): void => hall.engine.request(customer.name, request, now)
  const refusal = desk.submit([], hand, cancelId).get(id)
  if (refusal !== undefined) throw refused(refusal)
  const list = desk.lists.get(record.listId)
  if (list === undefined) {
    return cancelledBody(desk.orders.get(record.orderId) ?? record, { cancelId, unit })
  }
  const orders = desk.ordersOf(list)
  return {
    ...listBody(list, orders, unit),
    orderReports: orders.map((order) => cancelledBody(order, { cancelId, unit })),
  }
}

const unknownOrder = (): Failure => new Failure({ code: -2011, text: "Unknown order sent." })

/** The open order that a cancel means. @throws Failure -2011 */
export function readOrderToCancel(
  call: SignedCall,
  market: Market,
  names: readonly [number: string, id: string],
): OrderRecord {
  const record = findOrder(call, market, names)
  if (record === undefined || isOver(record)) throw unknownOrder()
  return record
}

/** @throws Failure -2011 when the order is not in the state that the cancel is restricted to */
export function readRestrictions(call: SignedCall, record: OrderRecord): void {
  const words = ["ONLY_NEW", "ONLY_PARTIALLY_FILLED"] as const
  const invalid = "Invalid cancelRestrictions"
  const wanted = call.parameters.oneOf("cancelRestrictions", words, -1145, invalid)
  if (wanted === undefined) return
  const isAllowed = wanted === "ONLY_NEW" ? record.executed === 0 : record.executed > 0
  if (isAllowed) return
  const text = "Order was not canceled due to cancel restrictions."
  throw new Failure({ code: -2011, text })
}

/** DELETE openOrders. */
export function cancelAll(call: SignedCall): readonly Body[] {
  const market = marketNamed(call)
  call.parameters.finish()
  const open = call.desk.open(market.instrument.index)
  if (open.length === 0) throw unknownOrder()
  const answers: Body[] = []
  for (const { orderId } of open) {
    const record = call.desk.orders.get(orderId)
    // The other leg of a list may have gone with one before.
    if (record === undefined || isOver(record)) continue
    answers.push(cancel(call, record, call.hall.randomId()))
  }
  return answers
}

/** GET order. */
export function queryOrder(call: SignedCall): Body {
  const market = marketNamed(call)
  const record = findOrder(call, market, ["orderId", "origClientOrderId"])
  call.parameters.finish()
  if (record === undefined) throw new Failure({ code: -2013, text: "Order does not exist." })
  return queriedBody(record, call.unit)
}

/**
 * Finds an order by its number or by its client id.
 * @throws Failure -1102 when neither is given, -2039 when they do not belong together
 */
export function findOrder(
  call: SignedCall,
  market: Market,
  [number, clientId]: readonly [number: string, id: string],
): OrderRecord | undefined {
  const { parameters, desk } = call
  const orderId = parameters.whole(number)
  const id = parameters.optional(clientId)
  if (orderId === undefined && id === undefined) {
    const text = `Param '${clientId}' or '${number}' must be sent, but both were empty/null!`
    throw new Failure({ code: -1102, text })
  }
  const record = orderId === undefined ? desk.byClientId(id ?? "") : desk.orders.get(orderId)
  if (record === undefined || record.instrument !== market.instrument) return undefined
  if (orderId !== undefined && id !== undefined && record.clientOrderId !== id) {
    const text = "Client order ID is not correct for this order ID"
    throw new Failure({ code: -2039, text })
  }
  return record
}

/** GET openOrders. */
export function openOrders(call: SignedCall): readonly Body[] {
  const { parameters, desk, unit } = call
  const market = parameters.has("symbol") ? marketNamed(call) : undefined
  parameters.finish()
  return desk.open(market?.instrument.index).map((record) => queriedBody(record, unit))
}

/** GET allOrders. */
export function allOrders(call: SignedCall): readonly Body[] {
  const { parameters, desk, unit } = call
  const market = marketNamed(call)
  const from = parameters.whole("orderId")
  const span = readSpan(call)
  const limit = parameters.limit(500, 1000)
  parameters.finish()
  const all = [...desk.orders.values()].filter(
    (record) =>
      record.instrument === market.instrument &&
      (from === undefined || record.orderId >= from) &&
      record.time >= span.start &&
      record.time <= span.end,
  )
  const isOldestFirst = from !== undefined || span.isFromStart
  const rows = isOldestFirst ? all.slice(0, limit) : all.slice(-limit)
  return rows.map((record) => queriedBody(record, unit))
}

/** A window of time of at most a day. @throws Failure -1127 */
export function readSpan(call: SignedCall): {
  readonly start: number
  readonly end: number
  readonly isFromStart: boolean
  readonly isGiven: boolean
} {
  const start = call.parameters.moment("startTime")
  const end = call.parameters.moment("endTime")
  if (start !== undefined && end !== undefined && end - start > 86_400_000_000) {
    throw new Failure({ code: -1127, text: "More than 24 hours between startTime and endTime." })
  }
  return {
    start: start ?? -Infinity,
    end: end ?? Infinity,
    isFromStart: start !== undefined,
    isGiven: start !== undefined || end !== undefined,
  }
}

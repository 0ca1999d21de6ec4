import { orderIdOf } from "../../order/request.ts"
import type { Side, Terms } from "../../order/terms.ts"
import type { Draft } from "../account/desk.ts"
import type { OrderList } from "../account/order-list.ts"
import { isOver } from "../account/order-record.ts"
import type { Market } from "../market/market.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { Failure, refused } from "./failure.ts"
import { placedListBody, readListAnswerKind } from "./list-answer.ts"
import { listBody } from "./order-answer.ts"
import { namesOf, readOrder, readSide } from "./order-form.ts"
import { cancel, readSpan, requireOpen } from "./order-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** POST orderList/oco. */
export function placeOco(call: SignedCall): Body {
  const { parameters, hall } = call
  const market = marketNamed(call)
  const side = readSide(call)
  const clientListId = parameters.clientId("listClientOrderId") ?? hall.randomId()
  const legs = readLegs(call, {
    market,
    side,
    above: "above",
    below: "below",
    quantity: "quantity",
  })
  const kind = readListAnswerKind(call)
  parameters.finish()
  requireOpen(call, market, [legs.stop, legs.target])
  return placedListBody(call, placePair(call, { market, side, clientListId, legs }), { kind })
}

/** POST order/oco, the old form: a limit maker and a stop. */
export function placeOldOco(call: SignedCall): Body {
  const { parameters, hall } = call
  const market = marketNamed(call)
  const side = readSide(call)
  const { instrument } = market
  const clientListId = parameters.clientId("listClientOrderId") ?? hall.randomId()
  const isLimited = parameters.has("stopLimitPrice")
  const target = readOrder(call, {
    instrument,
    side,
    type: "LIMIT_MAKER",
    names: { ...namesOf("limit", "quantity"), price: "price" },
  })
  const stop = readOrder(call, {
    instrument,
    side,
    type: isLimited ? "STOP_LOSS_LIMIT" : "STOP_LOSS",
    names: {
      ...namesOf("stop", "quantity"),
      price: "stopLimitPrice",
      stop: "stopPrice",
      lifetime: "stopLimitTimeInForce",
    },
  })
  const kind = readListAnswerKind(call)
  parameters.finish()
  requireOpen(call, market, [stop, target])
  const legs = { stop, target }
  return placedListBody(call, placePair(call, { market, side, clientListId, legs }), { kind })
}

/** Lists of an account that may be open in one symbol. */
const LISTS_MOST = 20

/** @throws Failure -1013 when a symbol has as many open lists as it may */
function requireRoom(call: SignedCall, market: Market): void {
  const open = [...call.desk.lists.values()].filter(
    ({ instrument, status }) => instrument === market.instrument && status !== "ALL_DONE",
  )
  if (open.length < LISTS_MOST) return
  throw new Failure({ code: -1013, text: "Filter failure: MAX_NUM_ORDER_LISTS" })
}

/** The number of a list that is about to be placed. @throws Failure -1013 */
export function newListId(call: SignedCall, market: Market): number {
  requireRoom(call, market)
  return call.hall.nextListId()
}

/** Which leg is the stop and which the target. */
export interface Legs {
  readonly stop: Draft
  readonly target: Draft
}

/**
 * Reads the leg above the price and the leg below it (binance-spot.md section 12).
 * @throws Failure when they are not one stop and one target, each on its side
 */
export function readLegs(
  call: SignedCall,
  told: {
    readonly market: Market
    readonly side: Side
    readonly above: string
    readonly below: string
    readonly quantity: string
  },
): Legs {
  const { market, side, quantity } = told
  const { instrument } = market
  const above = readOrder(call, { instrument, side, names: namesOf(told.above, quantity) })
  const below = readOrder(call, { instrument, side, names: namesOf(told.below, quantity) })
  for (const { terms } of [above, below]) {
    if (terms.type === "market" || terms.type === "limit") {
      throw new Failure({ code: -1158, text: "Order type not supported in OCO." })
    }
  }
  const isAboveTarget = isTarget(above.terms)
  if (isAboveTarget && isTarget(below.terms)) {
    throw new Failure({ code: -1168, text: "Both legs of the OCO are limit orders." })
  }
  // A sale takes its profit above and its loss below; a purchase the other way round.
  if (isAboveTarget !== (side === "sell") || isAboveTarget === isTarget(below.terms)) {
    const text = "The relationship of the prices for the orders is not correct."
    throw new Failure({ code: -2010, text })
  }
  return isAboveTarget ? { target: above, stop: below } : { target: below, stop: above }
}

const isTarget = ({ type }: Terms): boolean =>
  type === "limit-maker" || type === "take-profit" || type === "take-profit-limit"

function placePair(
  call: SignedCall,
  told: {
    readonly market: Market
    readonly side: Side
    readonly clientListId: string
    readonly legs: Legs
  },
): OrderList {
  const { hall, desk, customer, now } = call
  const { market, side, clientListId, legs } = told
  const { stop, target } = legs
  const instrument = market.instrument.index
  const id = orderIdOf(clientListId)
  const request = { kind: "place-pair", id, instrument, side, legs: [stop, target] } as const
  const listId = newListId(call, market)
  const drafts = [stop, target].map((draft) => ({ ...draft, listId }))
  const hand = (): void => hall.engine.request(customer.name, request, now)
  const refusal = [...desk.submit(drafts, hand).values()][0]
  if (refusal !== undefined) throw refused(refusal)
  return addList(call, { market, listId, clientListId, contingency: "OCO", drafts })
}

/** Books a list whose orders the engine has taken. */
export function addList(
  call: SignedCall,
  told: {
    readonly market: Market
    readonly listId: number
    readonly clientListId: string
    readonly contingency: OrderList["contingency"]
    readonly drafts: readonly Draft[]
  },
): OrderList {
  const { desk, now } = call
  const { market, listId, clientListId, contingency, drafts } = told
  const orderIds = drafts.flatMap(({ id }) => desk.byClientId(id)?.orderId ?? [])
  const list: OrderList = {
    listId,
    clientListId,
    instrument: market.instrument,
    contingency,
    status: "EXEC_STARTED",
    orderIds,
    time: now,
  }
  desk.addList(list)
  return list
}

/** DELETE orderList. */
export function cancelList(call: SignedCall): Body {
  const { parameters, desk, hall } = call
  const market = marketNamed(call)
  const list = findList(call, "listClientOrderId")
  const cancelId = parameters.clientId("newClientOrderId") ?? hall.randomId()
  parameters.finish()
  const open = list && desk.ordersOf(list).find((order) => !isOver(order))
  if (open === undefined || list?.instrument !== market.instrument) {
    throw new Failure({ code: -2011, text: "Unknown order sent." })
  }
  return cancel(call, open, cancelId)
}

/** GET orderList. */
export function queryList(call: SignedCall): Body {
  const list = findList(call, "origClientOrderId")
  call.parameters.finish()
  if (list === undefined) throw new Failure({ code: -2018, text: "Order list does not exist." })
  return listBody(list, call.desk.ordersOf(list), call.unit)
}

/** GET openOrderList. */
export function openLists(call: SignedCall): readonly Body[] {
  call.parameters.finish()
  return listsOf(call, (list) => list.status !== "ALL_DONE")
}

/** GET allOrderList. */
export function allLists(call: SignedCall): readonly Body[] {
  const from = call.parameters.whole("fromId")
  const span = readSpan(call)
  const limit = call.parameters.limit(500, 1000)
  call.parameters.finish()
  const rows = listsOf(
    call,
    ({ listId, time }) =>
      (from === undefined || listId >= from) && time >= span.start && time <= span.end,
  )
  return from !== undefined || span.isFromStart ? rows.slice(0, limit) : rows.slice(-limit)
}

function listsOf(call: SignedCall, isWanted: (list: OrderList) => boolean): readonly Body[] {
  const { desk, unit } = call
  return [...desk.lists.values()]
    .filter(isWanted)
    .map((list) => listBody(list, desk.ordersOf(list), unit))
}

function findList(call: SignedCall, clientName: string): OrderList | undefined {
  const { parameters, desk } = call
  const listId = parameters.whole("orderListId")
  const id = parameters.optional(clientName)
  if (listId === undefined && id === undefined) {
    const text = `Param '${clientName}' or 'orderListId' must be sent, but both were empty/null!`
    throw new Failure({ code: -1102, text })
  }
  if (listId !== undefined) return desk.lists.get(listId)
  return [...desk.lists.values()].findLast((list) => list.clientListId === id)
}

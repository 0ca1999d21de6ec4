import type { OrderList } from "../account/order-list.ts"
import { isOver, namedStop, type OrderRecord, shapeOf } from "../account/order-record.ts"
import type { Instant } from "../../value/brand.ts"
import { trailingTime } from "../account/user-event.ts"
import { priceText, quantityText, stamp, type TimeUnit, unitsText } from "./figure.ts"

type Body = Readonly<Record<string, unknown>>

/** How much of an order the answer to its placement tells. */
export type AnswerKind = "ACK" | "RESULT" | "FULL"

/** The answer to a placement (binance-spot.md section 10). */
export function placedBody(
  record: OrderRecord,
  told: { readonly kind: AnswerKind; readonly unit: TimeUnit; readonly at?: Instant },
): Body {
  const { kind, unit, at = record.time } = told
  const { instrument } = record
  const acknowledged = {
    symbol: instrument.symbol,
    orderId: record.orderId,
    orderListId: record.listId,
    clientOrderId: record.clientOrderId,
    transactTime: stamp(at, unit),
  }
  if (kind === "ACK") return acknowledged
  const { workingTime } = record
  return {
    ...acknowledged,
    ...amounts(record),
    workingTime: workingTime === undefined ? -1 : stamp(workingTime, unit),
    ...(kind === "FULL" ? { fills: fillBodies(record) } : {}),
    ...conditional(record, unit),
    selfTradePreventionMode: record.prevention,
  }
}

/** An order as it is told when asked for. */
export function queriedBody(record: OrderRecord, unit: TimeUnit): Body {
  const { instrument, workingTime, terms } = record
  const shape = shapeOf(terms)
  return {
    symbol: instrument.symbol,
    orderId: record.orderId,
    orderListId: record.listId,
    clientOrderId: record.clientOrderId,
    price: priceText(instrument, shape.price),
    origQty: quantityText(instrument, terms.quantity),
    executedQty: quantityText(instrument, record.executed),
    cummulativeQuoteQty: unitsText(record.executedUnits),
    status: record.status,
    timeInForce: shape.timeInForce,
    type: shape.type,
    side: record.side === "buy" ? "BUY" : "SELL",
    stopPrice: priceText(instrument, namedStop(record)),
    icebergQty: quantityText(instrument, shape.iceberg),
    time: stamp(record.time, unit),
    updateTime: stamp(record.updateTime, unit),
    isWorking: workingTime !== undefined,
    workingTime: workingTime === undefined ? -1 : stamp(workingTime, unit),
    origQuoteOrderQty: unitsText(record.quoteOrderUnits),
    ...trail(record, unit),
    ...strategy(record),
    ...expiry(record),
    selfTradePreventionMode: record.prevention,
  }
}

/** The answer to a cancel: the order goes by the cancel's own id in it. */
export function cancelledBody(
  record: OrderRecord,
  told: { readonly cancelId: string; readonly unit: TimeUnit },
): Body {
  const { instrument } = record
  return {
    symbol: instrument.symbol,
    origClientOrderId: record.clientOrderId,
    orderId: record.orderId,
    orderListId: record.listId,
    clientOrderId: told.cancelId,
    transactTime: stamp(record.updateTime, told.unit),
    ...amounts(record),
    ...conditional(record, told.unit),
    selfTradePreventionMode: record.prevention,
  }
}

/** An order list, without reports of its orders. */
export function listBody(list: OrderList, orders: readonly OrderRecord[], unit: TimeUnit): Body {
  const { symbol } = list.instrument
  return {
    orderListId: list.listId,
    contingencyType: list.contingency,
    listStatusType: list.status,
    listOrderStatus: list.status === "ALL_DONE" ? "ALL_DONE" : "EXECUTING",
    listClientOrderId: list.clientListId,
    transactionTime: stamp(list.time, unit),
    symbol,
    orders: orders.map(({ orderId, clientOrderId }) => ({ symbol, orderId, clientOrderId })),
  }
}

function amounts(record: OrderRecord): Body {
  const { instrument, terms } = record
  const shape = shapeOf(terms)
  return {
    price: priceText(instrument, shape.price),
    origQty: quantityText(instrument, terms.quantity),
    executedQty: quantityText(instrument, record.executed),
    origQuoteOrderQty: unitsText(record.quoteOrderUnits),
    cummulativeQuoteQty: unitsText(record.executedUnits),
    status: record.status,
    timeInForce: shape.timeInForce,
    type: shape.type,
    side: record.side === "buy" ? "BUY" : "SELL",
  }
}

function conditional(record: OrderRecord, unit: TimeUnit): Body {
  const { instrument, terms } = record
  const { iceberg } = shapeOf(terms)
  const stop = namedStop(record)
  return {
    ...(stop === 0 ? {} : { stopPrice: priceText(instrument, stop) }),
    ...(iceberg === 0 ? {} : { icebergQty: quantityText(instrument, iceberg) }),
    ...trail(record, unit),
    ...strategy(record),
    ...expiry(record),
  }
}

function trail(record: OrderRecord, unit: TimeUnit): Body {
  const { trailing } = record
  if (trailing === undefined) return {}
  return { trailingDelta: trailing.delta, trailingTime: trailingTime(record, unit) }
}

function strategy({ strategyId, strategyType }: OrderRecord): Body {
  return {
    ...(strategyId === undefined ? {} : { strategyId }),
    ...(strategyType === undefined ? {} : { strategyType }),
  }
}

function expiry(record: OrderRecord): Body {
  const { expiryReason } = record
  return isOver(record) && expiryReason !== undefined ? { expiryReason } : {}
}

function fillBodies({ fills, instrument }: OrderRecord): readonly Body[] {
  return fills.map((fill) => ({
    price: priceText(instrument, fill.price),
    qty: quantityText(instrument, fill.quantity),
    commission: unitsText(fill.feeUnits),
    commissionAsset: fill.feeAsset,
    tradeId: fill.tradeId,
  }))
}

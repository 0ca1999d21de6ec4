import { orderIdOf } from "../../order/request.ts"
import type { Quantity } from "../../value/brand.ts"
import { isOver, type OrderRecord, shapeOf } from "../account/order-record.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { Failure, missing, refused } from "./failure.ts"
import { priceText, quantityText, stamp, type TimeUnit, unitsText } from "./figure.ts"
import { countOf } from "./order-form.ts"
import { findOrder } from "./order-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** An order may be amended so many times. */
const AMENDS_MOST = 10

/** PUT order/amend/keepPriority: an order gets smaller and keeps its place. */
export function amendOrder(call: SignedCall): Body {
  const { parameters, hall, desk, customer, now, unit } = call
  const market = marketNamed(call)
  const record = findOrder(call, market, ["orderId", "origClientOrderId"])
  const newId = parameters.clientId("newClientOrderId") ?? hall.randomId()
  const text = parameters.decimal("newQty")
  if (text === undefined) throw missing("newQty")
  parameters.finish()
  const scale = market.instrument.quantityScale
  const quantity = countOf(text, { name: "newQty", scale, filter: "LOT_SIZE" }) as Quantity
  if (record === undefined || isOver(record)) {
    throw new Failure({ code: -2013, text: "Order does not exist." })
  }
  if ((desk.amends.get(record.orderId)?.length ?? 0) >= AMENDS_MOST) {
    throw new Failure({ code: -2038, text: "Filter failure: MAX_NUM_ORDER_AMENDS" })
  }
  const amend = { id: orderIdOf(record.clientOrderId), quantity, newId: orderIdOf(newId) }
  const refusal = desk.amend(record, amend, now, () => hall.engine.amend(customer.name, amend, now))
  if (refusal !== undefined) throw refused(refusal)
  hall.markets[market.instrument.index].touch()
  const amended = desk.orders.get(record.orderId) ?? record
  return {
    transactTime: stamp(now, unit),
    executionId: desk.amends.get(record.orderId)?.at(-1)?.executionId ?? -1,
    amendedOrder: amendedBody(amended, record.clientOrderId, unit),
  }
}

function amendedBody(record: OrderRecord, formerId: string, unit: TimeUnit): Body {
  const { instrument, terms, workingTime } = record
  const shape = shapeOf(terms)
  return {
    symbol: instrument.symbol,
    orderId: record.orderId,
    orderListId: record.listId,
    origClientOrderId: formerId,
    clientOrderId: record.clientOrderId,
    price: priceText(instrument, shape.price),
    qty: quantityText(instrument, terms.quantity),
    executedQty: quantityText(instrument, record.executed),
    preventedQty: quantityText(instrument, 0),
    quoteOrderQty: unitsText(record.quoteOrderUnits),
    cumulativeQuoteQty: unitsText(record.executedUnits),
    status: record.status,
    timeInForce: shape.timeInForce,
    type: shape.type,
    side: record.side === "buy" ? "BUY" : "SELL",
    workingTime: workingTime === undefined ? -1 : stamp(workingTime, unit),
    selfTradePreventionMode: record.prevention,
  }
}

/** GET order/amendments: how an order came to what it is. */
export function amendments(call: SignedCall): readonly Body[] {
  const { parameters, desk, unit } = call
  const market = marketNamed(call)
  const orderId = parameters.whole("orderId")
  if (orderId === undefined) throw missing("orderId")
  const from = parameters.whole("fromExecutionId")
  const limit = parameters.limit(500, 1000)
  parameters.finish()
  const { instrument } = market
  return (desk.amends.get(orderId) ?? [])
    .filter(({ executionId }) => from === undefined || executionId >= from)
    .slice(0, limit)
    .map((amend) => ({
      symbol: instrument.symbol,
      orderId,
      executionId: amend.executionId,
      origClientOrderId: amend.formerId,
      newClientOrderId: amend.newId,
      origQty: quantityText(instrument, amend.formerQuantity),
      newQty: quantityText(instrument, amend.quantity),
      time: stamp(amend.at, unit),
    }))
}

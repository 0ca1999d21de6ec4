import { formatPrice, formatQuantity, type Instrument } from "../../../market/instrument.ts"
import type { Cancel, Place, PlacePair, Replace, Request } from "../../../order/request.ts"
import type { Lifetime, OrderType, Side, Terms } from "../../../order/terms.ts"
import type { Parameter } from "../signature.ts"
import type { Call } from "./call.ts"

/**
 * What the exchange is asked for so that it does what a ticket allows (binance-spot.md sections 9 to
 * 12). Our own ids go with every order; amounts are written exactly.
 */
export function orderCall(request: Request, instruments: readonly Instrument[]): Call {
  switch (request.kind) {
    case "place":
      return placeCall(request, instruments[request.instrument])
    case "place-pair":
      return pairCall(request, instruments[request.instrument])
    case "cancel":
      return cancelCall(request, instruments[request.instrument])
    case "replace":
      return replaceCall(request, instruments[request.place.instrument])
    default:
      return request satisfies never
  }
}

const TRADE = { method: "POST", isSigned: true, weight: 1 } as const

/** On spot a sale lowers risk: exits and protection are sales. */
const priorityOf = (side: Side): Call["priority"] => (side === "sell" ? "urgent" : "entry")

function placeCall(place: Place, instrument: Instrument): Call {
  return {
    ...TRADE,
    path: "/api/v3/order",
    socketMethod: "order.place",
    parameters: placeParameters(place, instrument),
    priority: priorityOf(place.side),
    orders: 1,
  }
}

/** Mostly it stops on failure: a cancel that fails leaves the old order and tries no new one. */
function replaceCall({ cancel, place, mode }: Replace, instrument: Instrument): Call {
  const parameters: Parameter[] = [
    ...placeParameters(place, instrument),
    ["cancelReplaceMode", mode === undefined ? "STOP_ON_FAILURE" : "ALLOW_FAILURE"],
    ["cancelOrigClientOrderId", cancel],
  ]
  return {
    ...TRADE,
    path: "/api/v3/order/cancelReplace",
    socketMethod: "order.cancelReplace",
    parameters,
    priority: priorityOf(place.side),
    orders: 1,
  }
}

function cancelCall({ id }: Cancel, instrument: Instrument): Call {
  return {
    ...TRADE,
    method: "DELETE",
    path: "/api/v3/order",
    socketMethod: "order.cancel",
    parameters: [
      ["symbol", instrument.symbol],
      ["origClientOrderId", id],
    ],
    priority: "urgent",
    orders: 0,
  }
}

/** Of a sale the target lies above the stop, of a purchase below it. */
function pairCall(pair: PlacePair, instrument: Instrument): Call {
  const [stop, target] = pair.legs
  const [above, below] = pair.side === "sell" ? [target, stop] : [stop, target]
  const parameters: Parameter[] = [
    ["symbol", instrument.symbol],
    ["listClientOrderId", pair.id],
    ["side", pair.side.toUpperCase()],
    ["quantity", formatQuantity(instrument, stop.terms.quantity)],
    ...legParameters("above", above, instrument),
    ...legParameters("below", below, instrument),
    ["newOrderRespType", "FULL"],
  ]
  return {
    ...TRADE,
    path: "/api/v3/orderList/oco",
    socketMethod: "orderList.place.oco",
    parameters,
    priority: priorityOf(pair.side),
    orders: 2,
  }
}

function legParameters(
  which: "above" | "below",
  { id, terms }: { readonly id: string; readonly terms: Terms },
  instrument: Instrument,
): readonly Parameter[] {
  const named = { price: `${which}Price`, stop: `${which}StopPrice`, life: `${which}TimeInForce` }
  return [
    [`${which}Type`, typeOf(terms.type)],
    [`${which}ClientOrderId`, id],
    ...bounds(terms, named, instrument),
  ]
}

function placeParameters(place: Place, instrument: Instrument): readonly Parameter[] {
  const { id, side, terms } = place
  const named = { price: "price", stop: "stopPrice", life: "timeInForce" }
  const parameters: Parameter[] = [
    ["symbol", instrument.symbol],
    ["side", side.toUpperCase()],
    ["type", typeOf(terms.type)],
    ["quantity", formatQuantity(instrument, terms.quantity)],
    ...bounds(terms, named, instrument),
    ["newClientOrderId", id],
    ["newOrderRespType", "FULL"],
  ]
  if (terms.type === "limit" && terms.iceberg !== undefined) {
    parameters.push(["icebergQty", formatQuantity(instrument, terms.iceberg)])
  }
  return parameters
}

function bounds(
  terms: Terms,
  named: { readonly price: string; readonly stop: string; readonly life: string },
  instrument: Instrument,
): readonly Parameter[] {
  const parameters: Parameter[] = []
  if ("price" in terms) parameters.push([named.price, formatPrice(instrument, terms.price)])
  if ("stop" in terms) parameters.push([named.stop, formatPrice(instrument, terms.stop)])
  if ("lifetime" in terms) parameters.push([named.life, lifeOf(terms.lifetime)])
  return parameters
}

/** `stop-loss-limit` is `STOP_LOSS_LIMIT` there. */
const typeOf = (type: OrderType): string => type.toUpperCase().replaceAll("-", "_")
const lifeOf = (lifetime: Lifetime): string => lifetime.toUpperCase()

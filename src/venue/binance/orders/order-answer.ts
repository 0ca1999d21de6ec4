import { z } from "zod"
import { type Instrument, notional, parseQuantity } from "../../../market/instrument.ts"
import type { Fill, Report } from "../../../order/report.ts"
import { type OrderId, orderIdOf, type Request } from "../../../order/request.ts"
import type { Instant } from "../../../value/brand.ts"
import { AMOUNT, fillOf, NUMBER, STATUS, TIME } from "./figures.ts"
import { type Outcome, outcomeOf } from "./outcome.ts"

/** EXEC-60: the exchange has one with this id already; which one must be asked. */
const DUPLICATE = "Duplicate order sent."

const ORDER = z.object({
  orderId: NUMBER,
  clientOrderId: z.string(),
  transactTime: TIME,
  executedQty: AMOUNT,
  status: STATUS,
  expiryReason: z.string().optional(),
  /** In answers to cancels: the order's own id; `clientOrderId` is the cancel's then. */
  origClientOrderId: z.string().optional(),
  fills: z
    .array(
      z.object({
        price: AMOUNT,
        qty: AMOUNT,
        commission: AMOUNT,
        commissionAsset: z.string(),
        tradeId: NUMBER,
      }),
    )
    .optional(),
})
type Order = z.infer<typeof ORDER>
const LIST = z.object({ orderReports: z.array(ORDER) })
/** One order, or the list that it was a leg of. */
const ORDERS = z.union([LIST.transform((it) => it.orderReports), ORDER.transform((it) => [it])])

const HALF = z.enum(["SUCCESS", "FAILURE", "NOT_ATTEMPTED"])
const HALVES = z.object({
  cancelResult: HALF,
  newOrderResult: HALF,
  cancelResponse: z.unknown(),
  newOrderResponse: z.unknown(),
})

interface Scene {
  readonly instrument: Instrument
  /** The exchange's time, for answers that name none. */
  readonly at: Instant
}

/**
 * What an answer to one of our requests says about its orders. An answer that cannot be read, or that
 * speaks of another order, tells nothing: the order is asked for then.
 */
export function reportsOf(request: Request, outcome: Outcome, scene: Scene): readonly Report[] {
  try {
    return request.kind === "replace"
      ? replaced(request, outcome, scene)
      : answered(request, outcome, scene)
  } catch {
    return unanswered(request, scene.at)
  }
}

/** The orders that a request touches. */
export function ordersIn(request: Request): readonly OrderId[] {
  switch (request.kind) {
    case "place":
    case "cancel":
      return [request.id]
    case "place-pair":
      return request.legs.map((leg) => leg.id)
    case "replace":
      return [request.cancel, request.place.id]
    default:
      return request satisfies never
  }
}

/** Nothing was learnt about the orders of a request. */
const unanswered = (request: Request, at: Instant): readonly Report[] =>
  ordersIn(request).map((id) => ({ kind: "unanswered", id, at }))

type Simple = Exclude<Request, { kind: "replace" }>

function answered(request: Simple, outcome: Outcome, scene: Scene): readonly Report[] {
  const ids = ordersIn(request)
  const isCancel = request.kind === "cancel"
  if (outcome.kind === "done") {
    const orders = ORDERS.parse(outcome.value)
    const told = new Set(orders.map(idOf))
    if (!ids.every((id) => told.has(id))) return unanswered(request, scene.at)
    return orders.flatMap((order) => storyOf(order, { ...scene, isNew: !isCancel }))
  }
  if (outcome.kind === "unknown" || isDuplicate(outcome)) return unanswered(request, scene.at)
  const { code, text } = outcome
  const kind = isCancel ? "cancel-rejected" : "rejected"
  return ids.map((id) => ({ kind, id, at: scene.at, code, text }))
}

/** Both halves are judged apart: a 4xx can mean that the old order is gone (section 11). */
function replaced(
  request: Extract<Request, { kind: "replace" }>,
  outcome: Outcome,
  scene: Scene,
): readonly Report[] {
  if (outcome.kind === "unknown") return unanswered(request, scene.at)
  const { place, cancel } = request
  const old = { kind: "cancel", id: cancel, instrument: place.instrument } as const
  const halves = readHalves(outcome)
  if (halves === undefined) {
    return [...answered(old, outcome, scene), ...answered(place, outcome, scene)]
  }
  const { cancelResult, newOrderResult, cancelResponse, newOrderResponse } = halves
  const gone = answered(old, halfOutcome(cancelResult, cancelResponse), scene)
  if (newOrderResult === "NOT_ATTEMPTED") {
    const text = "Not tried, since the order it was to replace was not cancelled."
    return [...gone, { kind: "rejected", id: place.id, at: scene.at, code: -2022, text }]
  }
  return [...gone, ...answered(place, halfOutcome(newOrderResult, newOrderResponse), scene)]
}

function readHalves(
  outcome: Exclude<Outcome, { kind: "unknown" }>,
): z.infer<typeof HALVES> | undefined {
  if (outcome.kind === "done") return HALVES.parse(outcome.value)
  const { data } = z.object({ data: HALVES.optional() }).parse(outcome.value)
  return data
}

function halfOutcome(result: z.infer<typeof HALF>, value: unknown): Outcome {
  return outcomeOf({ status: result === "SUCCESS" ? 200 : 400, value, text: "" })
}

const isDuplicate = (outcome: Extract<Outcome, { kind: "refused" }>): boolean =>
  outcome.code === -2010 && outcome.text === DUPLICATE

const idOf = (order: Order): OrderId => orderIdOf(order.origClientOrderId ?? order.clientOrderId)

function storyOf(order: Order, scene: Scene & { readonly isNew: boolean }): readonly Report[] {
  const { instrument, isNew } = scene
  const { orderId: venueId, transactTime: at, status } = order
  const id = idOf(order)
  const executed = parseQuantity(instrument, order.executedQty)
  const fills = (order.fills ?? []).flatMap((fill) => fillFrom(fill, instrument))
  const begun: readonly Report[] = [
    ...(isNew && status !== "rejected" ? [{ kind: "accepted", id, at, venueId } as const] : []),
    ...fills.map((fill) => ({ kind: "filled", id, at, fill }) as const),
  ]
  switch (status) {
    case "open":
      return begun
    case "filled":
      return [...begun, { kind: "told", id, at, venueId, status, executed, fills }]
    case "cancelled":
      return [...begun, { kind: "cancelled", id, at, executed }]
    case "expired":
      return [...begun, { kind: "expired", id, at, executed, reason: order.expiryReason ?? "NONE" }]
    case "rejected":
      return [...begun, { kind: "rejected", id, at, code: -2010, text: "Rejected." }]
    default:
      return status satisfies never
  }
}

/**
 * Fills in an answer were made on arrival, so as taker. They come without their value: where price
 * times quantity does not come out even, only the exchange knows how it rounded, and it is asked.
 */
function fillFrom(
  fill: NonNullable<Order["fills"]>[number],
  instrument: Instrument,
): readonly Fill[] {
  const { tradeId, price, qty: quantity, commission: fee, commissionAsset: feeAsset } = fill
  const text = { tradeId, price, quantity, quote: "0", fee, feeAsset, isMaker: false }
  const made = fillOf(text, instrument)
  const quoteUnits = notional(instrument, made, "down")
  if (quoteUnits !== notional(instrument, made, "up")) return []
  return [Object.freeze({ ...made, quoteUnits })]
}

import type { Draft } from "../account/desk.ts"
import type { Instant } from "../../value/brand.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { Failure, missing, refused } from "./failure.ts"
import { placedBody } from "./order-answer.ts"
import {
  cancel,
  place,
  readAnswerKind,
  readOrderToCancel,
  readPlacement,
  readRestrictions,
  wishesOf,
} from "./order-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** How one half went, and what was answered to it. */
interface Half {
  readonly result: "SUCCESS" | "FAILURE" | "NOT_ATTEMPTED"
  readonly response: Body | null
}

const NOT_ATTEMPTED: Half = { result: "NOT_ATTEMPTED", response: null }

/** POST order/cancelReplace: two steps, not one (binance-spot.md section 11). */
export function cancelReplace(call: SignedCall): Body {
  const { parameters, hall, customer, now } = call
  const market = marketNamed(call)
  const mode = readMode(call)
  const draft = readPlacement(call, market)
  const kind = readAnswerKind(call, draft)
  const names = ["cancelOrderId", "cancelOrigClientOrderId"] as const
  const cancelId = parameters.clientId("cancelNewClientOrderId") ?? hall.randomId()
  const isOnLimit = readLimitMode(call)
  const attempt = (): Half =>
    half(() => {
      const record = readOrderToCancel(call, market, names)
      readRestrictions(call, record)
      return cancel(call, record, cancelId)
    })
  readNames(call, names)
  parameters.has("cancelRestrictions")
  parameters.finish()
  const isOver = isOverLimit(call, now)
  if (isOver !== undefined && !isOnLimit) throw isOver
  const refusal = isOver === undefined ? judged(call, draft) : undefined
  // Filters are looked at before the cancel: at the limit of open orders both halves fail.
  if (refusal !== undefined) {
    throw failure(refusedHalf(refusal), NOT_ATTEMPTED, 400)
  }
  const cancelled = attempt()
  if (cancelled.result === "FAILURE" && mode === "STOP_ON_FAILURE") {
    if (isOver === undefined) hall.engine.countOrders(customer.name, 1, now)
    throw failure(cancelled, NOT_ATTEMPTED, isOver === undefined ? 400 : 429)
  }
  const placed =
    isOver === undefined
      ? half(() => placedBody(place(call, draft), { kind, unit: call.unit }))
      : refusedHalf(isOver)
  return outcome(cancelled, placed, isOver !== undefined && mode === "STOP_ON_FAILURE")
}

function outcome(cancelled: Half, placed: Half, isStopped: boolean): Body {
  const isCancelled = cancelled.result === "SUCCESS"
  const isPlaced = placed.result === "SUCCESS"
  if (isCancelled && isPlaced) return bodyOf(cancelled, placed)
  const status = isStopped ? 429 : isCancelled || isPlaced ? 409 : 400
  throw failure(cancelled, placed, status)
}

function failure(cancelled: Half, placed: Half, status: number): Failure {
  const isPartial = cancelled.result === "SUCCESS" || placed.result === "SUCCESS"
  return new Failure({
    code: isPartial ? -2021 : -2022,
    text: isPartial ? "Order cancel-replace partially failed." : "Order cancel-replace failed.",
    status,
    more: { data: bodyOf(cancelled, placed) },
  })
}

function bodyOf(cancelled: Half, placed: Half): Body {
  return {
    cancelResult: cancelled.result,
    newOrderResult: placed.result,
    cancelResponse: cancelled.response,
    newOrderResponse: placed.response,
  }
}

function half(step: () => Body): Half {
  try {
    return { result: "SUCCESS", response: step() }
  } catch (error) {
    if (error instanceof Failure) return refusedHalf(error)
    throw error
  }
}

const refusedHalf = ({ body }: Failure): Half => ({ result: "FAILURE", response: body })

/** What filters and shape have against the new order; what only the engine knows comes later. */
function judged(call: SignedCall, draft: Draft): Failure | undefined {
  const { hall, customer, now } = call
  const { id, side, terms, instrument, extras } = draft
  const order = { kind: "place", id, instrument: instrument.index, side, terms } as const
  const refusal = hall.engine.judge(customer.name, { ...order, ...wishesOf(extras) }, now)
  if (refusal === undefined || refusal.code === -2010) return undefined
  return refused(refusal)
}

function isOverLimit(call: SignedCall, now: Instant): Failure | undefined {
  const { hall, customer } = call
  const { tenSeconds, day } = hall.engine.orderCounts(customer.name, now)
  const { perTenSeconds, perDay } = hall.limits
  const limit = tenSeconds >= perTenSeconds ? `${perTenSeconds} orders per 10 SECOND` : undefined
  const daily = day >= perDay ? `${perDay} orders per 1 DAY` : undefined
  const text = limit ?? daily
  if (text === undefined) return undefined
  return new Failure({
    code: -1015,
    text: `Too many new orders; current limit is ${text}.`,
    status: 429,
  })
}

function readMode(call: SignedCall): "STOP_ON_FAILURE" | "ALLOW_FAILURE" {
  call.parameters.text("cancelReplaceMode")
  const words = ["STOP_ON_FAILURE", "ALLOW_FAILURE"] as const
  const text = "Data sent for parameter 'cancelReplaceMode' is not valid."
  const mode = call.parameters.oneOf("cancelReplaceMode", words, -1130, text)
  if (mode === undefined) throw missing("cancelReplaceMode")
  return mode
}

function readLimitMode(call: SignedCall): boolean {
  const words = ["DO_NOTHING", "CANCEL_ONLY"] as const
  const text = "Data sent for parameter 'orderRateLimitExceededMode' is not valid."
  return call.parameters.oneOf("orderRateLimitExceededMode", words, -1130, text) === "CANCEL_ONLY"
}

/** One of the two names of the order to cancel must be there. */
function readNames(call: SignedCall, [number, id]: readonly [string, string]): void {
  const { parameters } = call
  const isNamed = [parameters.has(number), parameters.has(id)].includes(true)
  if (isNamed) return
  const text = `Param '${id}' or '${number}' must be sent, but both were empty/null!`
  throw new Failure({ code: -1102, text })
}

import { isFinal, type Order } from "../../src/order/order.ts"
import type { Request } from "../../src/order/request.ts"
import type { Auditor } from "../auditor.ts"
import type { Law } from "./law.ts"

/** An order came out of a line otherwise than it went in. */
export interface ChangeCase {
  readonly before: Order
  readonly after: Order
}

/** A request leaves, or comes in at the exchange. */
export interface RequestCase {
  readonly auditor: Auditor
  readonly request: Request
}

export const CHANGE_LAW: Law<ChangeCase> = {
  name: "ends-are-final",
  says: "An order that was filled, cancelled or expired stays so; fills are never taken back, nor more than ordered.",
  judge: ({ before, after }) => {
    if (after.filled < before.filled) return `${after.id} lost fills`
    if (after.filled > after.terms.quantity) return `${after.id} filled ${after.filled}`
    const wasOver = isFinal(before) && before.status !== "rejected" && before.status !== "absent"
    // A fill that comes after all may complete what the end had left open.
    const isMore = after.status === "filled" && after.filled > before.filled
    if (!wasOver || after.status === before.status || isMore) return undefined
    return `${after.id} was ${before.status} and is ${after.status}`
  },
}

export const SEND_LAW: Law<RequestCase> = {
  name: "nothing-leaves-unrecorded",
  says: "Every request that leaves stands in the journal for good, word by word, and leaves once.",
  judge: ({ auditor, request }) => {
    return auditor.sent(request)
      ? undefined
      : `${JSON.stringify(request)} is not there, or left before`
  },
}

export const ARRIVAL_LAW: Law<RequestCase> = {
  name: "orders-arrive-once",
  says: "The exchange never gets the same order twice.",
  judge: ({ auditor, request }) => {
    // A cancel may be asked for again: what is gone cannot be cancelled twice.
    if (request.kind === "cancel") return undefined
    const times = auditor.venue.arrivals.get(JSON.stringify(request)) ?? 0
    return times > 1 ? `${JSON.stringify(request)} came ${times} times` : undefined
  },
}

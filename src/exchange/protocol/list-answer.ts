import type { OrderList } from "../account/order-list.ts"
import type { SignedCall } from "./call.ts"
import { type AnswerKind, listBody, placedBody } from "./order-answer.ts"

type Body = Readonly<Record<string, unknown>>

/** How much the answer to a list tells of its orders, where nothing was said. */
export function readListAnswerKind(call: SignedCall): AnswerKind {
  const words = ["ACK", "RESULT", "FULL"] as const
  const text = "Data sent for parameter 'newOrderRespType' is not valid."
  return call.parameters.oneOf("newOrderRespType", words, -1130, text) ?? "RESULT"
}

/**
 * The answer to the placement of a list: the list, and a report of each order. An order that waits
 * for another is told as waiting even when that one filled at once (binance-spot.md section 12).
 */
export function placedListBody(
  call: SignedCall,
  list: OrderList,
  told: { readonly kind: AnswerKind; readonly pending?: ReadonlySet<string> },
): Body {
  const { desk, unit } = call
  const { kind, pending } = told
  const orders = desk.ordersOf(list)
  const started: OrderList = { ...list, status: "EXEC_STARTED" }
  return {
    ...listBody(started, orders, unit),
    orderReports: orders.map((order) => {
      const isPending = pending?.has(order.clientOrderId) === true
      const shown = isPending
        ? {
            ...order,
            status: "PENDING_NEW" as const,
            workingTime: undefined,
            executed: 0,
            fills: [],
          }
        : order
      return placedBody(shown, { kind, unit, at: list.time })
    }),
  }
}

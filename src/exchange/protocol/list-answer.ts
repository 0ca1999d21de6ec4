import type { OrderList } from "../account/order-list.ts"
import type { SignedCall } from "./call.ts"
import { type AnswerKind, listBody, placedBody } from "./order-answer.ts"

/** The answer to the placement of a list: the list, and a report of each order. */
export function placedListBody(
  call: SignedCall,
  list: OrderList,
  kind: AnswerKind,
): Readonly<Record<string, unknown>> {
  const { desk, unit } = call
  const orders = desk.ordersOf(list)
  return {
    ...listBody(list, orders, unit),
    orderReports: orders.map((order) => placedBody(order, { kind, unit, at: list.time })),
  }
}

import type { Order } from "../order/order.ts"
import type { Instant } from "../value/brand.ts"

/** What an order did when a report was folded in. */
export interface Change {
  readonly before: Order
  readonly after: Order
  readonly filled: boolean
}

/** Whether entries are open, and if not, since what. */
export interface Switch {
  readonly isRunning: boolean
  readonly code: string
  readonly reason: string
  readonly at: Instant
}

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

/** What closed entries until the books agree, and nothing else; anything else a person opens. */
const BY_ITSELF: ReadonlySet<string> = new Set(["START", "RECONCILE", "EXEC-71", "EXEC-72"])

/** Whether entries that were closed for this reason open by themselves once the books agree. */
export const waitsForBooks = (code: string): boolean => BY_ITSELF.has(code)

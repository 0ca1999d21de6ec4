import { isFinal, type Order } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"
import { isWithin, seconds } from "../value/time.ts"
import { AskedAgain } from "./asked-again.ts"

/** A sent order without any answer for so long is in doubt (EXEC-63: total 10 s per request). */
const ANSWER_WAIT = seconds(10)

/**
 * When to ask about orders whose outcome is not known. An order in doubt is never sent again; it is
 * asked for by id until the exchange tells what became of it (EXEC-61).
 */
export class Doubt {
  readonly #asked = new AskedAgain()
  /** Orders placed by a clock that was put back since, with when that was noticed. */
  readonly #noticed = new Map<OrderId, Instant>()

  /** True once: the order has waited too long for its first answer. */
  isOverdue(order: Order, now: Instant): boolean {
    const placedAt = this.#placedAt(order, now)
    return order.status === "pending" && !isWithin(ANSWER_WAIT, placedAt, now)
  }

  /** Whether to ask now; remembers that it was asked, and waits longer each time. */
  shouldAsk(order: Order, now: Instant): boolean {
    return order.status === "unresolved" && this.#asked.mayAsk(order.id, now)
  }

  /** Once the outcome is known the pauses are forgotten; the next doubt begins with the first. */
  forget(order: Order): void {
    if (order.status !== "unresolved") this.#asked.forget(order.id)
    if (isFinal(order)) this.#noticed.delete(order.id)
  }

  /** By the clock as it goes now: an order cannot have been placed later than it is. */
  #placedAt(order: Order, now: Instant): Instant {
    const known = this.#noticed.get(order.id) ?? order.placedAt
    if (known <= now) return known
    this.#noticed.set(order.id, now)
    return now
  }
}

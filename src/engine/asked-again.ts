import type { OrderId } from "../order/request.ts"
import type { Duration, Instant } from "../value/brand.ts"
import { isWithin, seconds } from "../value/time.ts"

/** EXEC-62: what is not answered is asked for again after so long, then after twice as long. */
const FIRST = seconds(1)
const MOST = seconds(30)

interface Asked {
  readonly at: Instant
  readonly pause: Duration
}

/**
 * When something was asked of the exchange about an order: while it does not answer, it is asked again
 * with growing pauses, so that an outage uses up neither the journal nor the exchange's limits.
 */
export class AskedAgain {
  readonly #asked = new Map<OrderId, Asked>()

  /** Whether to ask now; counts as asked then. A clock that was put back makes nothing wait. */
  mayAsk(id: OrderId, now: Instant): boolean {
    const before = this.#asked.get(id)
    if (before && isWithin(before.pause, before.at, now)) return false
    const pause = before ? (Math.min(before.pause * 2, MOST) as Duration) : FIRST
    this.#asked.set(id, { at: now, pause })
    return true
  }

  /** The next time it begins with the first pause. */
  forget(id: OrderId): void {
    this.#asked.delete(id)
  }

  /** Only what is live may be asked for again. */
  keep(live: ReadonlyMap<OrderId, unknown>): void {
    for (const id of this.#asked.keys()) if (!live.has(id)) this.#asked.delete(id)
  }

  /** All may be asked for at once again. */
  forgetAll(): void {
    this.#asked.clear()
  }
}

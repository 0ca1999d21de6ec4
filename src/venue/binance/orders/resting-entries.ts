import type { Report, Survey } from "../../../order/report.ts"
import type { OrderId, Place, Request } from "../../../order/request.ts"
import { isImmediate } from "../../../order/terms.ts"
import type { Instant } from "../../../value/brand.ts"

interface Resting {
  readonly instrument: number
  /** Exchange's clock: what was surveyed earlier knew nothing of it. */
  readonly since: Instant
}

/** The entry that may rest at the exchange if this is sent: a purchase that does not end by itself. */
export function restingEntryOf(request: Request): Place | undefined {
  const place = request.kind === "place" ? request : undefined
  const isResting = place?.side === "buy" && place.terms.type !== "market"
  return isResting && !isImmediate(place.terms) ? place : undefined
}

/**
 * Entries that may rest at the exchange: what they fill must be guarded within a second (EXEC-65), so
 * while no events of the account come they are asked for one by one. Some may be over already; the
 * first answer says so.
 */
export class RestingEntries {
  readonly #resting = new Map<OrderId, Resting>()

  /** @param at exchange's clock */
  sent(request: Request, at: Instant): void {
    const place = restingEntryOf(request)
    if (place === undefined) return
    this.#resting.set(place.id, { instrument: place.instrument, since: at })
  }

  hear(answer: Report | Survey): void {
    if (answer.kind === "survey") this.#adopt(answer)
    else if (isEnd(answer)) this.#resting.delete(answer.id)
  }

  get isNone(): boolean {
    return this.#resting.size === 0
  }

  *[Symbol.iterator](): Generator<readonly [OrderId, number]> {
    for (const [id, { instrument }] of this.#resting) yield [id, instrument]
  }

  #adopt({ open, at }: Survey): void {
    for (const [id, { since }] of this.#resting) if (since < at) this.#resting.delete(id)
    for (const { id, instrument, side } of open) {
      if (side === "buy") this.#resting.set(id, { instrument, since: at })
    }
  }
}

const isEnd = (report: Report): boolean =>
  report.kind === "told"
    ? report.status !== "open"
    : report.kind === "cancelled" || report.kind === "expired" || report.kind === "rejected"

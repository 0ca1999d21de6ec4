import type { Fact } from "../engine/records.ts"
import type { Request } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"

/** So many of the latest are kept. */
const KEPT = 500
/** An order that was asked about for longer was lost, and says nothing of how quick the exchange is. */
const LOST_AFTER = 60_000_000

/** How long the exchange took to answer orders: from the journal's line to the first word (EXEC-6). */
export class AnswerTimes {
  readonly #waiting = new Map<string, Instant>()
  readonly #latest: number[] = []

  /** Microseconds, oldest first. */
  get latest(): readonly number[] {
    return this.#latest
  }

  hear(fact: Fact, at: Instant): void {
    if (fact.kind === "placed") {
      for (const id of idsOf(fact.request)) this.#waiting.set(id, at)
    } else if (fact.kind === "started") this.#waiting.clear()
    else if (fact.kind === "report") this.#answered(fact.report.id, at)
  }

  #answered(id: string, at: Instant): void {
    const since = this.#waiting.get(id)
    if (since === undefined) return
    this.#waiting.delete(id)
    if (at - since > LOST_AFTER) return
    this.#latest.push(at - since)
    if (this.#latest.length > KEPT) this.#latest.shift()
  }
}

function idsOf(request: Request): readonly string[] {
  switch (request.kind) {
    case "place":
      return [request.id]
    case "place-pair":
      return request.legs.map(({ id }) => id)
    case "replace":
      return [request.place.id]
    case "cancel":
      return []
    default:
      return request satisfies never
  }
}

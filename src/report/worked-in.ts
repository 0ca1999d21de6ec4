import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Fact, type Placed } from "../engine/records.ts"
import type { Instrument } from "../market/instrument.ts"
import type { OrderId, Request } from "../order/request.ts"
import { stopOf, type Terms } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"
import { decidedAt } from "./decided-at.ts"
import { type WorkedOrder, Working } from "./worked-order.ts"

/** The ids that a request gives its orders; none for a cancel. */
export function idsOf(request: Request): readonly OrderId[] {
  if (request.kind === "cancel") return []
  if (request.kind === "replace") return [request.place.id]
  if (request.kind === "place") return [request.id]
  return [request.id, ...request.legs.map((leg) => leg.id)]
}

/** Every order and plan of a journal that was filled, oldest first. */
export function workedIn(records: Iterable<JournalRecord>): readonly WorkedOrder[] {
  const reader = new WorkReader()
  for (const record of records) reader.hear(decodeFact(record.body), record.at)
  return reader.results()
}

/** Reads what was worked, fact by fact. */
export class WorkReader {
  readonly #all: Working[] = []
  readonly #byId = new Map<string, Working>()
  #instruments: readonly Instrument[] = []

  hear(fact: Fact, at: Instant): void {
    if (fact.kind === "header") this.#instruments = fact.instruments
    else if (fact.kind === "plan-began") {
      const { plan } = fact
      const { id, quantity, decision } = plan
      const told = { id, quantity, decision, plan, side: "buy", purpose: "entry", at } as const
      this.#add(id, { ...told, instrument: this.#instruments[plan.instrument] })
    } else if (fact.kind === "placed") this.#placed(fact, at)
    else if (fact.kind === "report") this.#byId.get(fact.report.id)?.onReport(fact)
    else if (fact.kind === "plan-ended") this.#byId.get(fact.plan)?.onEnded(fact)
  }

  /** All of which something was filled, oldest first. */
  results(): readonly WorkedOrder[] {
    return this.#all.flatMap((it) => it.result() ?? [])
  }

  /** The order, or the plan that it is a part of. */
  resultOf(id: string): WorkedOrder | undefined {
    return this.#byId.get(id)?.result()
  }

  #placed(fact: Placed, at: Instant): void {
    const { request, purpose, slice } = fact
    if (request.kind === "cancel" || purpose === "cancel") return
    const whole = slice && this.#byId.get(slice.plan)
    if (whole) {
      whole.onSlice(fact)
      for (const id of idsOf(request)) this.#byId.set(id, whole)
      return
    }
    const place = request.kind === "replace" ? request.place : request
    const legs = place.kind === "place-pair" ? place.legs : [place]
    for (const { id, terms } of legs) {
      this.#add(id, {
        id,
        instrument: this.#instruments[place.instrument],
        side: place.side,
        purpose: purposeOf(terms, purpose),
        decision: decidedAt(terms, fact),
        at,
        quantity: terms.quantity,
      })
    }
  }

  #add(id: string, told: ConstructorParameters<typeof Working>[0]): void {
    const working = new Working(told)
    this.#all.push(working)
    this.#byId.set(id, working)
  }
}

function purposeOf(terms: Terms, purpose: Placed["purpose"]): WorkedOrder["purpose"] {
  if (purpose === "entry") return "entry"
  return purpose === "protection" && stopOf(terms) !== undefined ? "stop" : "exit"
}

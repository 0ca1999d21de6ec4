import { Books } from "../engine/books.ts"
import type { Change } from "../engine/change.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Fact, type Placed, type Refused } from "../engine/records.ts"
import { describeTerms } from "../gate/sanity.ts"
import type { Instrument } from "../market/instrument.ts"
import { isFinal } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"
import { formatInstant } from "../value/time.ts"
import { placedLines, refusedLines } from "./decision.ts"
import { beganLines, costLines, endedLines, partLine, turnedLine } from "./plan-story.ts"
import { idsOf, WorkReader } from "./worked-in.ts"
import { type Effect, reportLines, tripLine } from "./outcome.ts"

/** One moment of an order's life, in plain words. */
export interface Chapter {
  readonly at: Instant
  /** Number of the journal line it is read from. */
  readonly seq: number
  readonly lines: readonly string[]
}

/**
 * The whole story of an order, from the row of the market that caused it to its last posting; of an
 * entry, on to what guarded the position and what the round trip came to. Read from the journal
 * alone. `id` may be an order, or a pair of orders.
 * @returns no chapters when the journal knows no such order
 */
export function storyOf(records: Iterable<JournalRecord>, id: string): readonly Chapter[] {
  const teller = new Teller(id)
  for (const record of records) teller.hear(record)
  return teller.chapters
}

/** The story as text, a chapter a moment. */
export function storyText(chapters: readonly Chapter[]): string {
  return chapters
    .map(
      ({ at, seq, lines }) =>
        `${formatInstant(at)}  line ${seq}\n${lines.map((it) => `  ${it}`).join("\n")}`,
    )
    .join("\n\n")
}

/** The story of a refusal, which is one moment long. */
export function refusalStory(
  record: JournalRecord,
  fact: Refused,
  instruments: readonly Instrument[],
): readonly Chapter[] {
  const { seq, at } = record
  const instrument = instruments[fact.instrument]
  return instrument ? [{ seq, at, lines: refusedLines(fact, { seq, at, instrument }) }] : []
}

class Teller {
  readonly chapters: Chapter[] = []
  readonly #ids: Set<string>
  readonly #work = new WorkReader()
  #books: Books | undefined
  #accountAsset = ""
  /** The instrument whose position the order opened, until it is closed again. */
  #opened: number | undefined

  constructor(id: string) {
    this.#ids = new Set([id])
  }

  hear(record: JournalRecord): void {
    const fact = decodeFact(record.body)
    if (fact.kind === "header") {
      const { instruments, accountAsset } = fact
      this.#books = new Books({ instruments, accountAsset })
      this.#accountAsset = accountAsset
    }
    const books = this.#books
    if (!books) return
    const lines = this.#linesOf(fact, record, books)
    if (lines.length > 0) this.chapters.push({ at: record.at, seq: record.seq, lines })
  }

  /** Folds the fact in, and says what it has to do with the order. */
  #linesOf(fact: Fact, record: JournalRecord, books: Books): readonly string[] {
    this.#work.hear(fact, record.at)
    if (fact.kind === "report") return this.#reported(fact, record, books)
    books.apply(fact, record.at)
    if (fact.kind === "placed") return this.#placed(fact, record, books)
    if (fact.kind === "plan-began" && this.#ids.has(fact.plan.id)) {
      return beganLines(fact, books.instrument(fact.plan.instrument))
    }
    if (fact.kind === "plan-turned" && this.#ids.has(fact.plan)) return [turnedLine(fact)]
    if (fact.kind === "plan-ended" && this.#ids.has(fact.plan)) {
      return endedLines(fact, this.#work.resultOf(fact.plan))
    }
    if (fact.kind === "finding" && fact.order !== undefined && this.#ids.has(fact.order)) {
      return [`Reconciliation found: ${fact.what}`]
    }
    return []
  }

  #placed(fact: Placed, record: JournalRecord, books: Books): readonly string[] {
    const { request, because } = fact
    if (request.kind === "cancel") {
      return this.#ids.has(request.id) ? [`It was asked back: ${because}.`] : []
    }
    if (request.kind === "replace" && this.#ids.has(request.cancel)) {
      return [
        `It was given up for ${request.place.id}: ${because}.`,
        "Both changes left in one request, so that the position was never bare.",
      ]
    }
    const place = request.kind === "replace" ? request.place : request
    const instrument = books.instrument(place.instrument)
    const ids = idsOf(request)
    if (fact.slice && this.#ids.has(fact.slice.plan)) {
      for (const id of ids) this.#ids.add(id)
      return [partLine(fact, instrument)]
    }
    if (!ids.some((id) => this.#ids.has(id))) {
      return place.instrument === this.#opened ? [careLine(fact, instrument)] : []
    }
    for (const id of ids) this.#ids.add(id)
    const lines = placedLines(fact, { seq: record.seq, at: record.at, instrument })
    return fact.slice ? [partLine(fact, instrument), ...lines] : lines
  }

  #reported(
    fact: Extract<Fact, { kind: "report" }>,
    record: JournalRecord,
    books: Books,
  ): readonly string[] {
    const { ledger } = books
    const isNews = books.isNews(fact.report)
    const realised = ledger.realised()
    const trips = ledger.trades().length
    const changes = books.apply(fact, record.at)
    const effect: Effect = {
      realisedUnits: ledger.realised() - realised,
      trips: ledger.trades().slice(trips),
      accountAsset: this.#accountAsset,
    }
    if (!this.#ids.has(fact.report.id)) return this.#closedBy(fact.report.id, effect)
    if (!isNews) return ["The exchange repeated itself; nothing changed."]
    const filled = changes.find(({ after, filled }) => filled && after.purpose === "entry")
    if (filled) this.#opened = filled.after.instrument
    return [...reportLines(fact, books, effect), ...this.#cost(fact.report.id, changes)]
  }

  /** What an order of its own cost, once nothing more can happen to it. */
  #cost(id: OrderId, changes: readonly Change[]): readonly string[] {
    const ended = changes.find(({ before, after }) => isFinal(after) && !isFinal(before))
    if (ended === undefined || ended.after.plan !== undefined) return []
    const worked = this.#work.resultOf(id)
    return worked ? costLines(worked) : []
  }

  /** What another order did to the position that this one opened. */
  #closedBy(id: OrderId, { trips, accountAsset }: Effect): readonly string[] {
    const trip = trips.find(({ instrument }) => instrument === this.#opened)
    if (!trip) return []
    this.#opened = undefined
    return [`${id} closed the position.`, tripLine(trip, accountAsset)]
  }
}

const CARE = { entry: "Added to", exit: "Left", protection: "Guarded", cancel: "" }

/** An order that guards the position, adds to it, or leaves it: its own story tells the rest. */
function careLine({ request, purpose, because }: Placed, instrument: Instrument): string {
  const place = request.kind === "replace" ? request.place : request
  if (place.kind === "cancel") return ""
  const terms = place.kind === "place-pair" ? place.legs.map((leg) => leg.terms) : [place.terms]
  const how = terms.map((it) => describeTerms(instrument, it)).join(" and ")
  return `${CARE[purpose]} by ${place.id}: ${place.side} ${how}, because ${because}.`
}

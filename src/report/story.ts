import { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Header, type Placed, type Reported } from "../engine/records.ts"
import type { Answer } from "../gate/gate.ts"
import { describeTerms } from "../gate/sanity.ts"
import { formatPrice, formatQuantity, type Instrument } from "../market/instrument.ts"
import type { Fill } from "../order/report.ts"
import type { OrderId, Request } from "../order/request.ts"
import type { Terms } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { formatInstant } from "../value/time.ts"

/** One moment of an order's life, in plain words. */
export interface Chapter {
  readonly at: Instant
  /** Number of the journal line it is read from. */
  readonly seq: number
  readonly lines: readonly string[]
}

/**
 * The whole story of an order, from the row of the market that caused it to its last posting, read
 * from the journal alone. `id` may be an order, or a pair of orders.
 * @returns no chapters when the journal knows no such order
 */
export function storyOf(records: Iterable<JournalRecord>, id: string): readonly Chapter[] {
  const teller = new Teller(id)
  for (const record of records) teller.hear(record)
  return teller.chapters
}

class Teller {
  readonly chapters: Chapter[] = []
  readonly #ids: Set<string>
  #books: Books | undefined

  constructor(id: string) {
    this.#ids = new Set([id])
  }

  hear(record: JournalRecord): void {
    const fact = decodeFact(record.body)
    if (fact.kind === "header") this.#books = booksOf(fact)
    const books = this.#books
    if (!books) return
    const lines: string[] = []
    if (fact.kind === "placed") lines.push(...this.#placed(fact, books))
    if (fact.kind === "finding" && fact.order !== undefined && this.#ids.has(fact.order)) {
      lines.push(`Reconciliation found: ${fact.what}`)
    }
    const isAbout = fact.kind === "report" && this.#ids.has(fact.report.id)
    const isNews = isAbout && books.isNews(fact.report)
    books.apply(fact, record.at)
    if (isAbout) lines.push(...reportLines(fact, books, isNews))
    if (lines.length > 0) this.chapters.push({ at: record.at, seq: record.seq, lines })
  }

  #placed(fact: Placed, books: Books): readonly string[] {
    const { request } = fact
    if (request.kind === "replace" && this.#ids.has(request.cancel)) {
      return [
        `It was given up for ${request.place.id}: ${fact.because}.`,
        "Both changes left in one request, so that the position was never bare.",
      ]
    }
    if (request.kind === "cancel") {
      return this.#ids.has(request.id) ? [`It was asked back: ${fact.because}.`] : []
    }
    if (!idsOf(request).some((it) => this.#ids.has(it))) return []
    for (const it of idsOf(request)) this.#ids.add(it)
    return placedLines(fact, books)
  }
}

function booksOf(header: Header): Books {
  return new Books({ instruments: header.instruments, accountAsset: header.accountAsset })
}

function idsOf(request: Request): readonly OrderId[] {
  if (request.kind === "place-pair") return [request.id, ...request.legs.map((leg) => leg.id)]
  if (request.kind === "replace") return [request.place.id]
  return [request.id]
}

function placedLines(fact: Placed, books: Books): readonly string[] {
  const { request, cause, author } = fact
  if (request.kind === "cancel") return []
  const place = request.kind === "replace" ? request.place : request
  const instrument = books.instrument(place.instrument)
  const legs: readonly { readonly terms: Terms }[] =
    place.kind === "place-pair" ? place.legs : [place]
  const quantity = legs[0] ? formatQuantity(instrument, legs[0].terms.quantity) : ""
  const price = formatPrice(instrument, cause.price)
  const lines = [
    `Cause: row ${cause.row} of the tape, ${instrument.symbol} at ${price}.`,
    `Wish: ${author.kind} "${author.name}" wanted to ${place.side}, because ${fact.because}.`,
  ]
  if (legs[0] && fact.asked !== legs[0].terms.quantity) {
    const asked = formatQuantity(instrument, fact.asked as (typeof legs)[0]["terms"]["quantity"])
    lines.push(`Size: ${asked} ${instrument.base.code} was asked, ${quantity} was allowed.`)
  }
  if (fact.leave) {
    const target =
      fact.leave.target === undefined
        ? ""
        : `, with a gain at ${formatPrice(instrument, fact.leave.target)}`
    lines.push(`Way out: at a loss at ${formatPrice(instrument, fact.leave.stop)}${target}.`)
  }
  lines.push(
    "The gate asked its rules:",
    ...fact.answers.map((it) => `  ${answerText(it, instrument)}`),
  )
  const terms = legs.map((leg) => describeTerms(instrument, leg.terms)).join(" and ")
  lines.push(`Sent: ${place.side} ${quantity} ${instrument.base.code}, ${terms}, as ${place.id}.`)
  if (request.kind === "replace") lines.push(`It takes the place of ${request.cancel}.`)
  return lines
}

/** A rule's answer with what was measured and the limit, as it is told everywhere. */
function answerText({ rule, verdict }: Answer, instrument: Instrument): string {
  const name = rule.padEnd(9)
  switch (verdict.answer) {
    case "allow": {
      const { value, limit } = verdict
      if (value === undefined && limit === undefined) return `${name}yes`
      return `${name}yes (${[value, limit && `limit ${limit}`].filter(Boolean).join(", ")})`
    }
    case "shrink": {
      const to = formatQuantity(instrument, verdict.quantity)
      return `${name}yes, but ${to} ${instrument.base.code} (${verdict.id}: ${verdict.value}, ${verdict.limit})`
    }
    case "refuse":
      return `${name}no (${verdict.id}: ${verdict.value}, limit ${verdict.limit}) ${verdict.because}`
    default:
      return verdict satisfies never
  }
}

function reportLines(fact: Reported, books: Books, isNews: boolean): readonly string[] {
  const { report } = fact
  const order = books.order(report.id)
  if (!order) return []
  const instrument = books.instrument(order.instrument)
  if (!isNews) return ["The exchange repeated itself; nothing changed."]
  switch (report.kind) {
    case "accepted":
      return [`The exchange took it, as its order ${report.venueId}.`]
    case "triggered":
      return ["Its stop price was reached; it is working now."]
    case "filled":
      return fillLines(report.fill, instrument, books)
    case "cancelled":
      return ["The exchange took it off the book."]
    case "expired":
      return [`It ended at the exchange (${report.reason}).`]
    case "rejected":
      return [`The exchange refused it: ${report.text} (${report.code})`]
    case "cancel-rejected":
      return [`It could not be taken back: ${report.text} (${report.code})`]
    case "unanswered":
      return ["No answer came. It may live or not; it is asked for by id and never sent again."]
    case "absent":
      return ["The exchange does not know it, and it can no longer arrive: it never was."]
    case "told":
      return [
        `Asked, the exchange said: ${report.status}.`,
        ...report.fills.flatMap((fill) => fillLines(fill, instrument, books)),
      ]
    default:
      return report satisfies never
  }
}

function fillLines(fill: Fill, instrument: Instrument, books: Books): readonly string[] {
  const { base, quote } = instrument
  const value = formatUnits(fill.quoteUnits, quote.scale)
  const quantity = formatQuantity(instrument, fill.quantity)
  const fee = `${formatUnits(fill.feeUnits, 8)} ${fill.feeAsset}`
  const held = [base, quote].map((asset) => {
    const { freeUnits, heldUnits } = books.ledger.balance(asset.code)
    return `${formatUnits(freeUnits + heldUnits, asset.scale)} ${asset.code}`
  })
  return [
    `Filled: ${quantity} ${base.code} at ${formatPrice(instrument, fill.price)}, ${value} ${quote.code}, as ${fill.isMaker ? "maker" : "taker"}; fee ${fee}.`,
    `Posted: the account holds ${held.join(" and ")}.`,
  ]
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

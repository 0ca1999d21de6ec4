import type { Placed, Refused } from "../engine/records.ts"
import type { Answer } from "../gate/gate.ts"
import { describeTerms } from "../gate/sanity.ts"
import { formatPrice, formatQuantity, type Instrument } from "../market/instrument.ts"
import type { Cause, Leave } from "../order/intent.ts"
import type { Terms } from "../order/terms.ts"
import { type Instant, quantityOf } from "../value/brand.ts"
import { formatInstant } from "../value/time.ts"

/** A line of the journal that tells a decision: its number, its time, and the market it is about. */
export interface Told {
  readonly seq: number
  readonly at: Instant
  readonly instrument: Instrument
}

/** A request that the gate let through, from its cause to what left. */
export function placedLines(fact: Placed, told: Told): readonly string[] {
  const { request } = fact
  if (request.kind === "cancel") return []
  const { instrument } = told
  const place = request.kind === "replace" ? request.place : request
  const legs: readonly { readonly terms: Terms }[] =
    place.kind === "place-pair" ? place.legs : [place]
  const terms = legs.map((leg) => describeTerms(instrument, leg.terms)).join(" and ")
  const allowed = legs[0]?.terms.quantity ?? 0
  const quantity = amountText(instrument, allowed)
  return [
    causeLine(fact.cause, told),
    `Wish: ${fact.author.kind} "${fact.author.name}" wanted to ${place.side}, because ${fact.because}.`,
    ...(fact.asked === allowed
      ? []
      : [`Size: ${amountText(instrument, fact.asked)} was asked, ${quantity} was allowed.`]),
    ...(fact.leave ? [leaveLine(fact.leave, instrument)] : []),
    "The gate asked its rules:",
    ...answerLines(fact.answers, instrument),
    `Ticket: good for this one request, and journaled as line ${told.seq} before it left.`,
    `Sent: ${place.side} ${quantity}, ${terms}, as ${place.id}.`,
    ...(request.kind === "replace" ? [`It takes the place of ${request.cancel}.`] : []),
  ]
}

/** A request that the gate refused: which rule, by how much, and what would have passed. */
export function refusedLines(fact: Refused, told: Told): readonly string[] {
  const { instrument } = told
  const { author, side, because, terms, purpose } = fact
  const wish = purpose === "cancel" ? "take an order back" : side
  return [
    causeLine(fact.cause, told),
    `Wish: ${author.kind} "${author.name}" wanted to ${wish}, because ${because}.`,
    `It would have been: ${side} ${amountText(instrument, terms.quantity)}, ${describeTerms(instrument, terms)}.`,
    "The gate asked its rules:",
    ...answerLines(fact.answers, instrument),
    `Nothing was sent: the ${fact.by} rule decides.`,
    ...fact.answers.flatMap(({ rule, verdict }) =>
      verdict.answer === "refuse"
        ? [`The ${rule} rule found ${verdict.value}; it lets through: ${verdict.limit}.`]
        : [],
    ),
  ]
}

function causeLine({ row, price }: Cause, { at, instrument }: Told): string {
  const what = `row ${row} of the tape, ${instrument.symbol} at ${formatPrice(instrument, price)}`
  return `Cause: ${what}, known at ${formatInstant(at)}.`
}

function leaveLine({ stop, target }: Leave, instrument: Instrument): string {
  const gain = target === undefined ? "" : `, with a gain at ${formatPrice(instrument, target)}`
  return `Way out: at a loss at ${formatPrice(instrument, stop)}${gain}.`
}

const amountText = (instrument: Instrument, counts: number): string =>
  `${formatQuantity(instrument, quantityOf(counts))} ${instrument.base.code}`

/** What every rule answered, those that let it pass too, with what was measured and the limit. */
const answerLines = (answers: readonly Answer[], instrument: Instrument): readonly string[] =>
  answers.map(({ rule, verdict }) => {
    const name = `  ${rule.padEnd(9)}`
    if (verdict.answer === "allow") {
      const { value, limit } = verdict
      const measured = [value, limit && `limit ${limit}`].filter(Boolean).join(", ")
      return `${name}yes${measured === "" ? "" : ` (${measured})`}`
    }
    const { id, value, limit } = verdict
    return verdict.answer === "shrink"
      ? `${name}yes, but ${amountText(instrument, verdict.quantity)} (${id}: ${value}, ${limit})`
      : `${name}no (${id}: ${value}, limit ${limit}) ${verdict.because}`
  })

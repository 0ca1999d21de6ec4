import type { Command, Fact } from "../engine/records.ts"
import type { Books } from "../engine/books.ts"
import type { Plan } from "../execution/plan.ts"
import { describeTerms } from "../gate/sanity.ts"
import { formatPrice, formatQuantity } from "../market/instrument.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import type { Order } from "../order/order.ts"
import { noticeText } from "./notice-text.ts"
import { shadowText } from "./shadow-text.ts"

/**
 * What a fact means to someone who watches, in one line; undefined for what is not worth a line.
 * Calm words, gains and losses alike (UI-40).
 * @param books with the fact already folded in
 */
export function eventOf(fact: Fact, books: Books): string | undefined {
  switch (fact.kind) {
    case "started":
      return fact.reason === "new" ? "A new journal begins." : "Taken up again where it stopped."
    case "placed": {
      const { request } = fact
      if (request.kind === "cancel") return `Taking ${request.id} back: ${fact.because}.`
      const place = request.kind === "replace" ? request.place : request
      const instrument = books.instrument(place.instrument)
      const terms = place.kind === "place-pair" ? place.legs[0].terms : place.terms
      const quantity = formatQuantity(instrument, terms.quantity)
      const what = `${place.side} ${quantity} ${instrument.base.code} ${describeTerms(instrument, terms)}`
      return `${VERB[fact.purpose]} ${what}: ${fact.because}.`
    }
    case "refused": {
      const { verdict } = fact.answers.find((it) => it.verdict.answer === "refuse") ?? {}
      const why = verdict?.answer === "refuse" ? `${verdict.because} (${verdict.id})` : ""
      return `Not sent, by the ${fact.by} rule. ${why}`
    }
    case "plan-began":
      return planEvent(fact.plan, books)
    case "plan-turned":
      return `The plan ${fact.plan} is ${fact.to}: ${fact.because}.`
    case "plan-ended":
      return `The plan ${fact.plan} ended, ${fact.outcome}, after ${fact.slices} parts: ${fact.because}.`
    case "shadowed":
      return shadowText(fact, books.instrument(fact.instrument))
    case "report":
      return reportEvent(fact.report, books)
    case "finding":
      return `Reconciliation: ${fact.what}`
    case "switched":
      return `${fact.to === "running" ? "Entries are open" : "Exits only"}. ${fact.reason}`
    case "left":
      return `While no process ran, the trader ordered ${fact.command.kind}: ${fact.command.reason}.`
    case "command":
      if (fact.command.kind === "settings") return "The settings of the owner's limits changed."
      return `The trader typed ${typedBy(fact.command)}.`
    case "note":
    case "alert":
      return fact.what
    case "reduced":
      return `Parts are sold: ${fact.because}.`
    case "adopted":
      return `The order ${fact.order.id} is in the books now, as its owner decided.`
    case "deposit":
      return fact.because === undefined
        ? undefined
        : `Booked ${formatUnits(fact.units, ASSET_SCALE)} ${fact.asset}: ${fact.because}.`
    case "noticed":
      return noticeText(fact.notice, books)
    case "act":
    case "header":
    case "sample":
    case "survey":
    case "measured":
      return undefined
    default:
      return fact satisfies never
  }
}

/** A command as a person names it. */
export const typedBy = (command: Command): string =>
  command.kind === "strategy" ? `strategy ${command.act}: ${command.reason}` : command.kind

const VERB = {
  entry: "Entering,",
  exit: "Leaving,",
  protection: "Guarding,",
  cancel: "Cancelling,",
}

function planEvent(
  { method, quantity, instrument, schedule, because }: Plan,
  books: Books,
): string {
  const { base } = books.instrument(instrument)
  const amount = formatQuantity(books.instrument(instrument), quantity)
  return `Entering by ${method}, ${amount} ${base.code} in ${schedule.length} parts: ${because}.`
}

function reportEvent(
  report: Extract<Fact, { kind: "report" }>["report"],
  books: Books,
): string | undefined {
  const order = books.order(report.id)
  if (!order) return undefined
  switch (report.kind) {
    case "filled": {
      const { fill } = report
      const instrument = books.instrument(order.instrument)
      const done = order.side === "buy" ? "Bought" : "Sold"
      const quantity = formatQuantity(instrument, fill.quantity)
      return `${done} ${quantity} ${instrument.base.code} at ${formatPrice(instrument, fill.price)}.`
    }
    case "rejected":
      return `The exchange refused ${nameOf(order)}: ${report.text}`
    case "expired":
      return order.purpose === "protection"
        ? undefined
        : `At the exchange ${nameOf(order)} ended (${report.reason}).`
    case "unanswered":
      return `No answer about ${nameOf(order)}; asking for it.`
    case "absent":
      return order.status === "absent"
        ? `It turns out that ${nameOf(order)} never reached the exchange.`
        : undefined
    case "accepted":
    case "triggered":
    case "cancelled":
    case "cancel-rejected":
    case "told":
      return undefined
    default:
      return report satisfies never
  }
}

const nameOf = (order: Order): string => `the ${order.purpose} ${order.id}`

import { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Fact } from "../engine/records.ts"
import { typedBy } from "./event.ts"
import type { Act } from "../tilt/act.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { levelMessage, tiltLines } from "./tilt-page.ts"
import { noticeText } from "./notice-text.ts"
import { type Chapter, refusalStory, storyOf } from "./story.ts"
import { idsOf } from "./worked-in.ts"

/** What a person may ask for: an order, a line of the journal, the last order, the last refusal. */
export type Told =
  | { readonly title: string; readonly chapters: readonly Chapter[] }
  /** There is nothing to tell: why, as a sentence, and the ids of orders that come near. */
  | { readonly nothing: string; readonly near: readonly string[] }

/** So many ids are offered for one that is not known. */
const NEAR = 3

/**
 * Answers `why`.
 * @param records the journal, which can be read more than once
 * @param what `last`, `refused`, `tilt`, `tier`, the number of a line, or the id of an order
 */
export function tell(records: () => Iterable<JournalRecord>, what: string): Told {
  const asked = what.trim().toLowerCase()
  if (asked === "last") return tellLast(records)
  if (asked === "refused") return tellRefusal(records)
  if (asked === "tilt") return tellTilt(records)
  if (asked === "tier") return tellTier(records)
  return /^\d+$/.test(asked) ? tellLine(records, Number(asked)) : tellOrder(records, what.trim())
}

function tellOrder(records: () => Iterable<JournalRecord>, id: string): Told {
  const chapters = storyOf(records(), id)
  if (chapters.length > 0) return { title: `Order ${id}`, chapters }
  return { nothing: `The journal knows no order "${id}".`, near: nearIds(records(), id) }
}

function tellLast(records: () => Iterable<JournalRecord>): Told {
  let last: string | undefined
  for (const { kind, body } of records()) {
    const fact = kind === "placed" ? decodeFact(body) : undefined
    if (fact?.kind === "placed") last = idsOf(fact.request)[0] ?? last
  }
  if (last !== undefined) return tellOrder(records, last)
  return { nothing: "No order has left yet, so there is no story to tell.", near: [] }
}

function tellRefusal(records: () => Iterable<JournalRecord>): Told {
  let last: number | undefined
  for (const { kind, seq } of records()) if (kind === "refused") last = seq
  if (last !== undefined) return tellLine(records, last)
  return { nothing: "Nothing was refused yet.", near: [] }
}

/** How the guard's level came to be what it is: each change, with what was measured at it. */
function tellTilt(records: () => Iterable<JournalRecord>): Told {
  const chapters: Chapter[] = []
  let books: Books | undefined
  let level = 0
  for (const { at, seq, body } of records()) {
    const fact = decodeFact(body)
    if (fact.kind === "header") books = new Books(fact)
    if (!books) continue
    books.apply(fact, at)
    const terms = books.tiltAt(at)
    if (terms.level === level) continue
    level = terms.level
    const standing = { ...books.tilt.standing(at), ...terms }
    chapters.push({ at, seq, lines: [levelMessage(standing), ...tiltLines(standing)] })
  }
  if (chapters.length > 0) return { title: "The tilt guard", chapters }
  return { nothing: "The tilt guard has been calm all the time.", near: [] }
}

/** How the tier came to be what it is: each passage, with its reason, in the line that caused it. */
function tellTier(records: () => Iterable<JournalRecord>): Told {
  const chapters: Chapter[] = []
  let books: Books | undefined
  let told = 0
  for (const { at, seq, body } of records()) {
    const fact = decodeFact(body)
    if (fact.kind === "header") books = new Books(fact)
    if (!books) continue
    books.apply(fact, at)
    const { history } = books.tiers
    if (history.length === told) continue
    const lines = history.slice(told).map(({ kind, from, to, reason }) => {
      const way = from === to ? from : `${from} to ${to}`
      return `${kind}, ${way}: ${reason}`
    })
    told = history.length
    const closed = books.tiers.standing(at).closed
    chapters.push({ at, seq, lines: closed ? [...lines, closed.because] : lines })
  }
  if (chapters.length > 0) return { title: "The tier", chapters }
  return { nothing: "The tier has not changed, and nothing tried to change it.", near: [] }
}

/** A line of the journal: the story of the order that it is about, or what it says. */
function tellLine(records: () => Iterable<JournalRecord>, seq: number): Told {
  let header: Fact | undefined
  let end = 0
  for (const record of records()) {
    if (record.kind === "header") header = decodeFact(record.body)
    end = record.seq
    if (end !== seq) continue
    const fact = decodeFact(record.body)
    const id = orderOf(fact)
    if (id !== undefined) return tellOrder(records, id)
    if (fact.kind === "refused" && header?.kind === "header") {
      const chapters = refusalStory(record, fact, header.instruments)
      return { title: `The refusal in line ${seq}`, chapters }
    }
    const { at } = record
    return { title: `Line ${seq}`, chapters: [{ at, seq, lines: [saidBy(fact)] }] }
  }
  return { nothing: `The journal has no line ${seq}; its last one is ${end}.`, near: [] }
}

function orderOf(fact: Fact): string | undefined {
  if (fact.kind === "report") return fact.report.id
  if (fact.kind === "finding") return fact.order
  if (fact.kind === "plan-began") return fact.plan.id
  if (fact.kind === "plan-turned" || fact.kind === "plan-ended") return fact.plan
  if (fact.kind !== "placed") return undefined
  return fact.request.kind === "cancel" ? fact.request.id : idsOf(fact.request)[0]
}

/** A line that is about no order, in words. */
function saidBy(fact: Fact): string {
  switch (fact.kind) {
    case "header":
      return `The journal of a ${fact.mode} of ${fact.strategy} begins, with seed ${fact.seed}.`
    case "deposit":
      return fact.because === undefined
        ? `${amount(fact.units)} ${fact.asset} were paid in.`
        : `${amount(fact.units)} ${fact.asset} were booked: ${fact.because}.`
    case "adopted":
      return `The order ${fact.order.id} was taken into the books by its owner.`
    case "started":
      return fact.reason === "new" ? "The run began." : "The run was taken up again."
    case "sample":
      return `The account was worth ${amount(fact.equityUnits)}.`
    case "survey":
      return `The exchange said what it holds: ${fact.survey.open.length} open orders.`
    case "switched":
      return `${fact.to === "running" ? "Entries were opened" : "Exits only"}: ${fact.reason}`
    case "left":
      return `While no process ran, the trader ordered ${fact.command.kind}: ${fact.command.reason}.`
    case "command":
      if (fact.command.kind === "settings") return "The settings of the owner's limits changed."
      return `The trader typed ${typedBy(fact.command)}.`
    case "measured":
      return `Measured for the tier: ${fact.measure.kind}.`
    case "noticed":
      return noticeText(fact.notice) ?? "The exchange said which rules it has."
    case "act":
      return actText(fact.act)
    case "finding":
    case "note":
    case "alert":
      return fact.what
    case "reduced":
      return `Parts of what was held were sold: ${fact.because}.`
    case "placed":
    case "refused":
    case "report":
    case "plan-began":
    case "plan-turned":
    case "plan-ended":
    case "shadowed":
      return ""
    default:
      return fact satisfies never
  }
}

/** What somebody did, or what the guard was told. */
function actText(act: Act): string {
  if (act.kind === "inherited") {
    return act.state === undefined
      ? "The seal of the account was gone, so the guard began at level 2 (TILT-60)."
      : "The guard went on where the account's seal says it was (TILT-60)."
  }
  if (act.kind === "deployed") return `The program ran as the build ${act.build} from here on.`
  if (act.kind === "pulse") return "A minute of a pause or a lock was served."
  return `The trader was at the keyboard (${act.kind}).`
}

/** The known ids whose numbers come nearest; the latest ones where no number was given. */
function nearIds(records: Iterable<JournalRecord>, id: string): readonly string[] {
  const wanted = numberIn(id) ?? Infinity
  const ids: string[] = []
  for (const { kind, body } of records) {
    const fact = kind === "placed" ? decodeFact(body) : undefined
    if (fact?.kind === "placed") ids.push(...idsOf(fact.request).slice(0, 1))
  }
  if (wanted === Infinity) return ids.slice(-NEAR)
  const away = (it: string): number => Math.abs((numberIn(it) ?? 0) - wanted)
  return ids.toSorted((a, b) => away(a) - away(b)).slice(0, NEAR)
}

const numberIn = (id: string): number | undefined => {
  const digits = /\d+/.exec(id.replace(/^.*-/, ""))?.[0]
  return digits === undefined ? undefined : Number(digits)
}

const amount = (units: bigint): string => formatUnits(units, ASSET_SCALE)

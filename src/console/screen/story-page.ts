import type { JournalRecord } from "../../engine/ports.ts"
import { decodeFact, type Fact, type Refused } from "../../engine/records.ts"
import { storyOf, storyText } from "../../report/story.ts"
import type { Page } from "./page.ts"
import { momentText } from "./words.ts"

/**
 * The page that answers `why`: the story of an order, of the last one, or of the last refusal.
 * @param records the journal, which can be read more than once
 * @returns the sentence to be said instead, where there is nothing to tell
 */
export function storyPage(records: () => Iterable<JournalRecord>, what: string): Page | string {
  if (what.toLowerCase() === "refused") return refusalPage(records())
  const isLast = what.toLowerCase() === "last"
  const id = isLast ? lastOrder(records()) : what
  if (id === undefined) return "No order has left yet, so there is no story to tell."
  const text = storyText(storyOf(records(), id))
  if (text === "") return `The journal knows no order "${what}". why last tells of the latest one.`
  return { title: `Order ${id}`, lines: text.split("\n"), top: 0 }
}

/** The id that the latest entry or exit left with. */
function lastOrder(records: Iterable<JournalRecord>): string | undefined {
  const fact = lastOf(records, "placed", (it) => it.request.kind !== "cancel")
  if (fact === undefined) return undefined
  const { request } = fact
  return request.kind === "replace" ? request.place.id : request.id
}

function refusalPage(records: Iterable<JournalRecord>): Page | string {
  let found: { readonly fact: Refused; readonly record: JournalRecord } | undefined
  for (const record of records) {
    if (record.kind !== "refused") continue
    const fact = decodeFact(record.body)
    if (fact.kind === "refused") found = { fact, record }
  }
  if (found === undefined) return "Nothing was refused yet."
  const { fact, record } = found
  const head = `${momentText(record.at)}  line ${record.seq}`
  return { title: "The last refusal", lines: [head, ...refusalLines(fact)], top: 0 }
}

function refusalLines({ author, side, because, answers, by }: Refused): readonly string[] {
  return [
    `  Wish: ${author.kind} "${author.name}" wanted to ${side}, because ${because}.`,
    "  The gate asked its rules:",
    ...answers.map(({ rule, verdict }) =>
      verdict.answer === "refuse"
        ? `    ${rule.padEnd(9)}no (${verdict.id}: ${verdict.value}, limit ${verdict.limit}) ${verdict.because}`
        : `    ${rule.padEnd(9)}yes`,
    ),
    `  Nothing was sent: the ${by} rule decides.`,
  ]
}

function lastOf<K extends Fact["kind"]>(
  records: Iterable<JournalRecord>,
  kind: K,
  fits: (fact: Extract<Fact, { kind: K }>) => boolean,
): Extract<Fact, { kind: K }> | undefined {
  let last: Extract<Fact, { kind: K }> | undefined
  for (const record of records) {
    if (record.kind !== kind) continue
    const fact = decodeFact(record.body) as Extract<Fact, { kind: K }>
    if (fits(fact)) last = fact
  }
  return last
}

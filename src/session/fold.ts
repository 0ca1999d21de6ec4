import { Books } from "../engine/books.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact, type Fact, type Header } from "../engine/records.ts"
import type { Instant } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import { Problem } from "../value/problem.ts"

/** The state of money, orders and limits at the end of a journal. */
export interface Folded {
  readonly header: Header
  readonly books: Books
  /** Market rows applied when the last line was written. */
  readonly rows: number
  readonly at: Instant
}

/**
 * Folds a journal, from its first line, into the books it describes: what start-up does after every
 * stop, clean or not, and what makes everything else a projection.
 * @param onFact told of every line once it is folded
 * @param from what the lines before were folded into; they are left out of `records`
 * @throws Problem `JOURNAL_HEADLESS` when the first line is not a header
 */
export function foldJournal(
  records: Iterable<JournalRecord>,
  onFact?: (fact: Fact, told: { at: Instant; seq: number; books: Books }) => void,
  from?: Folded,
): Folded {
  let { header, books, rows = 0, at = NEVER }: Partial<Folded> = from ?? {}
  for (const record of records) {
    const fact = decodeFact(record.body)
    if (fact.kind === "header") {
      header = fact
      books = new Books({ instruments: fact.instruments, accountAsset: fact.accountAsset })
    }
    if (books === undefined) break
    books.apply(fact, record.at)
    onFact?.(fact, { at: record.at, seq: record.seq, books })
    rows = record.rows
    at = record.at
  }
  if (header === undefined || books === undefined) {
    throw journalHeadless()
  }
  return { header, books, rows, at }
}

/** Without its first line nothing of a journal can be read. */
export function journalHeadless(): Problem {
  return new Problem({
    code: "JOURNAL_HEADLESS",
    what: "This journal does not begin with a header.",
    why: "Its first line must say what ran, on which instruments; without it nothing can be read.",
    next: "Name a journal that genesis wrote, or restore this one from a backup.",
  })
}

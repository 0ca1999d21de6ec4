import { Problem } from "../../value/problem.ts"
import { type Break, brokenAt, hashOf, type Link, START, verify } from "../chain.ts"
import type { JournalRecord } from "../../engine/ports.ts"
import type { Database } from "./database.ts"
import { readRecords } from "./journal-rows.ts"

/** More bad lines than one turn could have been writing are no torn tail. */
const TAIL_MAX = 1_000

/**
 * Verifies the chain from its first line, or from a link that is trusted for now. A tail that was torn while it was written is set aside (a
 * reader leaves it where it is, and does not read it); anything else that is wrong stops everything.
 * @returns the last good line, and what a person should know
 * @throws Problem `JOURNAL_BROKEN`
 */
export function checkJournal(
  database: Database,
  trusted: Link = START,
): {
  readonly last: Link
  readonly notes: readonly string[]
} {
  const { last, broken } = verify(readRecords(database, { from: trusted.seq + 1 }), trusted)
  if (broken === undefined) return { last, notes: [] }
  const torn = tornTail(database, last, broken)
  if (database.access === "write") setAside(database, broken.seq)
  return { last, notes: [noteOf(torn, broken.seq)] }
}

/**
 * Every line from the first, each verified before it is handed on: for who reads a journal once. It
 * ends where a torn tail begins.
 * @throws Problem `JOURNAL_BROKEN`
 */
export function* verifiedRecords(database: Database): Generator<JournalRecord> {
  let last = START
  for (const record of readRecords(database, { from: 1 })) {
    const broken = brokenAt(record, last)
    if (broken) {
      tornTail(database, last, broken)
      return
    }
    yield record
    last = record
  }
}

/**
 * How many lines the torn tail has.
 * @throws Problem `JOURNAL_BROKEN` when it is none
 */
function tornTail(database: Database, last: Link, broken: Break): number {
  const torn = tornLines(database, last)
  if (torn === 0) throw journalBroken(database.path, broken)
  return torn
}

/**
 * How many lines the torn tail has; 0 when it is none. It reaches to the end, without a hole, and no
 * line in it agrees with the one before, be it with the hash that stands there or with the hash that
 * should: a line that does was written after the bad one, which then stood whole on the disk and was
 * changed there.
 */
function tornLines(database: Database, last: Link): number {
  let before = [last.hash]
  let count = 0
  for (const record of readRecords(database, { from: last.seq + 1 })) {
    const { seq, hash } = record
    const expected = before.map((it) => hashOf(it, seq, record))
    if (seq !== last.seq + count + 1 || expected.includes(hash) || ++count > TAIL_MAX) return 0
    before = [hash, ...expected.slice(-1)]
  }
  return count
}

function setAside(database: Database, from: number): void {
  database.transaction(() => {
    database
      .sql(
        `insert into journal_cut (seq, at, kind, rows, body, hash)
          select seq, at, kind, rows, body, hash from journal where seq >= ?`,
      )
      .run(from)
    database.sql("delete from journal where seq >= ?").run(from)
    database.sql("delete from snapshot where seq >= ?").run(from)
  })
}

function noteOf(count: number, from: number): string {
  const lines = count === 1 ? "The last line" : `The last ${count} lines`
  return (
    `${lines} of the journal (from ${from}) did not agree with the chain, as a write that was cut ` +
    `short leaves them. They are set aside in journal_cut; the journal goes on after ${from - 1}.`
  )
}

function journalBroken(path: string, broken: Break): Problem {
  const { seq, kind } = broken
  return new Problem({
    code: "JOURNAL_BROKEN",
    what: `The journal ${path} cannot be trusted from line ${seq} on.`,
    why:
      kind === "hole"
        ? `Line ${seq} is missing although later lines are there.`
        : `Line ${seq} does not agree with its hash although later lines do: it was changed.`,
    next: "Nothing was repaired. Keep the file, restore the last backup, and start again: start-up asks the exchange for what the backup does not know.",
  })
}

/**
 * Verifies, some lines at a time, what a start trusted because a snapshot was bound to its end. What
 * is found wrong there is never repaired, as anywhere else.
 */
export class PrefixCheck {
  readonly #database: Database
  readonly #trusted: Link
  #reached: Link = START

  constructor(database: Database, trusted: Link) {
    this.#database = database
    this.#trusted = trusted
  }

  get isDone(): boolean {
    return this.#reached.seq >= this.#trusted.seq
  }

  /** @throws Problem `JOURNAL_BROKEN` */
  step(lines: number): void {
    if (this.isDone) return
    const { seq } = this.#reached
    const to = Math.min(seq + lines, this.#trusted.seq)
    const { last, broken } = verify(
      readRecords(this.#database, { from: seq + 1, to }),
      this.#reached,
    )
    if (broken) throw journalBroken(this.#database.path, broken)
    if (last.seq < to) throw journalBroken(this.#database.path, { seq: last.seq + 1, kind: "hole" })
    const isOther = last.seq === this.#trusted.seq && last.hash !== this.#trusted.hash
    if (isOther) throw journalBroken(this.#database.path, { seq: last.seq, kind: "hash" })
    this.#reached = last
  }
}

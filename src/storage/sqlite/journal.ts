import assert from "node:assert/strict"
import type { Entry, Journal, JournalRecord } from "../../engine/ports.ts"
import { assertWritable, hashOf } from "../chain.ts"
import { JOURNAL_SCHEMA } from "../migrations/journal-schema.ts"
import { bringUpToDate } from "../migrations/up-to-date.ts"
import { Database } from "./database.ts"
import { checkJournal, PrefixCheck, verifiedRecords } from "./journal-check.ts"
import { readRecords } from "./journal-rows.ts"

/** The state at a line, kept so that a start need not fold everything before it. */
export interface Kept {
  /** The line after which it was true. */
  readonly seq: number
  /** JSON text. */
  readonly body: string
}

/** A snapshot as it is found, with the hash of its line. */
interface Found extends Kept {
  readonly hash: string
}

/** Two per name: when the newest does not fit the chain any more, the one before it may. */
const SNAPSHOTS_KEPT = 2

/**
 * The journal in a SQLite file. Lines wait in memory until `commit`, which writes all of them in one
 * transaction with one sync of the disk; a commit that fails keeps them, in order, for the next one.
 */
export class SqliteJournal implements Journal {
  /** What a person should know of how it was found, in sentences: a torn tail was cut off. */
  readonly notes: readonly string[]
  readonly #database: Database
  readonly #waiting: JournalRecord[] = []
  #seq: number
  #digest: string
  readonly #prefix: PrefixCheck | undefined
  #committed: number

  private constructor(database: Database, trusted?: Found) {
    const { last, notes } = checkJournal(database, trusted)
    this.notes = notes
    this.#prefix = trusted && new PrefixCheck(database, trusted)
    this.#database = database
    this.#seq = last.seq
    this.#digest = last.hash
    this.#committed = last.seq
  }

  /**
   * Opens the journal of a session, verifies its whole chain, and as the writer makes the file if there
   * is none, brings it up to date, and sets a torn tail aside.
   * @param told.trusting the name of a snapshot: lines up to its own are taken to be whole for now,
   *   since it is bound to the hash of that line, and are verified by `verifyMore` while others wait
   * @throws Problem `JOURNAL_BROKEN` and those of `Database.open` and `bringUpToDate`
   */
  static async open(
    path: string,
    told: { readonly mode: "write" | "read"; readonly trusting?: string },
  ): Promise<SqliteJournal> {
    const database = Database.open(path, told.mode, JOURNAL_SCHEMA.identity)
    try {
      await bringUpToDate(database, JOURNAL_SCHEMA)
      const { trusting } = told
      const trusted = trusting === undefined ? undefined : newestSnapshot(database, trusting)
      return new SqliteJournal(database, trusted)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /**
   * Reads a journal once from its first line to its last, each line verified on its way: half the
   * reading of `open` and then `records`. What `fold` makes of it counts only when it comes back.
   * @throws Problem `JOURNAL_BROKEN` and those of `Database.open` and `bringUpToDate`
   */
  static async readOnce<Result>(
    path: string,
    fold: (records: Iterable<JournalRecord>) => Result,
  ): Promise<Result> {
    const database = Database.open(path, "read", JOURNAL_SCHEMA.identity)
    try {
      await bringUpToDate(database, JOURNAL_SCHEMA)
      return fold(verifiedRecords(database))
    } finally {
      database.close()
    }
  }

  append(entry: Entry): number {
    assertWritable(entry)
    assert.ok(this.#database.access === "write", "a journal opened for reading is not written")
    const seq = this.#seq + 1
    const hash = hashOf(this.#digest, seq, entry)
    const { at, kind, rows, body } = entry
    this.#waiting.push({ seq, at, kind, rows, body, hash })
    this.#seq = seq
    this.#digest = hash
    return seq
  }

  commit(): void {
    if (this.#waiting.length === 0) return
    const insert = this.#database.sql("insert into journal values (?, ?, ?, ?, ?, ?)")
    this.#database.transaction(() => {
      for (const { seq, at, kind, rows, body, hash } of this.#waiting) {
        insert.run(seq, at, kind, rows, body, hash)
      }
    })
    this.#committed = this.#seq
    this.#waiting.length = 0
  }

  get seq(): number {
    return this.#seq
  }

  get digest(): string {
    return this.#digest
  }

  /** Durable lines in order, read as they are asked for; a reader sees those it has verified. */
  records(from = 1): Iterable<JournalRecord> {
    return readRecords(this.#database, { from, to: this.#committed })
  }

  /** Keeps a state that was folded from the journal. An optimisation: nothing depends on it. */
  saveSnapshot(told: Kept & { readonly name: string }): void {
    const { name, seq, body } = told
    assert.ok(seq >= 1 && seq <= this.#committed, "a snapshot is of a durable line")
    const database = this.#database
    database.transaction(() => {
      database
        .sql("insert or replace into snapshot select ?, seq, hash, ? from journal where seq = ?")
        .run(name, body, seq)
      database
        .sql(
          `delete from snapshot where name = ? and seq not in
            (select seq from snapshot where name = ? order by seq desc limit ?)`,
        )
        .run(name, name, SNAPSHOTS_KEPT)
    })
  }

  /** The newest snapshot of that name that belongs to this chain. */
  latestSnapshot(name: string): Kept | undefined {
    const found = newestSnapshot(this.#database, name)
    if (found === undefined || found.seq > this.#committed) return undefined
    return { seq: found.seq, body: found.body }
  }

  /** Every line has been verified, those before a snapshot too. */
  get isVerified(): boolean {
    return this.#prefix?.isDone ?? true
  }

  /**
   * Verifies some more of the lines that a snapshot made trusted.
   * @throws Problem `JOURNAL_BROKEN`
   */
  verifyMore(lines: number): void {
    this.#prefix?.step(lines)
  }

  /** Ends it; what was not committed was never there. */
  close(): void {
    this.#database.close()
  }
}

/** Of the snapshots by that name, the newest whose line stands in the journal with the same hash. */
function newestSnapshot(database: Database, name: string): Found | undefined {
  const row = database
    .sql(
      `select snapshot.seq, snapshot.hash, snapshot.body from snapshot join journal using (seq, hash)
        where name = ? order by seq desc limit 1`,
    )
    .get(name)
  if (row === undefined) return undefined
  const { seq, hash, body } = row
  assert.ok(typeof seq === "number" && typeof hash === "string" && typeof body === "string")
  return { seq, hash, body }
}

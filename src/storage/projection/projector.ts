import assert from "node:assert/strict"
import type { JournalRecord } from "../../engine/ports.ts"
import { decodeFact } from "../../engine/records.ts"
import { type Link, START } from "../chain.ts"
import { JOURNAL_SCHEMA } from "../migrations/journal-schema.ts"
import { Database } from "../sqlite/database.ts"
import { readRecords } from "../sqlite/journal-rows.ts"
import { Tables } from "./tables.ts"

/**
 * Makes the read models from the journal, in tables beside it, for those who only look: they can be
 * thrown away and made again at any time. It may lag, and is called when there is time; its cursor says
 * up to which line it has come.
 */
export class Projector {
  readonly #database: Database
  readonly #tables: Tables
  #cursor: Link

  private constructor(database: Database) {
    this.#database = database
    this.#tables = new Tables(database)
    const row = database.sql("select seq, hash from projection").get()
    this.#cursor = row ? { seq: row["seq"] as number, hash: row["hash"] as string } : START
    if (row === undefined) return
    const last = database.sql("select hash from journal where seq = ?").get(this.#cursor.seq)
    // When its last line is not in the journal any more, a torn tail was cut off under it.
    if (last?.["hash"] !== this.#cursor.hash) this.rebuild()
    for (const first of readRecords(database, { from: 1, to: 1 })) {
      this.#tables.learn(decodeFact(first.body))
    }
  }

  /**
   * In the process that holds the journal open for writing, and so has brought it up to date.
   * @throws Problem those of `Database.open`
   */
  static open(path: string): Projector {
    const database = Database.open(path, "beside", JOURNAL_SCHEMA.identity)
    try {
      return new Projector(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Number of the last line projected. */
  get cursor(): number {
    return this.#cursor.seq
  }

  /** Projects the next line. */
  apply(record: JournalRecord): void {
    this.#applyAll([record])
  }

  /**
   * Projects durable lines that are waiting, at most so many.
   * @returns whether it has come level with the journal
   */
  catchUp(most = 1_000): boolean {
    const { seq } = this.#cursor
    const records = [...readRecords(this.#database, { from: seq + 1, to: seq + most })]
    if (records.length > 0) this.#applyAll(records)
    return records.length < most
  }

  /** Throws everything away; `catchUp` makes it again. */
  rebuild(): void {
    this.#database.transaction(() => {
      this.#tables.empty()
      this.#database.exec("delete from projection")
    })
    this.#cursor = START
  }

  close(): void {
    this.#database.close()
  }

  /** Lines and cursor in one transaction: a crash between them cannot project a line twice. */
  #applyAll(records: readonly JournalRecord[]): void {
    let { seq, hash } = this.#cursor
    this.#database.transaction(() => {
      for (const record of records) {
        assert.equal(record.seq, seq + 1, "lines are projected in order")
        this.#tables.fold(record)
        seq = record.seq
        hash = record.hash
      }
      this.#database
        .sql("insert or replace into projection (id, seq, hash) values (1, ?, ?)")
        .run(seq, hash)
    })
    this.#cursor = { seq, hash }
  }
}

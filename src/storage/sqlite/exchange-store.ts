import assert from "node:assert/strict"
import { EXCHANGE_SCHEMA } from "../migrations/exchange-schema.ts"
import { bringUpToDate } from "../migrations/up-to-date.ts"
import { Database } from "./database.ts"

/** The simulated exchange of a paper session, as it was at one moment. */
export interface KeptExchange {
  /** The exchange's own JSON. */
  readonly state: string
  /** Its count of changes. */
  readonly revision: number
  /** Where its market stood; known to the market's source alone. */
  readonly position: string
}

/**
 * What a simulated exchange remembers when the process is gone. It is the other side of the account,
 * and so has a file of its own: the session may ask it, and never looks inside.
 */
export class ExchangeStore {
  readonly #database: Database

  private constructor(database: Database) {
    this.#database = database
  }

  /** @throws Problem those of `Database.open` and `bringUpToDate` */
  static async open(path: string): Promise<ExchangeStore> {
    const database = Database.open(path, "write", EXCHANGE_SCHEMA.identity)
    try {
      await bringUpToDate(database, EXCHANGE_SCHEMA)
      return new ExchangeStore(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** What was saved last; undefined on the first day. */
  load(): KeptExchange | undefined {
    const row = this.#database.sql("select state, revision, position from exchange").get()
    if (row === undefined) return undefined
    const { state, revision, position } = row
    assert.ok(typeof state === "string" && typeof position === "string")
    assert.ok(typeof revision === "number")
    return { state, revision, position }
  }

  /** Replaces what was saved: durable when it returns, and never half of it. */
  save(kept: KeptExchange): void {
    const { state, revision, position } = kept
    this.#database
      .sql("insert or replace into exchange (id, state, revision, position) values (1, ?, ?, ?)")
      .run(state, revision, position)
  }

  close(): void {
    this.#database.close()
  }
}

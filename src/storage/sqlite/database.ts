import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { Problem } from "../../value/problem.ts"
import { toldBySqlite } from "./refusal.ts"
import { Statement } from "./statement.ts"
import { WriterLock } from "./writer-lock.ts"

/**
 * - `write`: the one writer; every commit is on the disk when it returns
 * - `read`: as many as like, while one writes; sees what was committed
 */
export type Access = "write" | "read"

/** What a database is for; written into the file, so that one is never taken for another. */
export interface Identity {
  /** SQLite's `application_id`: four letters as a big-endian number. */
  readonly id: number
  /** For people, with its article: `a journal`. */
  readonly name: string
}

/** How long to wait for a program that writes without our lock; then it is a Problem. */
const BUSY_MS = 2_000

/**
 * A SQLite file, synchronous, with the settings that money needs (AUDIT-50): write-ahead log, full
 * sync, foreign keys, one writer. Tables are STRICT by the migrations that make them.
 */
export class Database {
  readonly path: string
  readonly access: Access
  readonly #connection: DatabaseSync
  readonly #lock: WriterLock | undefined
  readonly #statements = new Map<string, Statement>()

  private constructor(told: {
    readonly path: string
    readonly access: Access
    readonly connection: DatabaseSync
    readonly lock: WriterLock | undefined
  }) {
    this.path = told.path
    this.access = told.access
    this.#connection = told.connection
    this.#lock = told.lock
  }

  /**
   * Opens a file, and makes it when there is none and it is opened for writing.
   * @throws Problem `DATABASE_IN_USE`, `NOT_THERE`, `NOT_PERMITTED`, `DATABASE_READ_ONLY`,
   * `NOT_A_DATABASE`, `WRONG_DATABASE`, `DATABASE_CORRUPT`, `DISK_FULL`, `DATABASE_UNREACHABLE`,
   * `DATABASE_BUSY`
   */
  static open(path: string, access: Access, identity: Identity): Database {
    if (access === "read" && !existsSync(path)) throw notThere(path)
    const lock = access === "write" ? WriterLock.take(path) : undefined
    let connection: DatabaseSync | undefined
    try {
      connection = new DatabaseSync(path, { readOnly: access === "read", timeout: BUSY_MS })
      const isNew = identify(connection, path, identity)
      if (isNew && access === "read") throw notThere(path)
      connection.exec(SETTINGS[access])
      if (access === "write") sign(connection, identity, isNew)
      return new Database({ path, access, connection, lock })
    } catch (error) {
      connection?.close()
      lock?.release()
      throw toldBySqlite(error, path)
    }
  }

  /** Statements without parameters and results. */
  exec(sql: string): void {
    try {
      this.#connection.exec(sql)
    } catch (error) {
      throw toldBySqlite(error, this.path)
    }
  }

  /** The statement of this text, prepared once. Parameters are `?` and given in order. */
  sql(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    try {
      const prepared = this.#connection.prepare(sql)
      const statement = new Statement({ prepared, sql, path: this.path })
      this.#statements.set(sql, statement)
      return statement
    } catch (error) {
      throw toldBySqlite(error, this.path)
    }
  }

  /** Does all of it, durably, or nothing of it. */
  transaction<Result>(work: () => Result): Result {
    assert.ok(!this.#connection.isTransaction, "transactions do not nest")
    this.exec("begin immediate")
    try {
      const result = work()
      this.exec("commit")
      return result
    } catch (error) {
      // A full disk has rolled back already.
      if (this.#connection.isTransaction) this.exec("rollback")
      throw error
    }
  }

  /** Gives the file and the right to write it back. The object is of no use afterwards. */
  close(): void {
    this.#statements.clear()
    this.#connection.close()
    this.#lock?.release()
  }
}

/** `fullfsync` makes macOS wait for the disk itself, as other systems do anyway. */
const SETTINGS: Readonly<Record<Access, string>> = {
  write: `pragma journal_mode = wal; pragma fullfsync = on; pragma checkpoint_fullfsync = on;
    pragma synchronous = full; pragma foreign_keys = on`,
  read: "pragma query_only = on",
}

/**
 * Looks before anything is written, so that a file of another program stays as it is.
 * @returns whether the database is empty, without a purpose yet
 */
function identify(connection: DatabaseSync, path: string, identity: Identity): boolean {
  const found = connection.prepare("pragma application_id").get()?.["application_id"]
  if (found === identity.id) return false
  if (found === 0 && connection.prepare("select 1 from sqlite_schema").get() === undefined) {
    return true
  }
  throw new Problem({
    code: "WRONG_DATABASE",
    what: `${path} is not ${identity.name}.`,
    why: "It is a database of another kind or of another program.",
    next: "Check the path, and run the same command again; nothing was written to it.",
  })
}

/**
 * Writes what the database is for. One that is signed already is not changed by it; but a file that may
 * only be read, which SQLite opens without a word, shows itself here and not at the first commit.
 */
function sign(connection: DatabaseSync, identity: Identity, isNew: boolean): void {
  const end = isNew ? "commit" : "rollback"
  connection.exec(`begin immediate; pragma application_id = ${identity.id}; ${end}`)
}

function notThere(path: string): Problem {
  return new Problem({
    code: "NOT_THERE",
    what: `${path} is not there.`,
    why: "No session has written a journal here yet, or its file was moved.",
    next: 'Start a session ("genesis paper"), or check GENESIS_HOME, and run the same command again.',
  })
}

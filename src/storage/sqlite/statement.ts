import assert from "node:assert/strict"
import type { StatementSync } from "node:sqlite"
import { toldBySqlite } from "./refusal.ts"

/** What a column can hold. Amounts are text: a float is not an amount, and a bigint may not fit. */
export type SqlValue = bigint | number | string | Uint8Array | null

/** One row, by the names of its columns. */
export type Row = Readonly<Record<string, SqlValue>>

/**
 * A prepared statement. Where `node:sqlite` would quietly store NULL (too few parameters, `undefined`,
 * NaN, a lone object) or 1 (`true`), this asserts: a wrong parameter is a mistake in our code.
 */
export class Statement {
  readonly #prepared: StatementSync
  readonly #path: string
  readonly #count: number

  /** @param told.path of the database, for the problems it may have */
  constructor(told: {
    readonly prepared: StatementSync
    readonly sql: string
    readonly path: string
  }) {
    this.#prepared = told.prepared
    this.#path = told.path
    this.#count = countPlaceholders(told.sql)
  }

  /** Whether it gives rows back. */
  get isReading(): boolean {
    return this.#prepared.columns().length > 0
  }

  /** @returns how many rows it changed */
  run(...parameters: readonly SqlValue[]): number {
    assertParameters(parameters, this.#count)
    try {
      return Number(this.#prepared.run(...parameters).changes)
    } catch (error) {
      throw toldBySqlite(error, this.#path)
    }
  }

  /** The first row, if there is one. */
  get(...parameters: readonly SqlValue[]): Row | undefined {
    assertParameters(parameters, this.#count)
    try {
      return this.#prepared.get(...parameters)
    } catch (error) {
      throw toldBySqlite(error, this.#path)
    }
  }

  all(...parameters: readonly SqlValue[]): Row[] {
    assertParameters(parameters, this.#count)
    try {
      return this.#prepared.all(...parameters)
    } catch (error) {
      throw toldBySqlite(error, this.#path)
    }
  }

  /** Like `all`, with rows as lists of values in the order of the columns: a third of the time. */
  lists(...parameters: readonly SqlValue[]): (readonly SqlValue[])[] {
    assertParameters(parameters, this.#count)
    try {
      this.#prepared.setReturnArrays(true)
      return this.#prepared.all(...parameters) as unknown as SqlValue[][]
    } catch (error) {
      throw toldBySqlite(error, this.#path)
    } finally {
      this.#prepared.setReturnArrays(false)
    }
  }
}

/** Text, quoted names and comments: where a question mark is no placeholder. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g

function countPlaceholders(sql: string): number {
  const bare = sql.replace(QUOTED, "")
  assert.ok(!/\?\d|[:@$]\w/.test(bare), "parameters are plain question marks, given in order")
  return bare.split("?").length - 1
}

const INT64 = 1n << 63n

function assertParameters(parameters: readonly SqlValue[], count: number): void {
  assert.equal(parameters.length, count, "a statement gets exactly its parameters")
  for (const value of parameters)
    assert.ok(isStorable(value), "a parameter cannot be stored as it is")
}

/** Checked at run time too: what comes from JSON or a cast has only promised its type. */
function isStorable(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value === "bigint") return value >= -INT64 && value < INT64
  return typeof value === "string" || value === null || value instanceof Uint8Array
}

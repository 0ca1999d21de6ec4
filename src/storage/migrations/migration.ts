import { hash } from "node:crypto"
import type { Identity } from "../sqlite/database.ts"

/**
 * One step of a schema, up and back down (AUDIT-50). Its statements are plain SQL, so that what is
 * summed and what is executed are the same text. A step that has left this machine is never edited:
 * the next one corrects it.
 */
export interface Migration {
  /** Beginning with its number: `0001-journal`. */
  readonly name: string
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** A kind of database, and all the steps of its schema so far. Its version is their number. */
export interface Schema {
  readonly identity: Identity
  readonly migrations: readonly Migration[]
}

/** Stands in the database beside the step's name: a step that was changed afterwards shows. */
export function checksumOf(migration: Migration): string {
  const { name, up, down } = migration
  return hash("sha256", JSON.stringify([name, up, down]), "hex")
}

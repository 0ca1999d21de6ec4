import { Problem } from "../../value/problem.ts"
import type { Database } from "../sqlite/database.ts"
import { checksumOf, type Schema } from "./migration.ts"

/**
 * Brings a database to the newest version of its schema, or finds that it is there already: then this
 * costs three small reads, and the migrator is not even loaded.
 * @throws Problem `DATABASE_TOO_NEW`, `DATABASE_CHANGED`; `DATABASE_TOO_OLD` for a reader
 */
export async function bringUpToDate(database: Database, schema: Schema): Promise<void> {
  const version = versionOf(database)
  const newest = schema.migrations.length
  if (version > newest) throw tooNew(database.path, version, newest)
  assertUnchanged(database, schema, version)
  if (version === newest) return
  if (database.access === "read") throw tooOld(database.path, version, newest)
  const { migrate } = await import("./migrate.ts")
  await migrate(database, schema, newest)
}

function versionOf(database: Database): number {
  return Number(database.sql("pragma user_version").get()?.["user_version"])
}

/** Each step that was taken must be the step we know. */
function assertUnchanged(database: Database, schema: Schema, version: number): void {
  if (version === 0) return
  const taken = database.sql("select name, checksum from migration_checksum order by name").all()
  const known = schema.migrations.slice(0, version)
  const isSame =
    taken.length === known.length &&
    known.every(
      (migration, i) =>
        taken[i]?.["name"] === migration.name && taken[i]?.["checksum"] === checksumOf(migration),
    )
  if (!isSame) throw changed(database.path)
}

function tooNew(path: string, version: number, newest: number): Problem {
  return new Problem({
    code: "DATABASE_TOO_NEW",
    what: `${path} was written by a newer genesis (version ${version}; this one knows ${newest}).`,
    why: "An older program could misread it, so it was not touched.",
    next: "Run the newer genesis again, or restore the backup made before the upgrade.",
  })
}

function tooOld(path: string, version: number, newest: number): Problem {
  return new Problem({
    code: "DATABASE_TOO_OLD",
    what: `${path} is of an older version (${version}; this genesis reads ${newest}).`,
    why: "Only a session, which owns the file, may bring it up to date.",
    next: "Restart the session with this genesis; it upgrades the file by itself.",
  })
}

function changed(path: string): Problem {
  return new Problem({
    code: "DATABASE_CHANGED",
    what: `${path} was made by other steps than this genesis knows.`,
    why: "The checksum of a migration differs, so its tables may mean something else.",
    next: "Run the genesis that made it, or restore a backup that belongs to this one.",
  })
}

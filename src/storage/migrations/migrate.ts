import { Kysely, sql, SqliteAdapter, SqliteDialect } from "kysely"
import { type Migration as KyselyMigration, Migrator, NO_MIGRATIONS } from "kysely/migration"
import type { Database } from "../sqlite/database.ts"
import type { SqlValue } from "../sqlite/statement.ts"
import { checksumOf, type Migration, type Schema } from "./migration.ts"

/**
 * Takes a database up or down to a version of its schema, in one transaction: all the steps, or none.
 * Loaded only when there is a step to take.
 * @param version how many of the schema's migrations shall be in force
 * @throws Problem of the disk
 */
export async function migrate(database: Database, schema: Schema, version: number): Promise<void> {
  const kysely = new Kysely<unknown>({ dialect: new Dialect({ database: adapted(database) }) })
  const steps = schema.migrations.map((step, i) => [step.name, asKysely(step, i + 1)] as const)
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => Object.fromEntries(steps) },
  })
  const target = schema.migrations[version - 1]?.name ?? NO_MIGRATIONS
  const { error } = await migrator.migrateTo(target)
  if (error !== undefined) throw error
}

/** A step for Kysely's migrator, with its checksum and the version kept beside it. */
function asKysely(migration: Migration, version: number): KyselyMigration {
  const { name, up, down } = migration
  return {
    up: async (db) => {
      await sql`create table if not exists migration_checksum (
        name text primary key, checksum text not null) strict`.execute(db)
      for (const statement of up) await sql.raw(statement).execute(db)
      await sql`insert into migration_checksum values (${name}, ${checksumOf(migration)})`.execute(
        db,
      )
      await sql.raw(`pragma user_version = ${version}`).execute(db)
    },
    down: async (db) => {
      for (const statement of down) await sql.raw(statement).execute(db)
      await sql`delete from migration_checksum where name = ${name}`.execute(db)
      await sql.raw(`pragma user_version = ${version - 1}`).execute(db)
    },
  }
}

/** SQLite can change its tables within a transaction, although Kysely does not count on it. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class Dialect extends SqliteDialect {
  override createAdapter(): Adapter {
    return new Adapter()
  }
}

type KyselyDatabase = Extract<
  ConstructorParameters<typeof SqliteDialect>[0]["database"],
  { prepare: unknown }
>

/** Our wrapper, dressed as the library that Kysely expects; checks of parameters stay on. */
function adapted(database: Database): KyselyDatabase {
  return {
    prepare: (text) => {
      const statement = database.sql(text)
      const given = (values: readonly unknown[]): SqlValue[] => values as SqlValue[]
      return {
        reader: statement.isReading,
        all: (values) => statement.all(...given(values)),
        run: (values) => ({ changes: statement.run(...given(values)), lastInsertRowid: 0 }),
        iterate: (values) => statement.all(...given(values))[Symbol.iterator](),
      }
    },
    // It was opened by someone else, who closes it.
    close: () => {},
  }
}

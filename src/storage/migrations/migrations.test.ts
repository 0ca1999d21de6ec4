import { readFileSync } from "node:fs"
import { beforeEach, describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { Database } from "../sqlite/database.ts"
import { EXCHANGE_SCHEMA } from "./exchange-schema.ts"
import { JOURNAL_SCHEMA } from "./journal-schema.ts"
import { migrate } from "./migrate.ts"
import type { Schema } from "./migration.ts"
import { bringUpToDate } from "./up-to-date.ts"

const file = scratch()

/** Everything that a schema is made of, in words that can be compared. */
const shapeOf = (database: Database): unknown[] =>
  database.sql("select type, name, sql from sqlite_schema order by type, name").lists()

for (const schema of [JOURNAL_SCHEMA, EXCHANGE_SCHEMA]) {
  describe(`the schema of ${schema.identity.name} (AUDIT-50)`, () => {
    let database: Database
    const newest = schema.migrations.length
    beforeEach(() => {
      database = Database.open(file("a.db"), "write", schema.identity)
      return () => database.close()
    })

    it("goes up step by step and back down, leaving nothing behind", async () => {
      await migrate(database, schema, 0)
      const shapes = [shapeOf(database)]
      for (let version = 1; version <= newest; version++) {
        await migrate(database, schema, version)
        shapes.push(shapeOf(database))
      }
      await migrate(database, schema, 0)
      // The table of checksums is made with the first step and stays.
      const sums = (shape: unknown): unknown =>
        (shape as unknown[][]).filter(([, name]) => !String(name).includes("migration_checksum"))
      expect(sums(shapeOf(database))).toEqual(sums(shapes[0]))
      for (let version = 1; version <= newest; version++) {
        await migrate(database, schema, version)
        expect(shapeOf(database)).toEqual(shapes[version])
      }
    })

    it("has only STRICT tables of its own", async () => {
      await bringUpToDate(database, schema)
      const loose = database
        .sql("select name from pragma_table_list where schema = 'main' and not strict")
        .all()
        .map(({ name }) => name)
        .filter((name) => !/^(sqlite_|kysely_)/.test(String(name)))
      expect(loose).toEqual([])
    })

    it("is brought up to date once, and then left alone", async () => {
      await bringUpToDate(database, schema)
      const shape = shapeOf(database)
      const sums = database.sql("select * from migration_checksum").lists()
      expect(sums).toHaveLength(newest)
      await bringUpToDate(database, schema)
      expect(shapeOf(database)).toEqual(shape)
      expect(database.sql("select * from migration_checksum").lists()).toEqual(sums)
    })
  })
}

describe("a database whose schema is another", () => {
  const first = {
    name: "0001-first",
    up: ["create table a (x integer) strict"],
    down: ["drop table a"],
  }
  const second = {
    name: "0002-second",
    up: ["create table b (x integer) strict"],
    down: ["drop table b"],
  }
  const identity = { id: 7, name: "a test" }
  const one: Schema = { identity, migrations: [first] }
  const two: Schema = { identity, migrations: [first, second] }
  const opened = async (schema: Schema, access: "write" | "read" = "write"): Promise<Database> => {
    const database = Database.open(file("a.db"), access, identity)
    try {
      await bringUpToDate(database, schema)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }

  it("is refused when it is newer, and stays as it is", async () => {
    ;(await opened(two)).close()
    const before = readFileSync(file("a.db"))
    for (const access of ["write", "read"] as const) {
      await expect(opened(one, access)).rejects.toThrow(
        expect.objectContaining({ code: "DATABASE_TOO_NEW" }),
      )
    }
    expect(readFileSync(file("a.db")).equals(before)).toBe(true)
  })

  it("is brought up by a writer, and refused to a reader, when it is older", async () => {
    ;(await opened(one)).close()
    await expect(opened(two, "read")).rejects.toThrow(
      expect.objectContaining({ code: "DATABASE_TOO_OLD" }),
    )
    ;(await opened(two)).close()
    ;(await opened(two, "read")).close()
  })

  it("is refused when a step was edited after it was taken", async () => {
    ;(await opened(two)).close()
    const edited = { ...first, up: ["create table a (x integer, y integer) strict"] }
    for (const migrations of [
      [edited, second],
      [{ ...first, down: [] }, second],
      [second, first],
    ]) {
      await expect(opened({ identity, migrations })).rejects.toThrow(
        expect.objectContaining({ code: "DATABASE_CHANGED" }),
      )
    }
    ;(await opened(two)).close()
  })

  it("is not half changed when a step fails", async () => {
    ;(await opened(one)).close()
    const bad = { ...second, up: [...second.up, "create table b (y integer) strict"] }
    await expect(opened({ identity, migrations: [first, bad] })).rejects.toThrow("already exists")
    const database = await opened(one)
    expect(database.sql("select name from sqlite_schema where name = 'b'").all()).toEqual([])
    database.close()
    ;(await opened(two)).close()
  })
})

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { Problem } from "../../value/problem.ts"
import { type Access, Database } from "./database.ts"
import { toldBySqlite } from "./refusal.ts"
import type { SqlValue } from "./statement.ts"

const IDENTITY = { id: 0x54455354, name: "a test" }
const TABLE = "create table t (a integer not null, b text, c real, d blob) strict"

describe("a database", () => {
  const file = scratch()
  const open = (access: Access = "write"): Database => Database.open(file("a.db"), access, IDENTITY)
  const withTable = (): Database => {
    const database = open()
    database.exec(TABLE)
    return database
  }

  it("is written ahead, synced fully, and keeps foreign keys", () => {
    const database = open()
    const setting = (name: string): SqlValue | undefined =>
      database.sql(`pragma ${name}`).lists()[0]?.[0]
    expect(setting("journal_mode")).toBe("wal")
    expect(setting("synchronous")).toBe(2)
    expect(setting("foreign_keys")).toBe(1)
    database.close()
  })

  it("stores what can be stored, exactly", () => {
    const database = withTable()
    const values = [9_007_199_254_740_991, "λ ? 'x'", 0.1, new Uint8Array([0, 255])]
    database.sql("insert into t values (?, ?, ?, ?) -- not ?").run(...values)
    expect(database.sql("select * from t").lists()).toEqual([values])
    expect(database.sql("select a, b from t where b <> '?'").get()).toEqual({
      a: values[0],
      b: values[1],
    })
    database.close()
  })

  it("refuses parameters that are missing, too many, or would change on the way", () => {
    const database = withTable()
    const insert = database.sql("insert into t (a, b) values (?, ?)")
    const wrong = [[], [1], [1, "b", "c"], [NaN, "b"], [Infinity, "b"], [1, undefined], [1, true]]
    const absurd = [
      [new Date(0), 1.5],
      [{ a: 1 }, "b"],
      [1, ["b"]],
      [1n << 63n, "b"],
      [Symbol.iterator, 1],
    ]
    for (const values of [...wrong, ...absurd]) {
      expect(() => insert.run(...(values as SqlValue[]))).toThrow(/parameter/)
    }
    expect(() => insert.run(1.5, "b")).toThrow("REAL value in INTEGER column")
    expect(() => insert.run(null, "b")).toThrow("NOT NULL")
    expect(() => database.sql("insert into t (a) values (:a)")).toThrow("question marks")
    expect(() => database.sql("insert into t (a) values (?1)")).toThrow("question marks")
    expect(database.sql("select * from t").all()).toEqual([])
    database.close()
  })

  it("does all of a transaction or nothing of it", () => {
    const database = withTable()
    const insert = database.sql("insert into t (a) values (?)")
    const fail = (): void =>
      database.transaction(() => {
        insert.run(1)
        throw new Error("changed my mind")
      })
    expect(fail).toThrow("changed my mind")
    database.transaction(() => insert.run(2))
    expect(database.sql("select a from t").lists()).toEqual([[2]])
    expect(() => database.transaction(() => database.transaction(fail))).toThrow("do not nest")
    database.close()
  })

  it("says when the disk is full, keeps what was there, and goes on when there is room again", () => {
    const database = withTable()
    const insert = database.sql("insert into t (a, b) values (?, ?)")
    insert.run(1, "before")
    database.exec("pragma max_page_count = 10")
    const fill = (): void =>
      database.transaction(() => {
        for (let i = 0; i < 100; i++) insert.run(i, "x".repeat(1_000))
      })
    expect(fill).toThrow(expect.objectContaining({ code: "DISK_FULL" }))
    expect(database.sql("select count(*) from t").lists()).toEqual([[1]])
    database.exec("pragma max_page_count = 1000")
    fill()
    expect(database.sql("select count(*) from t").lists()).toEqual([[101]])
    database.close()
  })

  it("has one writer, also within one process", () => {
    const first = open()
    expect(open).toThrow(expect.objectContaining({ code: "DATABASE_IN_USE" }))
    expect(open).toThrow(`process ${process.pid}`)
    first.close()
    open().close()
  })

  it("is read while it is written, as of the last commit", () => {
    const writer = withTable()
    const reader = open("read")
    const count = reader.sql("select count(*) from t")
    writer.transaction(() => {
      writer.sql("insert into t (a) values (?)").run(1)
      expect(count.lists()).toEqual([[0]])
    })
    expect(count.lists()).toEqual([[1]])
    expect(() => reader.exec("delete from t")).toThrow(
      expect.objectContaining({ code: "DATABASE_READ_ONLY" }),
    )
    reader.close()
    writer.close()
  })

  it("leaves what is not a database as it is", () => {
    for (const content of ["symbol,price\nBTCUSDT,1\n".repeat(400), "xy", "\0".repeat(8192)]) {
      writeFileSync(file("a.db"), content)
      for (const access of ["write", "read"] as const) {
        expect(() => open(access)).toThrow(expect.objectContaining({ code: "NOT_A_DATABASE" }))
      }
      expect(readFileSync(file("a.db"), "utf8")).toBe(content)
    }
    expect(() => Database.open(file("."), "write", IDENTITY)).toThrow(
      expect.objectContaining({ code: "NOT_A_DATABASE", why: "It is a folder." }),
    )
  })

  it("leaves a database of another program as it is", () => {
    const other = new DatabaseSync(file("a.db"))
    other.exec("create table theirs (x)")
    other.close()
    const before = readFileSync(file("a.db"))
    for (const access of ["write", "read"] as const) {
      expect(() => open(access)).toThrow(expect.objectContaining({ code: "WRONG_DATABASE" }))
    }
    expect(readFileSync(file("a.db")).equals(before)).toBe(true)
    expect(() => open()).toThrow("is not a test")
  })

  it("says when it is damaged", () => {
    const database = withTable()
    const insert = database.sql("insert into t (a, b) values (?, ?)")
    database.transaction(() => {
      for (let i = 0; i < 100; i++) insert.run(i, "x".repeat(1_000))
    })
    database.close()
    const bytes = readFileSync(file("a.db"))
    writeFileSync(file("a.db"), bytes.fill(0xee, 4096 * 2, 4096 * 6))
    const damaged = open()
    expect(() => damaged.sql("select sum(length(b)) from t").all()).toThrow(
      expect.objectContaining({ code: "DATABASE_CORRUPT" }),
    )
    damaged.close()
    writeFileSync(file("a.db"), bytes.subarray(0, 4096 + 100))
    expect(() => open().sql("select * from t").all()).toThrow(
      expect.objectContaining({ code: "DATABASE_CORRUPT" }),
    )
  })

  it("tells a program that writes without our lock, and a disk that fails, from a mistake", () => {
    const database = withTable()
    const stranger = new DatabaseSync(file("a.db"), { timeout: 0 })
    const codeOf = (work: () => void): unknown => {
      try {
        work()
      } catch (error) {
        return toldBySqlite(error, file("a.db"))
      }
      return undefined
    }
    const busy = codeOf(() => database.transaction(() => stranger.exec("begin immediate")))
    expect(busy).toMatchObject({ code: "DATABASE_BUSY" })
    const mistake = codeOf(() => database.exec("select from nothing"))
    expect(mistake).not.toBeInstanceOf(Problem)
    const failed = Object.assign(new Error("disk I/O error"), { errcode: 10 })
    expect(toldBySqlite(failed, file("a.db"))).toMatchObject({ code: "DATABASE_UNREACHABLE" })
    stranger.close()
    database.close()
  })

  it("is not made by looking for it, nor in a folder that is not there", () => {
    expect(() => open("read")).toThrow(expect.objectContaining({ code: "NOT_THERE" }))
    expect(existsSync(file("a.db"))).toBe(false)
    expect(readdirSync(file("."))).toEqual([])
    expect(() => Database.open(file("no/a.db"), "write", IDENTITY)).toThrow(
      expect.objectContaining({ code: "NOT_THERE" }),
    )
  })

  it("is nothing yet for a reader while it is empty", () => {
    writeFileSync(file("a.db"), "")
    expect(() => open("read")).toThrow(expect.objectContaining({ code: "NOT_THERE" }))
  })
})

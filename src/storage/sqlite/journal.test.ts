import { spawn, spawnSync } from "node:child_process"
import { chmodSync, readFileSync } from "node:fs"
import { once } from "node:events"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { beforeEach, describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { instantOf } from "../../value/brand.ts"
import { verify } from "../chain.ts"
import { SqliteJournal } from "./journal.ts"

const tool = (name: string): string =>
  fileURLToPath(new URL(`../../../tests/contract/${name}.ts`, import.meta.url))

const file = scratch()
const open = (mode: "write" | "read" = "write"): Promise<SqliteJournal> =>
  SqliteJournal.open(file("journal.db"), { mode })

/** Numbers of the lines that a reader is given who goes through the journal once. */
const readOnce = (): Promise<readonly number[]> =>
  SqliteJournal.readOnce(file("journal.db"), (records) => Array.from(records, ({ seq }) => seq))

/** Lines that are in the journal, in commits of three. */
async function write(lines: number): Promise<SqliteJournal> {
  const journal = await open()
  for (let n = 1; n <= lines; n++) {
    journal.append({ at: instantOf(n), kind: "note", rows: n, body: `{"n":${n}}` })
    if (n % 3 === 0) journal.commit()
  }
  journal.commit()
  return journal
}

/** Changes the file as something outside of the program would. */
function tamper(sql: string): void {
  const database = new DatabaseSync(file("journal.db"))
  database.exec("drop trigger journal_is_never_edited; drop trigger journal_is_never_shortened")
  database.exec(sql)
  database.close()
}

describe("a journal with a torn tail", () => {
  beforeEach(async () => (await write(20)).close())

  it("is cut after the last good line, with a note, and goes on there", async () => {
    tamper("update journal set body = substr(body, 1, 3) where seq >= 19")
    const journal = await open()
    expect(journal.seq).toBe(18)
    expect(journal.notes).toEqual([
      expect.stringContaining("The last 2 lines of the journal (from 19)"),
    ])
    expect(journal.append({ at: instantOf(19), kind: "note", rows: 19, body: "again" })).toBe(19)
    journal.commit()
    journal.close()
    const again = await open()
    expect([again.seq, again.notes]).toEqual([19, []])
    expect(verify(again.records()).last.seq).toBe(19)
    again.close()
  })

  it("keeps the lines that were cut off", async () => {
    tamper("update journal set hash = 'torn' where seq = 20")
    ;(await open()).close()
    const database = new DatabaseSync(file("journal.db"))
    expect(database.prepare("select seq, body, hash from journal_cut").all()).toEqual([
      { seq: 20, body: '{"n":20}', hash: "torn" },
    ])
    database.close()
  })

  it("is read up to the last good line without being touched", async () => {
    tamper("update journal set hash = 'torn' where seq = 20")
    const journal = await open("read")
    expect(journal.notes).toHaveLength(1)
    expect([...journal.records()].map(({ seq }) => seq).at(-1)).toBe(19)
    journal.close()
    const again = await open("read")
    expect(again.notes).toHaveLength(1)
    again.close()
  })

  it("is read in one go up to the last good line, too", async () => {
    tamper("update journal set body = substr(body, 1, 3) where seq >= 19")
    const before = readFileSync(file("journal.db"))
    expect((await readOnce()).at(-1)).toBe(18)
    expect(readFileSync(file("journal.db")).equals(before)).toBe(true)
  })
})

describe("a journal that is broken in the middle", () => {
  beforeEach(async () => (await write(20)).close())

  const damages: readonly (readonly [string, string, number])[] = [
    ["a changed body", "update journal set body = '{}' where seq = 7", 7],
    ["a changed time", "update journal set at = at + 1 where seq = 1", 1],
    ["a changed hash", "update journal set hash = 'x' where seq = 19", 19],
    ["a line taken out", "delete from journal where seq = 12", 12],
    ["its beginning taken out", "delete from journal where seq <= 3", 1],
    ["a hole before a torn tail", "delete from journal where seq in (18, 19)", 18],
    ["lines swapped", "update journal set rows = 0 where seq in (5, 6)", 5],
  ]
  for (const [what, sql, seq] of damages) {
    it(`is a stop at the line, never a repair: ${what}`, async () => {
      tamper(sql)
      const before = readFileSync(file("journal.db"))
      for (const mode of ["write", "read"] as const) {
        const refusal = expect.objectContaining({ code: "JOURNAL_BROKEN" })
        await expect(open(mode)).rejects.toThrow(refusal)
        await expect(open(mode)).rejects.toThrow(`from line ${seq} on`)
      }
      await expect(readOnce()).rejects.toThrow(`from line ${seq} on`)
      expect(readFileSync(file("journal.db")).equals(before)).toBe(true)
    })
  }

  it("is so, too, when more is bad at the end than one turn writes", async () => {
    const journal = await open()
    for (let n = 0; n < 2_000; n++) {
      journal.append({ at: instantOf(n), kind: "note", rows: 20, body: "" })
    }
    journal.commit()
    journal.close()
    tamper("update journal set body = 'x' where seq > 500")
    await expect(open()).rejects.toThrow(expect.objectContaining({ code: "JOURNAL_BROKEN" }))
  })
})

describe("a journal is append-only (AUDIT-1)", () => {
  it("for every program that opens its file", async () => {
    ;(await write(3)).close()
    const database = new DatabaseSync(file("journal.db"))
    for (const sql of ["update journal set body = '' where seq = 2", "delete from journal"]) {
      expect(() => database.exec(sql)).toThrow("append-only")
    }
    database.close()
  })

  it("for those who opened it for reading", async () => {
    ;(await write(3)).close()
    const journal = await open("read")
    const line = { at: instantOf(1), kind: "note", rows: 1, body: "" }
    expect(() => journal.append(line)).toThrow("for reading")
    journal.close()
  })
})

/** A namespace in which a small disk can be mounted without being root; Linux only. */
const IN_NAMESPACE = ["-rm", "sh", "-c"]
const canMount = (): boolean =>
  spawnSync("unshare", [...IN_NAMESPACE, "mount -t tmpfs none /mnt"]).status === 0

describe("a full disk", () => {
  it.skipIf(!canMount())("refuses calmly and loses nothing: with room again, all is there", () => {
    const mount = 'mount -t tmpfs -o size=1800k none "$1" && exec "$2" "$3" "$1"'
    const args = ["sh", file("."), process.execPath, tool("journal-filler")]
    const told = spawnSync("unshare", [...IN_NAMESPACE, mount, ...args], { encoding: "utf8" })
    expect(told.stderr).toBe("")
    expect(told.stdout.split("\n")).toEqual([
      "commit DISK_FULL",
      "kept true",
      "open DISK_FULL",
      "again true",
      "",
    ])
  })
})

describe("two processes on one journal", () => {
  it("the second writer is told which process to stop; readers are welcome", async () => {
    const child = spawn(process.execPath, [tool("journal-writer"), file("journal.db")])
    await once(child.stdout, "data")
    const refusal = expect.objectContaining({ code: "DATABASE_IN_USE" })
    await expect(open()).rejects.toThrow(refusal)
    await expect(open()).rejects.toThrow(`process ${child.pid}`)
    const reader = await open("read")
    expect(reader.seq).toBeGreaterThan(0)
    expect(verify(reader.records()).last).toEqual({ seq: reader.seq, hash: reader.digest })
    reader.close()
    child.kill("SIGKILL")
    await once(child, "exit")
    // The lock of a killed process is gone with it.
    ;(await open()).close()
  })
})

describe("a journal that this user may not write", () => {
  /** Opens it in a process without the powers of root. */
  const openAsUser = (mode: string): string => {
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const args = [tool("journal-opener"), file("journal.db"), mode]
    return spawnSync(process.execPath, args, { encoding: "utf8", ...user }).stdout
  }

  it("in a folder that is read-only", () => {
    chmodSync(file("."), 0o555)
    expect(openAsUser("write")).toMatch(/^NOT_PERMITTED .*journal.db/)
    chmodSync(file("."), 0o755)
  })

  it("because the file is read-only, and is read all the same", async () => {
    ;(await write(3)).close()
    chmodSync(file("journal.db"), 0o444)
    chmodSync(file("journal.db.lock"), 0o666)
    chmodSync(file("."), 0o777)
    expect(openAsUser("write")).toMatch(/^DATABASE_READ_ONLY .*journal.db/)
    expect(openAsUser("read")).toBe("opened 3\n")
  })
})

describe("snapshots", () => {
  it("are given back by name, the newest first, and only two are kept", async () => {
    const journal = await write(20)
    expect(journal.latestSnapshot("books")).toBeUndefined()
    for (const seq of [3, 9, 15])
      journal.saveSnapshot({ seq, name: "books", body: `{"at":${seq}}` })
    journal.saveSnapshot({ seq: 20, name: "other", body: "{}" })
    expect(journal.latestSnapshot("books")).toEqual({ seq: 15, body: '{"at":15}' })
    journal.close()
    const database = new DatabaseSync(file("journal.db"))
    expect(database.prepare("select name, seq from snapshot").all()).toEqual([
      { name: "books", seq: 9 },
      { name: "books", seq: 15 },
      { name: "other", seq: 20 },
    ])
    database.close()
  })

  it("are only of lines that are durable", async () => {
    const journal = await write(3)
    journal.append({ at: instantOf(4), kind: "note", rows: 4, body: "" })
    expect(() => journal.saveSnapshot({ seq: 4, name: "books", body: "" })).toThrow("durable")
    journal.close()
  })

  it("go with the tail they were made from", async () => {
    const journal = await write(20)
    for (const seq of [10, 20]) journal.saveSnapshot({ seq, name: "books", body: `${seq}` })
    journal.close()
    tamper("update journal set body = 'torn' where seq = 20")
    const again = await open()
    expect(again.latestSnapshot("books")).toEqual({ seq: 10, body: "10" })
    again.close()
  })
})

import { spawn } from "node:child_process"
import { copyFileSync, existsSync, statSync, truncateSync } from "node:fs"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { Chance } from "../../value/chance.ts"
import { instantOf } from "../../value/brand.ts"
import { SqliteJournal } from "./journal.ts"

const WRITER = fileURLToPath(new URL("../../../tests/contract/journal-writer.ts", import.meta.url))
const KILLS = 15

/** Lets a process write to the journal and kills it after so many of its words; returns the last. */
async function writeAndDie(path: string, words: number): Promise<{ seq: number; hash: string }> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ["ignore", "pipe", "inherit"] })
  let last = ""
  let heard = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    if (++heard === words) child.kill("SIGKILL")
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  expect(child.signalCode).toBe("SIGKILL")
  const [seq = "", hash = ""] = last.split(" ")
  return { seq: Number(seq), hash }
}

describe("a journal whose process is killed (kill -9)", () => {
  const file = scratch()

  it("opens, verifies, and holds everything that was acknowledged, every time", async () => {
    const chance = new Chance(7, "kills")
    let before = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const told = await writeAndDie(file("journal.db"), 1 + chance.below(60))
      expect(told.seq).toBeGreaterThan(before)
      const journal = await SqliteJournal.open(file("journal.db"), { mode: "write" })
      expect(journal.notes).toEqual([])
      expect(journal.seq).toBeGreaterThanOrEqual(told.seq)
      const [record] = journal.records(told.seq)
      expect(record?.hash).toBe(told.hash)
      before = journal.seq
      journal.close()
    }
  })

  it("holds a whole number of commits, wherever the log on the disk was cut off", async () => {
    const source = await SqliteJournal.open(file("source.db"), { mode: "write" })
    const commits = [0]
    for (let n = 0; n < 30; n++) {
      for (let line = 0; line <= n % 4; line++) {
        const seq = source.append({
          at: instantOf(n),
          kind: "note",
          rows: n,
          body: "y".repeat(n * 90),
        })
        commits[n + 1] = seq
      }
      source.commit()
    }
    const log = statSync(file("source.db-wal")).size
    const chance = new Chance(11, "cuts")
    const found = new Set<number>()
    for (let cut = 0; cut < 40; cut++) {
      for (const part of ["", "-wal"])
        copyFileSync(file(`source.db${part}`), file(`torn.db${part}`))
      truncateSync(file("torn.db-wal"), chance.below(log))
      const torn = await SqliteJournal.open(file("torn.db"), { mode: "write" })
      expect(commits).toContain(torn.seq)
      found.add(torn.seq)
      torn.close()
      expect(existsSync(file("torn.db-wal"))).toBe(false)
    }
    source.close()
    expect(found.size).toBeGreaterThan(5)
  })
})

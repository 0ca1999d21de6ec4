import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { later, parseInstant, seconds } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import { foldJournal } from "./fold.ts"
import { openPaper } from "./paper-home.ts"
import { planFrom } from "./plan.ts"
import { recall, SnapshotKeeper } from "./recall.ts"
import { readSettings } from "./settings.ts"
import { SessionWatch } from "./watch.ts"

const START = parseInstant("2026-03-02 14:00")

let home = ""
let file = ""
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-recall-"))
  file = filesOfAccount(home, "paper").journal
  const plan = planFrom(readSettings(home, {}), {
    mode: "paper",
    run: "p",
    strategy: "crossover",
    params: { minutes: "1", fast: "2", slow: "5", cost: "0" },
  })
  const wish = { home, name: "paper", plan, fresh: false, speed: 1, wall: START, environment: {} }
  const paper = await openPaper(wish)
  for (let i = 0; i < 60; i++) paper.turn(later(START, seconds(i)))
  paper.close()
})
afterEach(() => rmSync(home, { recursive: true }))

async function recalled() {
  const watch = new SessionWatch()
  const heard: number[] = []
  const found = await recall(file, {
    watch,
    hear: (fact, told) => {
      heard.push(told.seq)
      watch.hear(fact, told)
    },
  })
  return { ...found, watch, heard }
}

type Recall = Awaited<ReturnType<typeof recalled>>

/** Keeps a snapshot at the end of the journal, and says what is true there. */
async function kept(): Promise<{ readonly seq: number; readonly books: string; watch: string }> {
  const { journal, folded, watch } = await recalled()
  new SnapshotKeeper({ journal, watch }).settle(booksOf({ folded }), 1)
  const { seq } = journal
  journal.close()
  return { seq, books: stateOf({ folded }), watch: JSON.stringify(watch.save()) }
}

function booksOf({ folded }: Pick<Recall, "folded">) {
  if (folded === undefined) throw new Error("the journal is not empty")
  return folded.books
}

const stateOf = (it: Pick<Recall, "folded">): string => JSON.stringify(booksOf(it).save())

function edit(sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(`drop trigger journal_is_never_edited; drop trigger journal_is_never_shortened`)
  database.exec(sql)
  database.close()
}

describe("a journal taken up from a snapshot", () => {
  it("folds only what came after it, and arrives at the same state", async () => {
    const before = await kept()
    const { journal, folded, watch, heard, notes } = await recalled()
    expect([heard, notes]).toEqual([[], []])
    expect(stateOf({ folded })).toBe(before.books)
    expect(JSON.stringify(watch.save())).toBe(before.watch)
    expect(journal.seq).toBe(before.seq)
    expect(folded?.at).toBe([...journal.records()].at(-1)?.at)
    const whole = foldJournal(journal.records())
    expect(JSON.stringify(whole.books.save())).toBe(before.books)
    journal.close()
  })

  it.each([
    ["damaged", "update snapshot set body = replace(body, '\"placed\":', '\"placed\":1')"],
    ["cut short", "update snapshot set body = substr(body, 1, 500)"],
    ["empty", "update snapshot set body = ''"],
  ])("leaves a snapshot out that is %s, with a note", async (_, sql) => {
    const before = await kept()
    edit(sql)
    const { journal, folded, heard, notes } = await recalled()
    expect(notes.join()).toMatch(/The snapshot at line \d+ cannot be read and was left out/)
    expect(heard).toHaveLength(before.seq)
    expect(stateOf({ folded })).toBe(before.books)
    expect(journal.isVerified).toBe(true)
    journal.close()
  })

  it("leaves a snapshot out that belongs to another chain", async () => {
    const before = await kept()
    edit("update snapshot set hash = replace(hash, substr(hash, 1, 1), 'g')")
    const { journal, folded, heard } = await recalled()
    expect(heard).toHaveLength(before.seq)
    expect(stateOf({ folded })).toBe(before.books)
    journal.close()
  })

  it("AUDIT-2: still verifies every line before it, and stops at one that was changed", async () => {
    await kept()
    edit("update journal set body = replace(body, '500', '501') where seq = 2")
    const { journal } = await recalled()
    expect(journal.isVerified).toBe(false)
    expect(() => journal.verifyMore(1)).not.toThrow()
    expect(() => journal.verifyMore(1)).toThrow(/cannot be trusted from line 2 on/)
    journal.close()
  })

  it("AUDIT-2: has verified every line once it went over them in small steps", async () => {
    const { seq } = await kept()
    const { journal } = await recalled()
    let steps = 0
    for (; !journal.isVerified; steps++) journal.verifyMore(7)
    expect(steps).toBe(Math.ceil(seq / 7))
    journal.close()
  })

  it("stops at a line that is missing before it", async () => {
    await kept()
    edit("delete from journal where seq = 3")
    const { journal } = await recalled()
    expect(() => journal.verifyMore(Infinity)).toThrow(/cannot be trusted from line 3 on/)
    journal.close()
  })
})

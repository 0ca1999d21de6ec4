import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Books } from "../../src/engine/books.ts"
import type { Fact } from "../../src/engine/records.ts"
import { openPaper } from "../../src/session/paper-home.ts"
import { planFrom } from "../../src/session/plan.ts"
import { replayFile } from "../../src/session/replay-file.ts"
import { readSettings } from "../../src/session/settings.ts"
import { SqliteJournal } from "../../src/storage/sqlite/journal.ts"
import { CEREMONY_SENTENCE } from "../../src/tier/preparation.ts"
import type { Instant } from "../../src/value/brand.ts"
import { hours, later, minutes, parseInstant } from "../../src/value/time.ts"

const WALL = parseInstant("2026-03-02 14:00")

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-sealed-"))
})
afterEach(() => rmSync(home, { recursive: true }))

/** Runs the account of this home for a minute; returns what is held and what was said at the start. */
async function run(wall: Instant) {
  const plan = planFrom(readSettings(home, {}), {
    mode: "paper",
    run: "p",
    strategy: "crossover",
    params: { minutes: "1", fast: "5", slow: "20", cost: "0" },
  })
  const paper = await openPaper({
    home,
    name: "paper",
    plan,
    fresh: false,
    speed: 1,
    wall,
    environment: {},
  })
  try {
    paper.turn(later(wall, minutes(1)))
    const { tiers } = paper.session.engine.books
    return {
      tier: tiers.standing(wall).held.name,
      closed: tiers.standing(later(wall, minutes(1))).closed?.id,
      notes: paper.notes,
    }
  } finally {
    paper.close()
  }
}

describe("TIER-3: no way from outside raises a tier", () => {
  it("a line in genesis.yaml is refused", () => {
    writeFileSync(path.join(home, "genesis.yaml"), "tier: ARCHITECT\n")
    expect(() => readSettings(home, {})).toThrow(
      expect.objectContaining({ code: "SETTINGS_REFUSED" }),
    )
  })

  it("an environment variable is refused", () => {
    for (const name of ["GENESIS_TIER", "GENESIS_LIMITS_TIER"]) {
      expect(() => readSettings(home, { [name]: "ARCHITECT" })).toThrow(
        expect.objectContaining({ code: "SETTINGS_REFUSED" }),
      )
    }
  })

  it("a command with the right sentence, and a whole life of forged ones, raises nothing", () => {
    const books = new Books({ instruments: [], accountAsset: "USDT" })
    const facts: readonly Fact[] = [
      { kind: "deposit", asset: "USDT", units: 10n ** 13n, costUnits: 10n ** 13n },
      {
        kind: "command",
        command: { kind: "tier", act: { kind: "confirm", sentence: CEREMONY_SENTENCE } },
      },
      { kind: "sample", equityUnits: 10n ** 13n },
    ]
    for (let day = 0; day < 29; day++) {
      for (const fact of facts.slice(day === 0 ? 0 : 1))
        books.apply(fact, later(WALL, hours(24 * day)))
    }
    expect(books.tiers.standing(later(WALL, hours(24 * 29))).held.name).toBe("SNIPER")
  })

  it("an edit of the database is found before anything starts", async () => {
    await run(WALL)
    const database = new DatabaseSync(path.join(home, "paper", "journal.sqlite"))
    const forged = JSON.stringify({ kind: "sample", equityUnits: "10000000000000n" })
    const forge = (): void => {
      database.prepare("update journal set body = ? where kind = 'sample'").run(forged)
    }
    expect(forge).toThrow("append-only")
    const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all()
    for (const { name } of triggers) database.exec(`drop trigger "${String(name)}"`)
    forge()
    database.close()
    const file = path.join(home, "paper", "journal.sqlite")
    await expect(SqliteJournal.open(file, { mode: "read" })).rejects.toMatchObject({
      code: "JOURNAL_BROKEN",
    })
    await expect(run(later(WALL, hours(1)))).rejects.toMatchObject({ code: "JOURNAL_BROKEN" })
  })

  it("a restored backup costs all tiers and asks for a recovery; going on as usual does not", async () => {
    const account = path.join(home, "paper")
    const backup = path.join(home, "backup")
    await run(WALL)
    expect(await run(later(WALL, hours(1)))).toMatchObject({ tier: "SNIPER", closed: undefined })
    cpSync(account, backup, { recursive: true })
    expect(await run(later(WALL, hours(2)))).toMatchObject({ closed: undefined })
    rmSync(account, { recursive: true })
    cpSync(backup, account, { recursive: true })
    const restored = await run(later(WALL, hours(3)))
    expect(restored).toMatchObject({ tier: "SNIPER", closed: "TIER-3" })
    expect(restored.notes.join()).toContain("TIER-3")
    const journal = path.join(account, "journal.sqlite")
    expect((await replayFile({ journal, paths: [] })).differs).toBeUndefined()
  })

  it("a seal that was taken away or spoilt raises nothing", async () => {
    await run(WALL)
    for (const file of readdirSync(path.join(home, "seals"))) {
      writeFileSync(path.join(home, "seals", file), "{ not json")
    }
    expect(await run(later(WALL, hours(1)))).toMatchObject({ tier: "SNIPER" })
    rmSync(path.join(home, "seals"), { recursive: true })
    expect(await run(later(WALL, hours(2)))).toMatchObject({ tier: "SNIPER" })
  })
})

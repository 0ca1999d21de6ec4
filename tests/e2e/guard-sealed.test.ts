import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { hash } from "node:crypto"
import { tmpdir } from "node:os"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { fingerprint } from "../../src/session/build.ts"
import { openPaper, type OpenPaper } from "../../src/session/paper-home.ts"
import { planFrom } from "../../src/session/plan.ts"
import { replayFile } from "../../src/session/replay-file.ts"
import { readSettings } from "../../src/session/settings.ts"
import { TiltGuard } from "../../src/tilt/guard.ts"
import type { Act } from "../../src/tilt/act.ts"
import type { Instant } from "../../src/value/brand.ts"
import { days, formatDuration, hours, later, minutes, parseInstant } from "../../src/value/time.ts"

const WALL = parseInstant("2026-03-02 14:00")

let place = ""
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "genesis-guard-"))
})
afterEach(() => rmSync(place, { recursive: true }))

const home = (): string => path.join(place, "home")
const state = (): string => path.join(place, "state")
const account = (): string => path.join(home(), "paper")

async function opened(
  wall: Instant,
  told: { readonly fresh?: boolean; readonly build?: string } = {},
): Promise<OpenPaper> {
  const plan = planFrom(readSettings(home(), {}), {
    mode: "paper",
    run: "p",
    strategy: "crossover",
    params: { minutes: "1", fast: "5", slow: "20", cost: "0" },
  })
  const paper = await openPaper({
    home: home(),
    name: "paper",
    sealsAt: state(),
    build: told.build ?? "the build that traded",
    plan,
    fresh: told.fresh ?? false,
    speed: 1,
    wall,
    environment: {},
  })
  paper.turn(wall)
  return paper
}

/** Everything that a bad hour holds: it leads straight to the lock. */
const BAD_HOUR: readonly Act[] = [
  ...Array.from({ length: 6 }, (): Act => ({ kind: "edit", of: "x" })),
  ...Array.from({ length: 5 }, (): Act => ({ kind: "config", change: "looser" })),
  ...Array.from({ length: 4 }, (): Act => ({ kind: "session", to: "began" })),
  { kind: "override", outcome: "refused" },
  { kind: "idle-keys", keys: 60, spread: 0.001 },
  ...Array.from({ length: 25 }, (): Act => ({
    kind: "line",
    outcome: "view",
    keys: 3,
    corrections: 0,
    pasted: 0,
    spanMs: 400,
  })),
]

/** A day of the account that ends behind a lock of 24 hours. */
async function locked(wall: Instant): Promise<void> {
  const paper = await opened(wall)
  for (const act of BAD_HOUR) paper.act(act, wall)
  expect(paper.engine.books.tilt.standing(paper.session.now).level).toBe(3)
  paper.turn(later(wall, minutes(1)))
  paper.close()
}

/** What holds when the account is taken up at this moment. */
async function found(wall: Instant, told: { readonly fresh?: boolean } = {}) {
  const paper = await opened(wall, told)
  try {
    const { level, lockLeft, pauseLeft, todo } = paper.engine.books.tilt.standing(paper.session.now)
    return {
      level,
      lock: formatDuration(lockLeft),
      pause: formatDuration(pauseLeft),
      todo: todo.length,
      notes: paper.notes.join(" "),
    }
  } finally {
    paper.close()
  }
}

const LOCKED = { level: 3, lock: "1 d 00 h", todo: 3 }

describe("TILT-50, TILT-60: no way from outside makes a lock shorter", () => {
  it("a restart, and a clock that is put forward by ten days", async () => {
    await locked(WALL)
    expect(await found(later(WALL, days(10)))).toMatchObject(LOCKED)
  })

  it("a journal that was deleted, and one that was begun anew", async () => {
    await locked(WALL)
    rmSync(account(), { recursive: true })
    const anew = await found(later(WALL, hours(1)))
    expect(anew).toMatchObject(LOCKED)
    expect(anew.notes).toContain("TILT-60")
    const fresh = await found(later(WALL, hours(2)), { fresh: true })
    expect(fresh).toMatchObject(LOCKED)
    const journal = path.join(account(), "journal.sqlite")
    expect((await replayFile({ journal, paths: [] })).differs).toBeUndefined()
  })

  it("a backup of the account from before the lock", async () => {
    ;(await opened(WALL)).close()
    cpSync(account(), path.join(place, "backup"), { recursive: true })
    await locked(later(WALL, hours(1)))
    rmSync(account(), { recursive: true })
    cpSync(path.join(place, "backup"), account(), { recursive: true })
    const restored = await found(later(WALL, hours(2)))
    expect(restored).toMatchObject(LOCKED)
    expect(restored.notes).toContain("ends earlier")
    const journal = path.join(account(), "journal.sqlite")
    expect((await replayFile({ journal, paths: [] })).differs).toBeUndefined()
  })

  it("a backup of the whole home, and a home that is deleted", async () => {
    ;(await opened(WALL)).close()
    cpSync(home(), path.join(place, "backup"), { recursive: true })
    await locked(later(WALL, hours(1)))
    rmSync(home(), { recursive: true })
    cpSync(path.join(place, "backup"), home(), { recursive: true })
    expect(await found(later(WALL, hours(2)))).toMatchObject(LOCKED)
    rmSync(home(), { recursive: true })
    expect(await found(later(WALL, hours(3)))).toMatchObject(LOCKED)
  })

  it("a snapshot in the database that says calm, with a digest that fits", async () => {
    const paper = await opened(WALL)
    const calm = paper.engine.books.save().person
    for (const act of BAD_HOUR) paper.act(act, WALL)
    // A snapshot is worth it after so many lines.
    const { engine, now } = paper.session
    for (let i = 0; i < 5_100; i++) engine.onAct({ kind: "pulse", ranUs: 1 }, now)
    paper.turn(later(WALL, minutes(1)))
    paper.close()
    expect(forgeSnapshot(account(), calm)).toBe(1)
    expect(await found(later(WALL, hours(2)))).toMatchObject({ ...LOCKED, lock: "23 h 59 m" })
  })

  it("seals that are gone: half size and no entry by hand for a day of running time", async () => {
    const paper = await opened(WALL)
    paper.turn(later(WALL, minutes(2)))
    expect(paper.engine.books.placed).toBeGreaterThan(0)
    paper.close()
    rmSync(path.join(home(), "seals"), { recursive: true })
    rmSync(path.join(state(), "seals"), { recursive: true })
    const unsealed = await found(later(WALL, hours(1)))
    expect(unsealed).toMatchObject({ level: 2, pause: "1 d 00 h" })
    expect(unsealed.notes).toContain("seal")
    // It is asked for once: the new seal is there, and what is left of the pause is in the journal.
    expect(await found(later(WALL, hours(2)))).toMatchObject({ level: 2, pause: "1 d 00 h" })
  })

  it("a seal that was edited is none, and the other copy holds", async () => {
    await locked(WALL)
    const [file = ""] = sealFiles(home())
    const text = readFileSync(file, "utf8")
    const edited = text.replace(String.raw`\"level\":3`, String.raw`\"level\":0`)
    expect(edited).not.toBe(text)
    writeFileSync(file, edited)
    rmSync(account(), { recursive: true })
    expect(await found(later(WALL, hours(1)))).toMatchObject(LOCKED)
  })

  it("a calm account begins anew as it likes, and what is usual of its owner is not forgotten", async () => {
    const paper = await opened(WALL)
    paper.act({ kind: "profile", profile: "tired" }, WALL)
    paper.close()
    const anew = await found(later(WALL, hours(1)), { fresh: true })
    expect(anew).toMatchObject({ level: 0, notes: "" })
    const again = await opened(later(WALL, hours(2)))
    expect(again.engine.books.tilt.state.profile).toBe("tired")
    again.close()
  })
})

describe("TILT-63: a changed program does not trade in a bad hour", () => {
  const another = { build: "another build" }

  it("is taken up on a calm day, and recorded", async () => {
    ;(await opened(WALL)).close()
    const paper = await opened(later(WALL, hours(1)), another)
    expect(paper.engine.books.tilt.state.build).toBe("another build")
    paper.close()
  })

  it("is refused behind a lock, also with a journal that is begun anew; the one before is not", async () => {
    await locked(WALL)
    const soon = later(WALL, hours(1))
    await expect(opened(soon, another)).rejects.toMatchObject({ code: "BUILD_REFUSED" })
    rmSync(account(), { recursive: true })
    await expect(opened(soon, another)).rejects.toMatchObject({
      code: "BUILD_REFUSED",
      why: expect.stringContaining("the tilt guard is at level 3"),
    })
    expect(await found(soon)).toMatchObject(LOCKED)
  })

  it("is another one for every change of a line", () => {
    const root = path.join(place, "program")
    mkdirSync(path.join(root, "src"), { recursive: true })
    for (const it of ["package.json", "package-lock.json", "src/a.ts", "src/a.test.ts"]) {
      writeFileSync(path.join(root, it), "1")
    }
    const was = fingerprint(root)
    writeFileSync(path.join(root, "src/a.test.ts"), "2")
    expect(fingerprint(root)).toBe(was)
    writeFileSync(path.join(root, "src/a.ts"), "2")
    const changed = fingerprint(root)
    expect(changed).not.toBe(was)
    writeFileSync(path.join(root, "package-lock.json"), "2")
    expect(fingerprint(root)).not.toBe(changed)
  })

  it.each([
    ["1 % of the account", -5_00000000n, undefined],
    ["a unit more than 1 %", -5_00000001n, "a trade lost more than 1 %"],
  ])("for an hour after a loss of %s", (_, pnlUnits, says) => {
    const guard = new TiltGuard()
    guard.hear({ kind: "deployed", build: "a" }, WALL)
    guard.hear({ kind: "worth", equityUnits: 500_00000000n }, WALL)
    guard.hear({ kind: "closed", market: "BTCUSDT", isManual: false, pnlUnits }, WALL)
    const last = later(WALL, minutes(60 - 1e-6))
    const told = guard.refusesBuild("b", last)
    expect(told?.slice(0, 26)).toBe(says)
    expect(guard.refusesBuild("a", last)).toBeUndefined()
    expect(guard.refusesBuild("b", later(WALL, hours(1)))).toBeUndefined()
  })
})

const sealFiles = (folder: string): readonly string[] => {
  const seals = path.join(folder, "seals")
  return existsSync(seals) ? readdirSync(seals).map((it) => path.join(seals, it)) : []
}

interface Forged {
  books: { person: unknown }
}
const stateOf = (body: string): Forged => JSON.parse(body.slice(body.indexOf("\n") + 1)) as Forged

/** @returns how many snapshots now say so */
function forgeSnapshot(folder: string, person: unknown): number {
  const database = new DatabaseSync(path.join(folder, "journal.sqlite"))
  const rows = database.prepare("select seq, body from snapshot").all()
  for (const { seq, body } of rows) {
    const state = stateOf(String(body))
    state.books.person = person
    const json = JSON.stringify(state)
    const text = `${hash("sha256", json, "hex")}\n${json}`
    database.prepare("update snapshot set body = ? where seq = ?").run(text, seq ?? null)
  }
  database.close()
  return rows.length
}

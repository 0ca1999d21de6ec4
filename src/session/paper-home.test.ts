import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { heldLanes } from "../report/boards/positions.ts"
import type { Instant } from "../value/brand.ts"
import { hours, later, minutes, parseInstant, seconds } from "../value/time.ts"
import { leaveWord } from "./absent.ts"
import { filesOfAccount } from "./account-files.ts"
import { openPaper, type OpenPaper } from "./paper-home.ts"
import { planFrom } from "./plan.ts"
import { readSettings } from "./settings.ts"

const START = parseInstant("2026-03-02 14:00")

let home = ""
let open: OpenPaper[] = []
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-home-"))
  open = []
})
afterEach(() => {
  for (const paper of open) paper.close()
  rmSync(home, { recursive: true })
})

async function opened(wall: Instant): Promise<OpenPaper> {
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
  open.push(paper)
  return paper
}

function closed(paper: OpenPaper): void {
  paper.close()
  open = open.filter((it) => it !== paper)
}

/** Second by second, as the clock of a machine drives it. */
function play(paper: OpenPaper, from: Instant, span: number): void {
  for (let i = 0; i <= span; i++) paper.turn(later(from, seconds(i)))
}

describe("a paper account", () => {
  it("has an hour of its market behind it when it is begun, and keeps to the clock from then on", async () => {
    const paper = await opened(START)
    paper.turn(START)
    expect(START - paper.session.now).toBeLessThan(seconds(1))
    expect(paper.view().curve.length).toBeGreaterThan(10)
    expect(paper.view().counts.trips).toBeGreaterThan(0)
  })

  it("goes on with a market that goes on, and remembers what is shown", async () => {
    const first = await opened(START)
    play(first, START, 5)
    const before = first.view()
    closed(first)
    const again = later(START, hours(1))
    const second = await opened(again)
    expect(second.isResumed).toBe(true)
    expect(second.view().curve.slice(0, before.curve.length)).toEqual(before.curve)
    const { rows } = second.view()
    play(second, again, 10)
    expect(second.view().rows).toBeGreaterThan(rows + 20)
    expect(second.view().isRunning).toBe(true)
  })

  it("stays halted over a stop until somebody resumes it", async () => {
    const first = await opened(START)
    play(first, START, 2)
    first.command({ kind: "halt", reason: "a walk" }, later(START, seconds(2)))
    closed(first)
    const again = later(START, seconds(60))
    const second = await opened(again)
    play(second, again, 5)
    expect(second.view()).toMatchObject({ isRunning: false, haltReason: "Halted by hand: a walk." })
    second.command({ kind: "resume", reason: "back" }, later(again, seconds(6)))
    expect(second.view().isRunning).toBe(true)
  })

  it("sells at its next start what it was ordered to sell while it did not run", async () => {
    const first = await opened(START)
    first.command({ kind: "close-all", reason: "a clean start" }, START)
    play(first, START, 5)
    const bought = later(START, seconds(6))
    first.command({ kind: "buy", instrument: 1, stakePpm: 40_000 }, bought)
    play(first, bought, 5)
    expect(heldLanes(first.engine)).toHaveLength(1)
    closed(first)
    const { journal } = filesOfAccount(home, "paper")
    const command = { kind: "close-all", reason: "the owner is away" } as const
    await leaveWord(journal, { command, at: later(START, seconds(20)) })
    const again = later(START, seconds(60))
    const second = await opened(again)
    play(second, again, 8)
    expect(heldLanes(second.engine)).toEqual([])
    expect(second.view().events.some(({ text }) => /the owner is away/.test(text))).toBe(true)
    closed(second)
    // Told once, done once: what is bought since is not sold by the next start.
    const third = await opened(later(again, seconds(60)))
    expect(third.session.engine.books.closing).toBe("the owner is away")
    // TILT-49: five minutes lie between two entries by hand.
    third.command({ kind: "buy", instrument: 1, stakePpm: 40_000 }, later(again, minutes(6)))
    expect(third.session.engine.books.closing).toBeUndefined()
  })
})

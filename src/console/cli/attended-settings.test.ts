import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Seat } from "../../../tests/support/open-paper.ts"
import type { Act } from "../../tilt/act.ts"
import { readSettings } from "../../session/settings.ts"
import { attendSettings, type Attended } from "./attended-settings.ts"

let home = ""
let seat: Seat
let attended: Attended
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-attended-"))
  seat = await Seat.take()
  attended = await attendSettings(
    {
      session: seat.paper,
      command: (command) => seat.paper.command(command, seat.wall),
      act: (act) => seat.paper.act(act, seat.wall),
    },
    { home, now: readSettings(home, {}), read: () => readSettings(home, {}) },
  )
})
afterEach(async () => {
  await attended.close()
  seat.leave()
  rmSync(home, { recursive: true })
})

/** Writes the settings, and waits until the session says what came of it. */
async function set(yaml: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  seat.paper.onEvent(({ kind, text }) => {
    if (kind === "note") resolve(text)
  })
  writeFileSync(path.join(home, "genesis.yaml"), yaml)
  return await promise
}

const position = (): number =>
  seat.paper.engine.books.rules.at(seat.paper.engine.now).limits.position

describe("settings that are changed while a session runs (TILT-62, PERF-13)", () => {
  it("hold at once when they are stricter, and after an hour when they are looser", async () => {
    expect(await set("limits: { positionPercent: 2 }")).toContain("stricter holds from now on")
    expect(position()).toBe(20_000)
    expect(await set("limits: { positionPercent: 4 }")).toContain("looser holds in 1 h")
    expect(position()).toBe(20_000)
    seat.wait(3_599)
    expect(position()).toBe(20_000)
    seat.wait(2)
    expect(position()).toBe(40_000)
    expect(seat.paper.engine.books.tilt.state.memory.configs).toBe(2)
  })

  it("are not taken looser at level 2; the next start asks for an hour, too", async () => {
    await set("limits: { positionPercent: 2 }")
    const edits = Array.from({ length: 6 }, (): Act => ({ kind: "edit", of: "x" }))
    const more: readonly Act[] = [
      { kind: "override", outcome: "refused" },
      { kind: "idle-keys", keys: 60, spread: 0.001 },
      ...Array.from({ length: 4 }, (): Act => ({ kind: "session", to: "began" })),
    ]
    for (const act of [...edits, ...more]) seat.paper.act(act, seat.wall)
    expect(seat.paper.engine.books.tilt.state.level).toBe(2)
    expect(await set("limits: { positionPercent: 5 }")).toContain("not taken")
    seat.wait(4_000)
    expect(position()).toBe(20_000)
  })

  it("that cannot be used change nothing, and are told with their line", async () => {
    const told = await set("limits: { positionPercent: 20 }")
    expect(told).toMatch(/cannot be used, so the ones before hold.*positionPercent must be/s)
    expect(position()).toBe(50_000)
  })

  it("that belong to a new account are an act, and change nothing here", async () => {
    expect(await set("seed: 7")).toContain("holds from the next start")
    expect(seat.paper.engine.books.tilt.state.memory.configs).toBe(1)
  })
})

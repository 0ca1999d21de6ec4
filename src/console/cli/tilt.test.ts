import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { Seat } from "../../../tests/support/open-paper.ts"
import { EXIT } from "./exit.ts"

const ROOT = path.join(import.meta.dirname, "../../..")
const LAUNCHER = path.join(ROOT, "bin/genesis")

function genesis(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env["PATH"] }
  return spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8", env })
}

describe("genesis tilt", () => {
  it("TILT-40: shows level, signs, and what would bring it down; exports what was learnt", async () => {
    const seat = await Seat.take()
    try {
      for (let i = 0; i < 6; i++) seat.paper.act({ kind: "edit", of: "x" }, seat.wall)
      seat.wait(1)
      const journal = seat.paper.journalFile
      const { status, stdout } = genesis("tilt", "--journal", journal)
      expect(status).toBe(EXIT.done)
      expect(stdout).toContain("Level 1, space between own entries.")
      expect(stdout).toContain("TILT-20  one order is bargained with: 6 edits, limit 5")
      expect(stdout).toContain("A quarter of an hour without new signs brings it back to calm.")
      const json: unknown = JSON.parse(genesis("tilt", "--json", "--journal", journal).stdout)
      expect(json).toMatchObject({ level: 1, score: 24, debtUnits: "0" })
      const week: unknown = JSON.parse(
        genesis("tilt", "week", "--json", "--journal", journal).stdout,
      )
      expect(week).toMatchObject({ days: 1, markers: [{ id: "TILT-12" }, { id: "TILT-20" }] })
      const line = {
        part: 1,
        text: "the second loss felt unfair",
        keys: 27,
        pasted: 0,
        spanMs: 9_000,
      }
      seat.paper.act({ kind: "wrote", ...line }, seat.wall)
      const taken = JSON.parse(genesis("tilt", "export", "--journal", journal).stdout) as {
        days: { signs: object }[]
        metrics: { metric: string; samples: { at: string; value: number }[] }[]
      }
      expect(taken.days[0]?.signs).toMatchObject({ "TILT-20": expect.any(Number) })
      const edits = taken.metrics.find((it) => it.metric === "edits-5m")
      expect(edits?.samples[0]).toEqual({ at: expect.stringMatching(/^2026-03-02T14:/), value: 1 })
      expect(genesis("tilt", "diary", "UNFAIR", "--journal", journal).stdout).toContain(line.text)
      expect(genesis("tilt", "diary", "gladly", "--journal", journal).stdout).not.toContain(
        line.text,
      )
    } finally {
      seat.leave()
    }
  })

  it("replays a session from a file, and says calmly what it cannot read", () => {
    const file = path.join(ROOT, "tests/tilt/sessions/straight-to-the-lock.json")
    expect(genesis("tilt", "replay", file).stdout).toContain("level 3")
    const folder = mkdtempSync(path.join(tmpdir(), "genesis-tilt-"))
    const broken = path.join(folder, "broken.json")
    try {
      for (const text of ["[", "{}", '{"title":"a","start":1,"steps":[{"at":0,"kind":"dance"}]}']) {
        writeFileSync(broken, text)
        const { status, stderr } = genesis("tilt", "replay", broken)
        expect(status).not.toBe(EXIT.done)
        expect(stderr).toContain("SCRIPT_UNCLEAR")
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

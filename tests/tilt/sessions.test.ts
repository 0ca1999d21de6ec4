import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { turningLines } from "../../src/report/tilt-log.ts"
import { playScript, readScript, type Turning } from "../../src/tilt/script.ts"

const FOLDER = path.join(import.meta.dirname, "sessions")
const names = readdirSync(FOLDER)
  .filter((it) => it.endsWith(".json"))
  .map((it) => it.replace(/\.json$/, ""))

const played = (name: string): readonly Turning[] =>
  playScript(readScript(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")))
const peak = (turnings: readonly Turning[]): number =>
  Math.max(...turnings.map((it) => it.standing.level))

describe("scripted sessions (issue 4)", () => {
  it.each(names)("%s goes as the page beside it tells", async (name) => {
    const { title } = readScript(readFileSync(path.join(FOLDER, `${name}.json`), "utf8"))
    const text = `${title}\n\n${turningLines(played(name)).join("\n")}\n`
    await expect(text).toMatchFileSnapshot(path.join(FOLDER, `${name}.txt`))
  })

  it.each([
    ["calm-day", 0],
    ["learning", 0],
    ["paralysis", 1],
    ["bargaining", 1],
    ["config-thrash", 1],
    ["rage-quit", 2],
    ["slow-drift", 1],
    ["revenge-spiral", 3],
    ["straight-to-the-lock", 3],
    ["fooling", 3],
    ["recovery", 3],
    ["slow-cooking", 1],
    ["two-terminals", 3],
    ["pasting", 3],
    ["alternating-days", 3],
  ])("%s reaches level %i or more, and calm ones no more", (name, level) => {
    const highest = peak(played(name))
    if (level === 0) expect(highest).toBe(0)
    else expect(highest).toBeGreaterThanOrEqual(level)
  })
})

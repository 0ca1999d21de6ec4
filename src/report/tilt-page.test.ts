import { readFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { playScript, readScript } from "../tilt/script.ts"
import { alarmMessage, levelMessage, tiltLines } from "./tilt-page.ts"

const FILE = path.join(import.meta.dirname, "../../tests/tilt/sessions/revenge-spiral.json")
const turnings = playScript(readScript(readFileSync(FILE, "utf8")))

describe("what the guard says (UI-40, TILT-47)", () => {
  it("fits a terminal of 80 columns, and loses no word by that", () => {
    for (const { standing } of turnings) {
      const lines = tiltLines(standing)
      expect(lines.filter((it) => it.length > 80)).toEqual([])
      const words = lines.join(" ").split(/ +/).join(" ")
      expect(words).toContain(standing.next)
      for (const { rule } of standing.markers) expect(words).toContain(rule)
    }
  })

  it("neither scolds, nor shouts, nor names an illness", () => {
    const texts = turnings.flatMap(({ standing }) => [
      ...tiltLines(standing),
      levelMessage(standing),
      alarmMessage("warn", 66) ?? "",
      alarmMessage("alert", 72) ?? "",
    ])
    expect(texts.length).toBeGreaterThan(50)
    for (const text of texts) {
      expect(text).not.toMatch(/!|ERROR|\bfault|\bblame|addict|angry|stupid|you must|should have/i)
    }
  })

  it("TILT-46: a score of 65 warns, 70 for two minutes alerts; what is told elsewhere has no line", () => {
    expect(alarmMessage("warn", 66)).toMatch(/^The guard's score is 66 of 100\. Stops and exits/)
    expect(alarmMessage("alert", 72)).toContain("two minutes")
    expect([alarmMessage("tier", 85), alarmMessage("notify", 95)]).toEqual([undefined, undefined])
  })
})

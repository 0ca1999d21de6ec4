import { readFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { weekLines, weekOf } from "../../src/report/tilt-week.ts"
import { TiltGuard } from "../../src/tilt/guard.ts"
import { playScript, readScript } from "../../src/tilt/script.ts"
import { instantOf } from "../../src/value/brand.ts"
import { hours, minutes } from "../../src/value/time.ts"

const played = (name: string): { guard: TiltGuard; end: number } => {
  const file = path.join(import.meta.dirname, "sessions", `${name}.json`)
  const script = readScript(readFileSync(file, "utf8"))
  const guard = new TiltGuard()
  playScript(script, guard)
  return { guard, end: script.steps.at(-1)?.at ?? 0 }
}

describe("TILT-53, TILT-58: the weekly report", () => {
  it("compares the week with what is usual, and shows how signs go with results", () => {
    const { guard, end } = played("recovery")
    const week = weekOf(guard.state, instantOf(end))
    expect(week.episodes).toHaveLength(1)
    expect(week.episodes[0]).toMatchObject({ peak: 3, pnl: "-$6.00", trades: 1 })
    expect(week.episodes[0]?.signs).toContain("TILT-17")
    expect(week.metrics.find((it) => it.metric === "size")?.usual).toBeCloseTo(25, 0)
    expect(week.markers.find((it) => it.id === "TILT-17")?.triggers).toBe(1)
    const correlation = week.markers.find((it) => it.id === "TILT-32")?.correlation ?? NaN
    expect(correlation).toBeLessThan(0)
    expect(weekLines(week).join("\n")).toContain("Helped before: writing it down, 1 times")
  })

  it("names what helped before, the quickest first", () => {
    const guard = new TiltGuard()
    const day = hours(24)
    for (const [i, aid] of (["breathe", "accept", "review"] as const).entries()) {
      const at = (minute: number) => instantOf(i * day + minutes(minute))
      for (let n = 0; n < 6; n++) guard.hear({ kind: "edit", of: "x" }, at(1))
      guard.hear({ kind: "answer", to: aid }, at(2))
      guard.hear({ kind: "worth", equityUnits: 1n }, at(aid === "review" ? 120 : 20))
    }
    const { helped } = weekOf(guard.state, instantOf(3 * day))
    expect(helped.map((it) => it.what)).toEqual([
      "five minutes of breathing",
      "reading the trades again",
    ])
  })
})

import { describe, expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { days, minutes, parseInstant } from "../value/time.ts"
import { calmDays } from "./calm.ts"
import { TiltGuard } from "./guard.ts"

const START = parseInstant("2026-01-05")
/** From here on the guard knows what is usual. */
const KNOWN = START + days(60)

/** Sessions of a year of one person, and how many of them were disturbed. */
function yearOf(seed: number): { readonly sessions: number; readonly alarms: number } {
  const guard = new TiltGuard()
  let [sessions, alarms, isAlarmed] = [0, 0, false]
  for (const { at, it } of calmDays(new Chance(seed, "calm"), { start: START, days: 270 })) {
    guard.hear(it, at)
    if (at < KNOWN) continue
    isAlarmed ||= guard.terms(at).level > 0
    if (it.kind !== "session" || it.to !== "ended") continue
    sessions++
    if (isAlarmed) alarms++
    isAlarmed = false
    // The program runs on between sessions, so that pauses pass.
    for (let i = 1; i <= 12; i++) {
      guard.hear({ kind: "pulse", ranUs: minutes(5) }, instantOf(at + minutes(5 * i)))
    }
  }
  return { sessions, alarms }
}

describe("calm sessions", () => {
  it("raise a false alarm in fewer than 1 of 200, once the guard knows somebody (issue 4)", () => {
    const years = [1, 2, 3, 4].map(yearOf)
    const sessions = years.reduce((sum, it) => sum + it.sessions, 0)
    const alarms = years.reduce((sum, it) => sum + it.alarms, 0)
    expect(sessions).toBeGreaterThan(2_000)
    expect(alarms / sessions).toBeLessThan(1 / 200)
    if (process.env["SHOW"]) console.log(alarms, sessions)
  })
})

import { describe, expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { days, minutes, parseInstant } from "../value/time.ts"
import { calmDays, calmSession } from "./calm.ts"
import { TiltGuard } from "./guard.ts"

const START = parseInstant("2026-01-05")

describe("calm sessions", () => {
  it("raise a false alarm in fewer than 1 of 200, once the guard knows somebody (issue 4)", () => {
    let alarms = 0
    let sessions = 0
    const seen: Record<string, number> = {}
    for (let seed = 1; seed <= 6; seed++) {
      const guard = new TiltGuard()
      const chance = new Chance(seed, "calm")
      for (const { at, it } of calmDays(chance, { start: START, days: 60 })) guard.hear(it, at)
      for (let day = 60; day < 360; day++) {
        const at = instantOf(START + days(day) + days(1) / 3)
        let isAlarmed = false
        for (const step of calmSession(chance, at)) {
          guard.hear(step.it, step.at)
          const { level } = guard.terms(step.at)
          if (level > 0 && !isAlarmed) {
            for (const { id } of guard.standing(step.at).markers) seen[id] = (seen[id] ?? 0) + 1
          }
          isAlarmed ||= level > 0
        }
        // The program runs on, so that pauses pass.
        for (let i = 0; i < 24; i++) {
          guard.hear(
            { kind: "pulse", ranUs: minutes(5) },
            instantOf(at + days(1) / 2 + minutes(5 * i)),
          )
        }
        sessions++
        if (isAlarmed) alarms++
      }
    }
    if (process.env["SHOW"]) console.log(alarms, sessions, seen)
    expect(alarms / sessions).toBeLessThan(1 / 200)
  })
})

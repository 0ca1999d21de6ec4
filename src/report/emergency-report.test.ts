import { expect, it } from "vitest"
import { Holder, START } from "../../tests/support/holder.ts"
import { later, minutes, seconds } from "../value/time.ts"
import { emergencyReports } from "./emergency-report.ts"
import { tell } from "./ask.ts"

const at = (minute: number) => later(START, minutes(minute))

it("RISK-47: an emergency is told with its trigger, its course, its cost and what to change", () => {
  const holder = new Holder({ worth: 10_000, cash: 10_000 })
  expect(emergencyReports(holder.journal.records)).toEqual([])
  holder.tick(0, 10_000, at(3))
  holder.tick(0, 8_400, later(at(3), seconds(20)))
  holder.price([8_400], at(5))
  holder.command({ kind: "override", reason: "let me in again", phrases: [] }, at(8))
  const [running] = emergencyReports(holder.journal.records)
  expect(running).toMatchObject({
    code: "RISK-42",
    trigger: expect.stringContaining("BTCUSDT fell"),
  })
  expect(running).not.toHaveProperty("endedAt")
  for (let minute = 9; minute < 30; minute++) holder.price([8_400], at(minute))
  const [report, ...others] = emergencyReports(holder.journal.records)
  expect(others).toEqual([])
  expect(report?.endedAt).toBeDefined()
  expect(report?.timeline.map(({ what }) => what).join("\n")).toMatch(
    /half of what is held[^]*Parts were sold[^]*typed override[^]*over for 15 minutes/,
  )
  expect(report?.fills).toBe(1)
  expect(report?.worked).toEqual(["1 fill took risk away."])
  expect(report?.toChange.join()).toMatch(/override was asked for 1 time.*More than 1 %/)
})

it("why tier: every passage of the tier, with its reason, in the line that caused it", () => {
  const holder = new Holder({ worth: 10_000, cash: 100_000 })
  const why = () => tell(() => holder.journal.records, "tier")
  expect(why()).toMatchObject({ nothing: expect.stringContaining("has not changed") })
  for (let i = 0; i < 5; i++) {
    holder.command({ kind: "override", reason: "let me in again", phrases: [] }, at(5 + i))
  }
  expect(JSON.stringify(why())).toMatch(/emergency, SNIPER: TIER-28 c: 5 attempts to override/)
})

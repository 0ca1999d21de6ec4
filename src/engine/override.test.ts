import { describe, expect, it } from "vitest"
import { Holder, START } from "../../tests/support/holder.ts"
import { OVERRIDE_PHRASES } from "../risk/override.ts"
import type { Instant } from "../value/brand.ts"
import { later, minutes, seconds } from "../value/time.ts"
import type { Command } from "./records.ts"

const at = (minute: number): Instant => later(START, minutes(minute))
const OVERRIDE: Command = {
  kind: "override",
  reason: "the fall was one bad print",
  phrases: OVERRIDE_PHRASES,
}

/** A market has fallen by a tenth within a minute, and stands still since. */
function halted(): Holder {
  const holder = new Holder({ cash: 50_000 })
  holder.tick(0, 10_000, at(3))
  holder.tick(0, 8_900, later(at(3), seconds(30)))
  for (let minute = 4; minute <= 6; minute++) holder.price([8_900], at(minute))
  return holder
}

/** Whether the gate would let an entry pass: what is bought by hand is refused by another rule than the halt. */
function isOpen(holder: Holder, when: Instant): boolean {
  holder.tick(0, 8_900, when)
  holder.command({ kind: "buy", instrument: 0, stakePpm: 20_000 }, when)
  const [placed, refused] = [holder.facts("placed").at(-1), holder.facts("refused").at(-1)]
  const answers = placed?.purpose === "entry" ? placed.answers : (refused?.answers ?? [])
  return answers.find((it) => it.rule === "halt")?.verdict.answer === "allow"
}

describe("RISK-50: the override of an emergency halt", () => {
  it("opens entries for five minutes, and the halt returns to the microsecond", () => {
    const holder = halted()
    expect(isOpen(holder, at(8))).toBe(false)
    holder.command(OVERRIDE, at(9))
    expect(holder.code).toBe("OVERRIDE")
    expect(isOpen(holder, (at(14) - 1) as Instant)).toBe(true)
    expect(isOpen(holder, at(14))).toBe(false)
    holder.price([8_900], at(14))
    expect(holder.code).toBe("RISK-42")
  })

  it.each([
    ["another phrase", { ...OVERRIDE, phrases: ["OVERRIDE", "I understand"] }],
    ["no reason", { ...OVERRIDE, reason: "now" }],
  ] as const)("is refused for %s, and says so", (_, command) => {
    const holder = halted()
    holder.command(command, at(9))
    expect(holder.code).toBe("RISK-42")
    expect(holder.facts("note").at(-1)?.what).toMatch(/The override was refused/)
  })

  it.each([
    ["a stop of the process", (holder: Holder) => holder.restart(at(10))],
    [
      "a halt by hand and a resumption",
      (holder: Holder) => {
        holder.command({ kind: "halt", reason: "tea" }, at(10))
        holder.command({ kind: "resume", reason: "back" }, at(11))
      },
    ],
    ["the end of a session", (holder: Holder) => holder.command({ kind: "stop" }, at(10))],
  ])("does not last longer by %s", (_, happens) => {
    const holder = halted()
    holder.command(OVERRIDE, at(9))
    happens(holder)
    holder.price([8_900], at(14))
    expect(holder.code).toBe("RISK-42")
    expect(isOpen(holder, at(16))).toBe(false)
  })

  it("a halt by hand meanwhile is not opened by calm: a person opens it (RISK-46)", () => {
    const holder = halted()
    holder.command(OVERRIDE, at(9))
    holder.command({ kind: "halt", reason: "tea" }, at(10))
    for (let minute = 11; minute <= 60; minute++) holder.price([8_900], at(minute))
    expect(holder.engine.books.switch.isRunning).toBe(false)
    holder.command({ kind: "resume", reason: "back" }, at(61))
    expect(holder.code).not.toMatch(/RISK-42/)
  })

  it("a process that was down when it ended begins with the halt", () => {
    const holder = halted()
    holder.command(OVERRIDE, at(9))
    holder.restart(at(20))
    expect(holder.code).toBe("RISK-42")
  })

  it("asked for before the books agree, it opens as soon as they do, for what is left of its time", () => {
    const holder = halted()
    holder.restart(at(8), { isTold: false })
    holder.command(OVERRIDE, at(9))
    expect(holder.facts("note").at(-1)?.what).toContain("opens nothing yet")
    expect(isOpen(holder, at(10))).toBe(false)
    holder.survey(at(11))
    expect(holder.code).toBe("OVERRIDE")
    expect(isOpen(holder, (at(14) - 1) as Instant)).toBe(true)
    expect(isOpen(holder, at(14))).toBe(false)
  })

  it("in the very minute of the fall it holds: what it lifts is that fall", () => {
    const holder = new Holder({ cash: 50_000 })
    holder.tick(0, 10_000, at(3))
    holder.tick(0, 8_900, later(at(3), seconds(10)))
    expect(holder.code).toBe("RISK-42")
    holder.command(OVERRIDE, later(at(3), seconds(20)))
    holder.tick(0, 8_890, later(at(3), seconds(21)))
    holder.tick(0, 8_020, later(at(3), seconds(22)))
    expect(holder.code).toBe("OVERRIDE")
    holder.tick(0, 8_000, later(at(3), seconds(23)))
    expect(holder.code).toBe("RISK-42")
  })

  it("a market that falls again closes entries at once", () => {
    const holder = halted()
    holder.command(OVERRIDE, at(9))
    holder.tick(0, 8_900, later(at(9), seconds(10)))
    holder.tick(0, 8_000, later(at(9), seconds(20)))
    expect(holder.code).toBe("RISK-42")
  })
})

describe("RISK-51: what no override lifts", () => {
  it("the day's 15 %, a halt by hand, and entries that are open", () => {
    const holder = new Holder()
    for (const price of [9_500, 9_000, 8_600, 8_100]) holder.price([price], at(20 * price))
    holder.command({ kind: "halt", reason: "lunch" }, at(200_000))
    holder.command(OVERRIDE, at(200_001))
    expect(holder.code).not.toBe("OVERRIDE")
    expect(holder.facts("note").at(-1)?.code).toBe("RISK-51")
  })
})

describe("RISK-52: attempts are counted, whatever becomes of them", () => {
  it("a second one within 24 hours is refused; five in a day cost a tier (TIER-28 c)", () => {
    const holder = halted()
    holder.command(OVERRIDE, at(9))
    holder.price([8_900], at(14))
    holder.command(OVERRIDE, at(16))
    expect(holder.code).toBe("RISK-42")
    holder.engine.onAct({ kind: "override", outcome: "abandoned" }, at(17))
    holder.command(OVERRIDE, at(18))
    const { tiers, risk } = holder.engine.books
    expect(tiers.standing(at(18)).closed).toBeUndefined()
    holder.command(OVERRIDE, at(19))
    expect(risk.overrides.attemptsSince(START)).toBe(5)
    expect(tiers.standing(at(19)).closed?.id).toBe("TIER-28 c")
  })
})

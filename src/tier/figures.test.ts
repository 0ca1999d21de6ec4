import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { type Course, passed, START } from "./course.ts"
import { type Day, Evidence, type Trade } from "./evidence.ts"
import { diversity, expectancy, pnlBy, profitableShare, sharpeFigures, winners } from "./figures.ts"
import { missingFor } from "./missing.ts"
import { Papers } from "./papers.ts"
import { PAPER_HOURS_BEFORE, practised } from "./practice.ts"
import { CHECKLIST, prepared, RECOVERY, stillToWrite, UNPREPARED } from "./preparation.ts"
import { readinessOf } from "./readiness.ts"
import { isBackAt, noticeUntil, type Recovery, stageOf, withItem } from "./recovery.ts"
import { tierAbove, tierAt, TIERS } from "./tier.ts"
import { adjustmentOf } from "./valley.ts"

const FROM: Instant = instantOf(days(20_000))
const at = (day: number, hour = 0): Instant => later(FROM, (days(day) + hours(hour)) as never)
const hair = (moment: Instant, by: number): Instant => (moment + by) as Instant

const trade = (told: Partial<Trade> = {}): Trade => ({
  at: FROM,
  instrument: 0,
  strategy: "trend",
  isManual: false,
  isStopped: false,
  pnlUnits: DOLLAR,
  ...told,
})
const day = (startUnits: bigint, endUnits: bigint): Day => ({
  day: 1,
  startUnits,
  endUnits,
  lowUnits: endUnits,
  drawdownPpm: 0,
  trades: 1,
})

describe("figures of trades and days", () => {
  it("a day that ends where it began is no gain, and neither is a sum of nothing", () => {
    expect(profitableShare([day(10n, 11n), day(10n, 10n), day(10n, 9n), day(1n, 2n)])).toBe(0.5)
    expect(profitableShare([])).toBeUndefined()
    const sums = pnlBy(
      [
        trade(),
        trade({ pnlUnits: -DOLLAR }),
        trade({ instrument: 1 }),
        trade({ instrument: 2, pnlUnits: -1n }),
      ],
      (it) => it.instrument,
    )
    expect([...sums]).toEqual([
      [0, 0n],
      [1, DOLLAR],
      [2, -1n],
    ])
    expect(winners(sums)).toBe(1)
  })

  it("D13: what a trade is worth at worst is its mean less what chance explains", () => {
    // Mean 1, deviation 2: four trades of 3, 3, -1, -1 dollars deviate by 2.309.
    const four = [3n, 3n, -1n, -1n].map((it) => trade({ pnlUnits: it * DOLLAR }))
    const lower = 1 - (1.28 * Math.sqrt(16 / 3)) / 2
    expect(expectancy(four)).toEqual({ winRate: 0.5, lower: expect.closeTo(lower, 12) })
    expect(expectancy([trade(), trade({ pnlUnits: 0n })])?.winRate).toBe(0.5)
    expect(expectancy([trade()])).toBeUndefined()
    expect(expectancy([])).toBeUndefined()
  })

  it("TIER-11: trades spread evenly are all there is, and one strategy is nothing", () => {
    const of = (...names: readonly string[]): number =>
      diversity(names.map((strategy) => trade({ strategy })))
    expect(of("a", "b", "c")).toBeCloseTo(1, 12)
    expect(of("a", "a", "b", "b")).toBeCloseTo(1, 12)
    // Entropy of 3/4 and 1/4 in bits.
    expect(of("a", "a", "a", "b")).toBeCloseTo(0.8112781244591328, 12)
    expect(of("a", "a")).toBe(0)
    expect(of()).toBe(0)
  })

  it("D11: a Sharpe ratio wants 30 days of an account that had something", () => {
    const varied = Array.from({ length: 30 }, (_, i) => day(1_000n, i % 3 === 0 ? 995n : 1_004n))
    const figures = sharpeFigures(varied)
    // Ten days of -0.5 % and twenty of 0.4 %.
    const mean = (10 * -0.005 + 20 * 0.004) / 30
    const squares = 10 * (-0.005 - mean) ** 2 + 20 * (0.004 - mean) ** 2
    expect(figures?.sharpe).toBeCloseTo((mean / Math.sqrt(squares / 29)) * Math.sqrt(365), 9)
    expect(figures?.probability).toBeGreaterThan(0.5)
    expect(sharpeFigures(varied.slice(1))).toBeUndefined()
    const empty = day(0n, 5n)
    expect(sharpeFigures([...varied.slice(1), empty])).toBeUndefined()
    expect(sharpeFigures([...varied, empty])).toEqual(figures)
    expect(sharpeFigures(varied.map(() => day(1_000n, 1_000n)))).toBeUndefined()
  })
})

describe("TIER-29 and TIER-31: time below and above a floor", () => {
  const HUNTER: Course = { ...START, rank: 1, earned: 1, since: FROM }
  const kinds = (course: Course, now: Instant): unknown =>
    passed(course, now).passages.map(({ kind, from, to, reason, at: when }) => [
      kind,
      from,
      to,
      reason,
      when - FROM,
    ])
  const below = "Equity was below the tier's minimum for more than 60 minutes (TIER-29)."
  const lowered = "Equity stayed below the minimum for 24 hours (TIER-29)."
  const above = "Equity stayed at or above the minimum for 24 hours (TIER-31)."
  const hour = minutes(60)

  it("steps down after more than an hour, and lowers the tier after a day", () => {
    const course = { ...HUNTER, belowSince: FROM }
    expect(kinds(course, at(0, 1))).toEqual([])
    const steps = passed(course, hair(at(0, 1), 1))
    expect(steps.course).toMatchObject({ rank: 1, isSteppedDown: true, belowSince: FROM })
    const step = ["step-down", "HUNTER", "SNIPER", below, expect.any(Number)]
    expect(kinds(course, hair(at(0, 1), 1))).toEqual([step])
    const [{ at: when }] = steps.passages
    expect(when - FROM).toBeGreaterThanOrEqual(hour)
    expect(when - FROM).toBeLessThanOrEqual(hour + 1)
    expect(kinds(course, hair(at(1), -1))).toEqual([step])
    expect(kinds(course, at(1))).toEqual([step, ["lowered", "HUNTER", "SNIPER", lowered, days(1)]])
    expect(passed(course, at(1)).course).toMatchObject({
      rank: 0,
      earned: 1,
      isSteppedDown: false,
      belowSince: undefined,
      since: at(1),
    })
  })

  it("never goes below the first tier", () => {
    expect(kinds({ ...START, belowSince: FROM }, at(9))).toEqual([])
  })

  it("gives back what was stepped down from, or the next earned tier, after a whole day", () => {
    const stepped = { ...HUNTER, isSteppedDown: true, aboveSince: FROM }
    expect(kinds(stepped, hair(at(1), -1))).toEqual([])
    expect(kinds(stepped, at(1))).toEqual([["restored", "SNIPER", "HUNTER", above, days(1)]])
    const course = { ...START, rank: 0, earned: 2, aboveSince: FROM }
    expect(kinds(course, at(1))).toEqual([["restored", "SNIPER", "HUNTER", above, days(1)]])
    expect(passed(course, at(1)).course).toMatchObject({ rank: 1, aboveSince: undefined })
  })

  it("gives nothing where nothing is owed", () => {
    expect(kinds({ ...HUNTER, aboveSince: FROM }, at(5))).toEqual([])
  })
})

describe("TIER-22: what keeps a promotion from happening", () => {
  const evaluation = { at: FROM, gates: [] }
  const papers = new Papers()
  const practisedFor = (spent: number): Evidence => {
    const evidence = new Evidence()
    evidence.onPaper(FROM)
    evidence.onPaper(at(0, spent))
    return evidence
  }
  const missing = (course: Partial<Course>, evidence = practisedFor(48)): readonly string[] =>
    missingFor({ course: { ...START, ...course }, evaluation, evidence, papers }, FROM)

  it("is that there is no higher tier", () => {
    expect(missing({ rank: 3, earned: 3 })).toEqual(["there is no higher tier"])
  })

  it("is equity, where a tier was stepped down from", () => {
    expect(missing({ rank: 1, earned: 2 })[0]).toBe("equity back at STRATEGIST for 24 h")
    expect(missing({ rank: 1, earned: 1 })[0]).not.toContain("equity back")
  })

  it("is 48 hours on paper before the first one, and no hour less (TIER-17)", () => {
    const asked = `${PAPER_HOURS_BEFORE} h of paper practice`
    expect(missing({}, practisedFor(47))).toContain(asked)
    expect(missing({}, practisedFor(48))).not.toContain(asked)
    expect(missing({ rank: 1, earned: 1 }, practisedFor(0))).not.toContain(asked)
  })
})

describe("TIER-17: practice on paper", () => {
  const of = (count: number, good: number, spent: number): boolean | undefined => {
    const evidence = new Evidence()
    for (let i = 0; i < count; i++) {
      const when = i === count - 1 ? at(0, spent) : FROM
      evidence.onMeasure(when, { kind: "practice", method: "sliced", isCompleted: i < good })
    }
    return practised(evidence).find((it) => it.method === "sliced")?.isPassed
  }

  it("wants 20 trades over 24 hours, of which 70 % complete", () => {
    expect(of(20, 14, 24)).toBe(true)
    expect(of(19, 19, 24)).toBe(false)
    expect(of(20, 13, 24)).toBe(false)
    expect(of(20, 20, 23)).toBe(false)
  })
})

describe("TIER-18 to TIER-20: what is written", () => {
  const text = "exactly twenty chars"
  const answer = (item: string) => ({ kind: "answer", item, text }) as const

  it("counts each item once, and is complete with all of them", () => {
    let told = UNPREPARED
    for (const item of [...Object.keys(CHECKLIST), "goals"]) {
      const next = prepared(told, answer(item))
      if (typeof next === "string") throw new Error(next)
      told = next
    }
    expect(told.answered).toEqual(Object.keys(CHECKLIST))
    expect(stillToWrite(told, "STRATEGIST")).toEqual(["3 habits to give up"])
    expect(stillToWrite(UNPREPARED, "HUNTER")).toEqual([
      "checklist (tier, goals, risks)",
      "3 habits to give up",
      "the valley contract",
    ])
  })

  it("keeps the last word on a habit, of three to five", () => {
    let told = UNPREPARED
    const bury = (habit: string, commitment = text): void => {
      const next = prepared(told, { kind: "bury", habit, commitment })
      if (typeof next === "string") throw new Error(next)
      told = next
    }
    for (const habit of ["abc", "two", " abc ", "three"]) bury(habit)
    expect(told.habits.map((it) => it.habit)).toEqual(["two", "abc", "three"])
    expect(stillToWrite(told, "STRATEGIST")).toEqual(["checklist (tier, goals, risks)"])
    bury("four")
    bury("five")
    expect(() => bury("six")).toThrow("Five habits")
    expect(() => bury("five", `${text}!`)).not.toThrow()
    told = { ...told, habits: told.habits.slice(0, 2) }
    expect(stillToWrite(told, "STRATEGIST")).toContain("1 habit to give up")
  })

  it("takes a name and a date for a signature, and leaves other acts to others", () => {
    const signed = prepared(UNPREPARED, { kind: "sign", name: " Al ", date: "2026-03-01" })
    expect(signed).toMatchObject({ signed: "Al, 2026-03-01" })
    for (const date of ["2026-03-01x", "x2026-03-01", "2026-3-01"]) {
      expect(typeof prepared(UNPREPARED, { kind: "sign", name: "Al", date })).toBe("string")
    }
    expect(prepared(UNPREPARED, { kind: "confirm", sentence: "" })).toBe(UNPREPARED)
    expect(prepared(UNPREPARED, { kind: "reflect", text: "" })).toBe(UNPREPARED)
    expect(prepared(UNPREPARED, { kind: "recover", item: "", text: "" })).toBe(UNPREPARED)
  })
})

describe("RISK-31 and RISK-46: the way back", () => {
  const trigger = { id: "TIER-28 a", value: "v", limit: "l" }
  const open: Recovery = { since: FROM, trigger, isHalt: true, done: [], completeAt: undefined }
  const text = "ten chars!"

  it("is complete with the last item, each counted once", () => {
    let recovery: Recovery = open
    const items = Object.keys(RECOVERY)
    for (const item of [...items.slice(0, -1), "positions"]) {
      const next = withItem(recovery, { item, text }, at(1))
      if (typeof next === "string") throw new Error(next)
      recovery = next
    }
    expect(recovery.completeAt).toBeUndefined()
    const last = withItem(recovery, { item: items.at(-1) ?? "", text }, at(2))
    expect(last).toMatchObject({ done: items, completeAt: at(2) })
  })

  it("opens entries half an hour after it began, once it is complete", () => {
    const done = { ...open, completeAt: FROM }
    const half = later(FROM, minutes(30))
    expect(isBackAt(done, hair(half, -1))).toBe(false)
    expect(isBackAt(done, half)).toBe(true)
    expect(isBackAt(open, at(9))).toBe(false)
    expect(noticeUntil(open)).toBe(later(FROM, minutes(1)))
  })

  it("gives a quarter more of the size each day", () => {
    const done = { ...open, completeAt: FROM }
    expect(stageOf(open, at(9))).toBe(250_000)
    expect(stageOf(done, hair(FROM, -1))).toBe(250_000)
    expect([0, 1, 2, 3, 4].map((it) => stageOf(done, at(it)))).toEqual([
      250_000, 500_000, 750_000, 1_000_000, 1_000_000,
    ])
    expect(stageOf(done, hair(at(1), -1))).toBe(250_000)
  })
})

describe("TIER-24: after a promotion", () => {
  it("is half the size, then three quarters, while the guard relaxes evenly", () => {
    const hunter = tierAt(1)
    const after = (spent: number): unknown => {
      const { sizePpm, sensitivityPercent, isOver } = adjustmentOf(hunter, FROM, at(0, spent))
      return [sizePpm, sensitivityPercent, isOver]
    }
    expect(after(0)).toEqual([500_000, 200, false])
    expect(after(12)).toEqual([500_000, 175, false])
    expect(after(24)).toEqual([750_000, 150, false])
    expect(after(47)).toEqual([750_000, 102, false])
    expect(after(48)).toEqual([1_000_000, 100, true])
    expect(adjustmentOf(hunter, undefined, FROM)).toMatchObject({ isOver: true })
    expect(adjustmentOf(tierAt(0), FROM, FROM)).toMatchObject({ isOver: true })
    expect(adjustmentOf(hunter, FROM, hair(FROM, 0 - hours(5)))).toMatchObject({
      sizePpm: 500_000,
      sensitivityPercent: 200,
    })
  })
})

describe("TIER-16: readiness", () => {
  const calm = (): Evidence => {
    const evidence = new Evidence()
    evidence.onSample(at(0), 1_000n)
    evidence.onMeasure(at(1), { kind: "baseline", days: 30 })
    return evidence
  }
  const now = at(20)

  it("is nothing where nothing is known", () => {
    expect(readinessOf(new Evidence(), now)).toEqual({
      score: 0,
      stability: 0,
      profitability: 0,
      consistency: 0,
      risk: 0,
      experience: 0,
    })
  })

  it("falls by the worst tilt score, by ten for each attempt, and by the drawdown", () => {
    const evidence = calm()
    expect(readinessOf(evidence, now)).toMatchObject({ stability: 100, risk: 100, score: 50 })
    evidence.onMeasure(at(2), { kind: "tilt-score", score: 20 })
    evidence.onMeasure(at(3), { kind: "tilt-score", score: 5 })
    expect(readinessOf(evidence, now)).toMatchObject({ stability: 80, risk: 100 })
    evidence.onAttempt(at(4))
    evidence.onMeasure(at(5), { kind: "override-attempt" })
    expect(readinessOf(evidence, now)).toMatchObject({ stability: 60, risk: 80, score: 34 })
    evidence.onSample(at(6), 970n)
    expect(readinessOf(evidence, now)).toMatchObject({ risk: 60 })
    for (let i = 0; i < 9; i++) evidence.onAttempt(at(7))
    expect(readinessOf(evidence, now)).toMatchObject({ stability: 0, risk: 0 })
  })

  it("counts days with a gain and trades, up to a hundred", () => {
    const evidence = calm()
    evidence.onTrade(trade({ at: at(0) }))
    evidence.onSample(at(0, 2), 1_001n)
    expect(readinessOf(evidence, now)).toMatchObject({ consistency: 100, experience: 1 })
    evidence.onSample(at(1), 1_001n)
    evidence.onTrade(trade({ at: at(1) }))
    evidence.onSample(at(1, 2), 1_000n)
    evidence.onSample(at(2), 1_000n)
    const { consistency } = readinessOf(evidence, now)
    expect(consistency).toBeCloseTo((0.5 / 0.6) * 80, 9)
    for (let i = 0; i < 200; i++) evidence.onTrade(trade({ at: at(2) }))
    expect(readinessOf(evidence, now).experience).toBe(100)
  })

  it("is between 0 and 100, whatever happens", () => {
    const worths = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { maxLength: 40 })
    fc.assert(
      fc.property(worths, fc.nat(100), fc.nat(12), (list, score, attempts) => {
        const evidence = new Evidence()
        for (const [i, worth] of list.entries()) evidence.onSample(at(i), worth)
        evidence.onMeasure(at(39), { kind: "baseline", days: 1 })
        evidence.onMeasure(at(39), { kind: "tilt-score", score })
        for (let i = 0; i < attempts; i++) evidence.onAttempt(at(39))
        for (const part of Object.values(readinessOf(evidence, at(40)))) {
          expect(part).toBeGreaterThanOrEqual(0)
          expect(part).toBeLessThanOrEqual(100)
        }
      }),
    )
  })
})

it("TIER-2: tiers beyond the ends are the nearest one, and above the last is none", () => {
  expect([-1, 0, 3, 9].map((rank) => tierAt(rank).name)).toEqual([
    "SNIPER",
    "SNIPER",
    "ARCHITECT",
    "ARCHITECT",
  ])
  expect(TIERS.map((_, rank) => tierAbove(rank)?.name)).toEqual([
    "HUNTER",
    "STRATEGIST",
    "ARCHITECT",
    undefined,
  ])
})

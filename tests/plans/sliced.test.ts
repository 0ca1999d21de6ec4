import { describe, expect, it } from "vitest"
import { percent } from "../../src/value/brand.ts"
import { seconds } from "../../src/value/time.ts"
import { buys, calm, PlanStage } from "./stage.ts"

/** 4 % of $8,000: $320, which a Hunter sends in slices. */
const wishes = [buys(2, { stake: percent(4) })]

describe("EXEC-1: an entry by its value and tier", () => {
  it("of $200 or more is worked in at least three parts from Hunter on", () => {
    const stage = new PlanStage({ wishes }).until(60)
    const [began] = stage.of("plan-began")
    expect(began?.plan.method).toBe("sliced")
    expect(stage.slices.length).toBeGreaterThanOrEqual(3)
  })

  it("below $200 is one order", () => {
    const stage = new PlanStage({ wishes: [buys(2, { stake: percent(2) })] }).until(60)
    expect(stage.of("plan-began")).toEqual([])
    expect(stage.of("placed").filter((it) => it.purpose === "entry")).toHaveLength(1)
  })
})

describe("RISK-25: what is worked", () => {
  it.each([
    ["one unit below", 31_949, 3_194],
    ["at it", 31_950, 3_195],
    ["far above it", 3_195_000, 3_195],
  ])("is at most a tenth of what traded in the last half hour: %s", (_, traded, quantity) => {
    const stage = new PlanStage({ wishes, past: { days: 1, traded: () => traded } }).until(60)
    expect(stage.of("plan-began")[0]?.plan.quantity).toBe(quantity)
  })

  it("is not held against what traded before half an hour was watched (decision 0041)", () => {
    const stage = new PlanStage({ wishes }).until(60)
    expect(stage.of("plan-began")[0]?.plan.quantity).toBe(3_195)
  })
})

describe("EXEC-20: slices", () => {
  const stage = new PlanStage({ wishes }).until(60)
  const [began] = stage.of("plan-began")
  const sizes = stage.slices.map(({ terms }) => terms.quantity)

  it("add up to the mandate, to the step", () => {
    expect(sizes.reduce((sum, it) => sum + it, 0)).toBe(began?.plan.quantity)
    expect(stage.engine.books.ledger.position(0).quantity).toBeGreaterThan(0)
  })

  it("vary by at most a fifth, and are not all alike", () => {
    const even = (began?.plan.quantity ?? 0) / sizes.length
    for (const size of sizes) expect(Math.abs(size / even - 1)).toBeLessThanOrEqual(0.2001)
    expect(new Set(sizes).size).toBeGreaterThan(1)
  })

  it("leave one to five seconds apart", () => {
    const times = stage.slices.map(({ at }) => at)
    const pauses = times.slice(1).map((at, i) => at - (times[i] ?? 0))
    for (const pause of pauses) {
      expect(pause).toBeGreaterThanOrEqual(seconds(1))
      expect(pause).toBeLessThanOrEqual(seconds(6))
    }
  })

  it("are more where the touch shows less", () => {
    const thin = new PlanStage({
      wishes,
      script: () => ({ ...calm(0), askSize: 500 }),
    }).until(60)
    expect(thin.of("plan-began")[0]?.plan.schedule.length).toBe(7)
  })
})

describe("a stop that was brought nearer while a plan runs", () => {
  it("is the stop of the parts that follow, and of the whole position (RISK-53, EXEC-68)", () => {
    const stage = new PlanStage({ wishes }).until(4)
    const before = stage.slices.length
    const stop = 990_000
    stage.command({ kind: "tighten", instrument: 0, price: stop }).until(60)
    const later = stage.slices.slice(before)
    expect(later.length).toBeGreaterThan(0)
    for (const { leave } of later) expect(leave?.stop).toBe(stop)
    expect(stage.engine.books.leave(0)?.stop).toBe(stop)
  })
})

describe("EXEC-21: the gate and a plan", () => {
  it("is asked about the whole, and again before every slice", () => {
    const stage = new PlanStage({ wishes }).until(60)
    expect(stage.of("plan-began")[0]?.answers.map((it) => it.rule)).toContain("limits")
    for (const fact of stage.of("placed").filter((it) => it.slice)) {
      expect(new Set(fact.answers.map((it) => it.rule)).size).toBe(6)
    }
  })

  it("shrinks the whole once: the parts are not shrunk again", () => {
    const stage = new PlanStage({ wishes: [buys(2, { stake: percent(9) })] }).until(100)
    const plan = stage.of("plan-began")[0]?.plan
    // 5 % of the account, by RISK-1, measured at half a percent above the price.
    expect(plan?.quantity).toBeLessThan(plan?.asked ?? 0)
    const sum = stage.slices.reduce((all, { terms }) => all + terms.quantity, 0)
    expect(sum).toBe(plan?.quantity)
  })

  it("takes no other entry in the market meanwhile (EXEC-8)", () => {
    const stage = new PlanStage({ wishes: [...wishes, buys(4, { stake: percent(1) })] }).until(60)
    const [refused] = stage.of("refused")
    const verdicts = refused?.answers.map((it) => it.verdict) ?? []
    expect(verdicts).toContainEqual(expect.objectContaining({ answer: "refuse", id: "EXEC-8" }))
  })
})

describe("EXEC-68: a plan's fills", () => {
  it("have a stop for exactly what is held before the next slice leaves", () => {
    const stage = new PlanStage({ wishes }).until(60)
    let held = 0
    let guarded = 0
    for (const { fact } of stage.facts) {
      if (fact.kind === "placed" && fact.purpose === "protection") {
        const place = fact.request.kind === "replace" ? fact.request.place : fact.request
        guarded = place.kind === "place" ? place.terms.quantity : 0
      }
      if (fact.kind === "report" && fact.report.kind === "filled") {
        held += Number(fact.report.fill.quantity)
      }
      // A fee of a thousandth is taken in what was bought.
      if (fact.kind === "placed" && fact.slice) {
        expect(guarded).toBeGreaterThanOrEqual(held * 0.998)
      }
    }
    expect(held).toBeGreaterThan(0)
  })
})

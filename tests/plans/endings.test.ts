import { describe, expect, it } from "vitest"
import { foldJournal } from "../../src/session/fold.ts"
import { percent } from "../../src/value/brand.ts"
import { buys, calm, type Moment, PlanStage } from "./stage.ts"

const wishes = [buys(2, { stake: percent(4), urgency: 20 })]
const at = (price: number): Moment => ({ ...calm(0), bid: price - 10, ask: price + 10 })

describe("EXEC-22: a plan is given up", () => {
  it("when the price is more than 0.5 % worse than at its arrival; what is bought keeps its stop", () => {
    const script = (second: number): Moment => at(second < 90 ? 1_000_000 : 1_006_000)
    const stage = new PlanStage({ script, wishes }).until(300)
    expect(stage.of("plan-turned")[0]).toMatchObject({ to: "stopping", code: "EXEC-22" })
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "stopped", code: "EXEC-22" })
    expect(stage.of("alert").find((it) => it.id === "EXEC-22")).toMatchObject({ level: "warning" })
    const held = stage.engine.books.ledger.position(0).quantity
    const stops = [...stage.engine.books.live.values()].filter((it) => it.purpose === "protection")
    expect(held).toBeGreaterThan(0)
    expect(stops.map((it) => it.terms.quantity)).toEqual([held])
  })

  it("not at 0.4 %", () => {
    const script = (second: number): Moment => at(second < 90 ? 1_000_000 : 1_004_000)
    const stage = new PlanStage({ script, wishes }).until(700)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "completed" })
  })

  it("when the stop of what it bought was hit", () => {
    const script = (second: number): Moment => at(second < 90 ? 1_000_000 : 979_000)
    const stage = new PlanStage({ script, wishes }).until(300)
    expect(stage.of("plan-ended")[0]?.outcome).toBe("stopped")
    expect(stage.engine.books.ledger.position(0).quantity).toBe(0)
  })

  it("when entries are halted by hand, and nothing of it leaves afterwards", () => {
    const stage = new PlanStage({ wishes }).until(100)
    stage.command({ kind: "halt", reason: "lunch" })
    const before = stage.slices.length
    stage.until(300)
    expect(stage.slices).toHaveLength(before)
    expect(stage.of("plan-ended")[0]).toMatchObject({
      outcome: "stopped",
      because: "halted by hand",
    })
  })

  it("when its position is closed by hand, before that is sold", () => {
    const stage = new PlanStage({ wishes }).until(100)
    stage.command({ kind: "close", instrument: 0 }).until(200)
    expect(stage.of("plan-ended")[0]?.outcome).toBe("stopped")
    expect(stage.engine.books.ledger.position(0).quantity).toBe(0)
  })
})

describe("EXEC-32: pause and resume by command", () => {
  it("sends nothing while it is paused, and goes on where it stood", () => {
    const stage = new PlanStage({ wishes }).until(100)
    stage.command({ kind: "plan", instrument: 0, act: "pause" }).until(240)
    const paused = stage.slices.length
    expect(stage.of("plan-turned").map((it) => it.to)).toEqual(["paused"])
    stage.command({ kind: "plan", instrument: 0, act: "resume" }).until(700)
    expect(paused).toBe(2)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "completed" })
  })

  it("ends it when its window is over meanwhile", () => {
    const stage = new PlanStage({ wishes }).until(100)
    stage.command({ kind: "plan", instrument: 0, act: "pause" }).until(720)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "expired" })
  })

  it("says so where there is no plan", () => {
    const stage = new PlanStage().until(10)
    stage.command({ kind: "plan", instrument: 0, act: "pause" })
    expect(stage.of("note").at(-1)?.what).toBe("No plan is at work in this market.")
  })
})

describe("EXEC-32: a crash in the middle of a plan", () => {
  it("goes on with it once the books agree, while its window lasts, and buys no more than was allowed", () => {
    const stage = new PlanStage({ wishes }).until(100.01).crash(30).until(760)
    const plan = stage.of("plan-began")[0]?.plan
    const end = stage.of("plan-ended")
    expect(end).toHaveLength(1)
    expect(end[0]).toMatchObject({ outcome: "completed", filled: plan?.quantity })
  })

  it("ends it with a report when the window is over by then", () => {
    const stage = new PlanStage({ wishes }).until(100.01).crash(700).until(810)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "expired", code: "WINDOW" })
    expect(stage.engine.books.plans.isEmpty).toBe(true)
  })

  it("finds the same plan in the journal, and in a snapshot of the books", () => {
    const stage = new PlanStage({ wishes }).until(100)
    const folded = foldJournal(stage.records).books
    expect(folded.plans.state).toEqual(stage.engine.books.plans.state)
    expect(folded.plans.on(0)?.slices.length).toBe(2)
  })
})

describe("EXEC-23: undoing what a plan bought", () => {
  it("tells what it costs first, and sells only when that is confirmed", () => {
    const stage = new PlanStage({ wishes }).until(100)
    stage.command({ kind: "plan", instrument: 0, act: "stop" }).until(120)
    stage.command({ kind: "plan", instrument: 0, act: "roll-back" })
    expect(stage.of("note").at(-1)?.what).toContain("of which")
    expect(stage.until(130).engine.books.ledger.position(0).quantity).toBeGreaterThan(0)
    stage.command({ kind: "plan", instrument: 0, act: "roll-back", isConfirmed: true }).until(150)
    expect(stage.engine.books.ledger.position(0).quantity).toBe(0)
  })
})

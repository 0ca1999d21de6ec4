import { describe, expect, it } from "vitest"
import { percent } from "../../src/value/brand.ts"
import { minutes, seconds } from "../../src/value/time.ts"
import { buys, calm, type Moment, PlanStage } from "./stage.ts"

/** $320 with all the time it needs: a Hunter's TWAP. */
const patient = [buys(2, { stake: percent(4), urgency: 20 })]
/** 5 % of $14,000: $700, which a Strategist works over time. */
const large = [buys(2, { stake: percent(5), urgency: 20 })]

describe("EXEC-30: TWAP", () => {
  const stage = new PlanStage({ wishes: patient }).until(700)
  const [began] = stage.of("plan-began")
  const [ended] = stage.of("plan-ended")

  it("sends ten even parts over ten minutes, each at the start of its interval", () => {
    expect(began?.plan.method).toBe("twap")
    expect(stage.slices).toHaveLength(10)
    const first = stage.slices[0]?.at ?? 0
    stage.slices.forEach(({ at }, i) => {
      expect(Math.abs(at - first - i * minutes(1))).toBeLessThan(seconds(2))
    })
    expect(ended).toMatchObject({ outcome: "completed", isCompleted: true, slices: 10 })
  })

  it("takes at most a tenth of what trades (participation)", () => {
    // 20 counts a second trade: 1,200 a minute, of which a tenth is 120.
    const script = (): Moment => ({ ...calm(0), traded: 20 })
    const thin = new PlanStage({ script, wishes: patient }).until(800)
    let done = 0
    for (const { at, terms } of thin.slices) {
      done += terms.quantity
      // What traded in the five minutes before it counts at first; here it is seconds.
      const traded = 20 * ((at - (thin.slices[0]?.at ?? 0)) / seconds(1) + 310)
      expect(done).toBeLessThanOrEqual(0.1 * traded + 1)
    }
    expect(thin.of("plan-ended")[0]).toMatchObject({ outcome: "expired", isCompleted: false })
  })

  it("ends when its window is over and chases nothing", () => {
    const script = (): Moment => ({ ...calm(0), askSize: 20 })
    const stage2 = new PlanStage({ script, wishes: patient }).until(800)
    const end = stage2.of("plan-ended")[0]
    expect(end).toMatchObject({ outcome: "expired", code: "WINDOW" })
    const last = stage2.slices.at(-1)?.at ?? 0
    expect(last - (stage2.slices[0]?.at ?? 0)).toBeLessThanOrEqual(minutes(11))
  })
})

describe("EXEC-31: early completion", () => {
  it("takes all that is left, part by part, when the price is 0.2 % better than at the arrival", () => {
    const script = (second: number): Moment =>
      second < 100 ? calm(second) : { ...calm(second), bid: 996_990, ask: 997_010 }
    const stage = new PlanStage({ script, wishes: patient }).until(200)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "completed" })
    expect(stage.slices).toHaveLength(10)
  })
})

describe("EXEC-40: VWAP", () => {
  const past = { days: 28, traded: (half: number) => (half === 25 ? 4_000_000 : 1_000_000) }

  it("follows the volume curve of the pair from Strategist on", () => {
    const stage = new PlanStage({ rank: 2, dollars: 14_000n, wishes: large, past, seconds: 4_000 })
    stage.until(3_900)
    const [began] = stage.of("plan-began")
    expect(began?.plan.method).toBe("vwap")
    const schedule = began?.plan.schedule ?? []
    // From noon: the second half hour trades four times as much as the first.
    const quantity = (isFirst: boolean): number =>
      schedule.reduce((sum, it) => sum + (it.after < minutes(30) === isFirst ? it.quantity : 0), 0)
    expect(quantity(false) / quantity(true)).toBeGreaterThan(3)
    expect(quantity(false) / quantity(true)).toBeLessThan(5)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "completed" })
  })

  it("falls back to TWAP while its curve is not trusted", () => {
    const short = { ...past, days: 8 }
    const stage = new PlanStage({ rank: 2, dollars: 14_000n, wishes: large, past: short })
    expect(stage.until(20).of("plan-began")[0]?.plan.method).toBe("twap")
  })

  it("is not open to a Hunter", () => {
    const stage = new PlanStage({ wishes: patient, past })
    expect(stage.until(20).of("plan-began")[0]?.plan.method).toBe("twap")
  })
})

describe("EXEC-24, EXEC-51: a passive wish", () => {
  const passive = [buys(2, { stake: percent(4), isPassive: true, stop: percent(1) })]

  it("rests one slice after the other at the bid, and pays no spread", () => {
    // Sales hit the bid: the first rest at it is filled.
    const script = (): Moment => ({ ...calm(0), sold: 50_000, bidSize: 100 })
    const stage = new PlanStage({ script, wishes: passive }).until(400)
    expect(stage.of("plan-began")[0]?.plan.method).toBe("iceberg")
    for (const { terms } of stage.slices) expect(terms.type).toBe("limit-maker")
    const fills = stage
      .of("report")
      .flatMap(({ report }) => (report.kind === "filled" ? [report.fill] : []))
    expect(fills.length).toBeGreaterThanOrEqual(3)
    expect(fills.every((it) => it.isMaker)).toBe(true)
    expect(stage.of("plan-ended")[0]).toMatchObject({ outcome: "completed" })
  })

  it("follows the bid when the market leaves it behind", () => {
    const script = (second: number): Moment => ({
      ...calm(0),
      bid: 999_990 + (second > 20 ? 500 : 0),
      ask: 1_000_010 + (second > 20 ? 500 : 0),
    })
    const stage = new PlanStage({ script, wishes: passive }).until(120)
    const prices = stage.slices.flatMap(({ terms }) => ("price" in terms ? [terms.price] : []))
    expect(prices).toContain(1_000_490)
    expect(stage.of("placed").some((it) => it.purpose === "cancel")).toBe(true)
  })
})

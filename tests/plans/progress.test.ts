import { describe, expect, it } from "vitest"
import { MarketMemory } from "../../src/report/market-memory.ts"
import { ordersBoard } from "../../src/report/boards/orders.ts"
import { percent } from "../../src/value/brand.ts"
import { buys, PlanStage } from "./stage.ts"

const wishes = [buys(2, { stake: percent(4) })]

const planOn = (stage: PlanStage) =>
  ordersBoard({
    engine: stage.engine,
    plan: stage.plan,
    market: "stage",
    memory: new MarketMemory(stage.tape),
    events: [],
    health: [],
    answerTimes: [],
    tried: undefined,
    isOver: false,
  }).plans[0]

describe("EXEC-33: the progress of a plan while it runs", () => {
  it("tells what is bought, which part it is, and the time left", () => {
    const stage = new PlanStage({ wishes }).until(4)
    const early = planOn(stage)
    const late = planOn(stage.until(8))
    const [began] = stage.of("plan-began")
    const parts = began?.plan.schedule.length ?? 0
    expect(early).toMatchObject({ state: "running", parts, filled: expect.any(Number) })
    expect(late?.filled).toBeGreaterThan(early?.filled ?? 1)
    expect(late?.partsDone).toBeGreaterThan(early?.partsDone ?? parts)
    expect(late?.timeLeft).toBe((early?.timeLeft ?? 0) - 4_000_000)
    const bought = stage.of("report").reduce((sum, { report }) => {
      return report.kind === "filled" ? sum + report.fill.quantity : sum
    }, 0)
    expect((late?.filled ?? 0) * (began?.plan.quantity ?? 0)).toBeCloseTo(bought)
  })

  it("holds what was paid against the decision and against the market's mean meanwhile", () => {
    // A market that rises by half a dollar a second after the decision, and shows little at its touch.
    const rising = (second: number) => {
      const up = Math.max(0, second - 2) * 50
      return { bid: 999_990 + up, ask: 1_000_010 + up, askSize: 500, traded: 500_000 }
    }
    const stage = new PlanStage({ wishes, script: rising }).until(6)
    const plan = planOn(stage)
    expect(plan?.slippage).toBeGreaterThan(0)
    expect(plan?.againstMarket).not.toBeNull()
    expect(Math.abs(plan?.againstMarket ?? 1)).toBeLessThan(0.002)
    // The mid is looked at again five seconds after a part (EXEC-5).
    expect(plan?.impact).toBe(0)
    expect(planOn(stage.until(14))?.impact).toBeGreaterThan(0)
  })

  it("tells our part of what was traded meanwhile, and nothing where no trade was seen", () => {
    const stage = new PlanStage({ wishes }).until(9)
    const plan = planOn(stage)
    const quantity = stage.of("plan-began")[0]?.plan.quantity ?? 0
    // Half a unit of the market is traded each second since the plan began.
    const traded = (plan?.filled ?? 0) * quantity * (1 / (plan?.participation ?? NaN))
    expect(traded % 500_000).toBeCloseTo(0)
    expect(traded).toBeGreaterThan(0)
    const still = () => ({ bid: 999_990, ask: 1_000_010 })
    const silent = planOn(new PlanStage({ wishes, script: still }).until(9))
    expect(silent).toMatchObject({ participation: null, againstMarket: null })
    expect(silent?.filled).toBeGreaterThan(0)
  })
})

import { describe, expect, it } from "vitest"
import { tell } from "../../src/report/ask.ts"
import { chronicleOf } from "../../src/report/chronicle/chronicle.ts"
import { executionReport } from "../../src/report/execution-report.ts"
import { slipOf } from "../../src/report/tear-sheet/slip.ts"
import { percent } from "../../src/value/brand.ts"
import { buys, calm, type Moment, PlanStage } from "./stage.ts"

const wishes = [buys(2, { stake: percent(4) })]
/** The price rises by 0.1 % while the slices leave. */
const rising = (second: number): Moment => {
  const up = second < 4 ? 0 : 1_000
  return { ...calm(second), bid: 999_990 + up, ask: 1_000_010 + up }
}
const stage = new PlanStage({ script: rising, wishes }).until(60)
const report = executionReport(stage.records)
const plan = report.orders.find((it) => it.method === "sliced")

describe("EXEC-46: a plan against the prices it could have had", () => {
  it("is measured against decision, arrival and the market's mean meanwhile, in signed basis points", () => {
    const fills = stage
      .of("report")
      .flatMap(({ report: it }) => (it.kind === "filled" ? [it.fill] : []))
    const lots = fills.reduce((sum, it) => sum + it.quantity, 0)
    const average = fills.reduce((sum, it) => sum + it.price * it.quantity, 0) / lots
    expect(plan?.average).toBeCloseTo(average / 100, 6)
    // EXEC-4: above the mid of 10,000 is a cost of a buyer.
    expect(plan?.againstArrival).toBeCloseTo((average / 1_000_000 - 1) * 10_000, 6)
    expect(plan?.againstDecision).toBe(plan?.againstArrival)
    const vwap = stage.of("plan-ended")[0]?.market.vwap ?? NaN
    expect(plan?.againstVwap).toBeCloseTo((average / vwap - 1) * 10_000, 6)
  })

  it("is measured alike by the report of a run and by the export of its fills", () => {
    const chronicle = chronicleOf(stage.records)
    if (chronicle === undefined) throw new Error("a journal begins with its header")
    const left = stage
      .of("placed")
      .flatMap(({ slice, request }) => (slice && request.kind === "place" ? [request.id] : []))
    const parts = chronicle.orders.fills.filter(({ line }) => left.includes(line.order.id))
    expect(parts.length).toBeGreaterThan(1)
    const lots = parts.reduce((sum, { fill }) => sum + fill.quantity, 0)
    const points = parts.reduce((sum, it) => sum + slipOf(it).basisPoints * it.fill.quantity, 0)
    expect(points / lots).toBeCloseTo(plan?.againstDecision ?? NaN, 6)
  })

  it("adds its parts up to its shortfall, fees included", () => {
    const { delay, execution, opportunity, fees, total } = plan?.shortfall ?? {}
    expect((delay ?? 0) + (execution ?? 0) + (opportunity ?? 0) + (fees ?? 0)).toBeCloseTo(
      total ?? NaN,
      9,
    )
    // A thousandth of some 320 dollars.
    expect(fees).toBeCloseTo(0.32, 1)
  })
})

describe("EXEC-53: the score of an order", () => {
  it("lies between 0 and 100, and is lower where more was paid", () => {
    const cheap = executionReport(new PlanStage({ wishes }).until(60).records)
    const scores = [report, cheap].map(
      (it) => it.orders.find((order) => order.method === "sliced")?.score ?? NaN,
    )
    expect(scores[0]).toBeLessThan(scores[1] ?? NaN)
    for (const score of scores) {
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(100)
    }
  })

  it("is told by way, pair, hour and month", () => {
    const { byMethod, byPair, byHour, byMonth } = report
    expect(byMethod.map((it) => it.name)).toContain("entry sliced")
    expect(byPair.map((it) => it.name)).toContain("BTCUSDT")
    expect(byHour.map((it) => it.name)).toContain("12 h")
    expect(byMonth.length).toBeGreaterThan(0)
  })
})

describe("why, asked of a plan", () => {
  const id = stage.of("plan-began")[0]?.plan.id ?? ""
  const told = tell(() => stage.records, id)
  const text = "chapters" in told ? told.chapters.flatMap((it) => it.lines).join("\n") : ""

  it("tells its mandate, each part, its end and what it cost", () => {
    expect(text).toContain(`the mandate of ${id}`)
    expect(text).toContain(`Part 1 of ${id}`)
    expect(text).toContain(`Part 3 of ${id}`)
    expect(text).toContain("Against the decision +")
    expect(text).toContain("Shortfall +")
  })

  it("tells of one part to which plan it belongs", () => {
    const part = stage.of("placed").find((it) => it.slice)
    const request = part?.request.kind === "place" ? part.request.id : ""
    const of = tell(() => stage.records, request)
    const lines = "chapters" in of ? of.chapters.flatMap((it) => it.lines) : []
    expect(lines[0]).toContain(`Part 1 of ${id}`)
  })
})

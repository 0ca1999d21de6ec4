import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import type { PlanId } from "../order/plan-id.ts"
import { orderIdOf } from "../order/request.ts"
import { type Duration, instantOf, type Price, quantityOf } from "../value/brand.ts"
import { hours, later, minutes, seconds } from "../value/time.ts"
import { nextStep } from "./next-step.ts"
import { dueOf, paceOf } from "./pace.ts"
import { shareOf } from "./participation.ts"
import type { Plan, Progress, SliceDone } from "./plan.ts"
import type { PlanView } from "./plan-view.ts"
import { sliceTerms } from "./routing.ts"

const START = instantOf(hours(480_000))
const MID = 1_000_000

const planOf = (told: Partial<Plan> = {}): Plan => ({
  id: "p" as PlanId,
  method: "twap",
  instrument: 0,
  author: { kind: "strategy", name: "s" },
  because: "it rises",
  cause: { row: 1, instrument: 0, price: MID as Price },
  leave: { stop: 985_000 as Price },
  asked: quantityOf(1_000),
  quantity: quantityOf(1_000),
  heldBefore: quantityOf(0),
  urgency: 0,
  schedule: [0, 1, 2, 3].map((i) => ({ after: minutes(i), quantity: quantityOf(250) })),
  window: minutes(5),
  decision: MID,
  ...told,
})

const slice = (told: Partial<SliceDone> = {}): SliceDone => ({
  id: orderIdOf("o"),
  quantity: quantityOf(250),
  filled: quantityOf(250),
  filledQuoteUnits: 2_500_000_000n,
  state: "over",
  mid: MID,
  ...told,
})

const progressOf = (told: Partial<Progress> = {}): Progress => ({
  plan: planOf(),
  beganAt: START,
  state: "running",
  code: "",
  because: "",
  lastSliceAt: START,
  slices: [slice()],
  ...told,
})

const viewOf = (after: Duration, told: Partial<PlanView> = {}): PlanView => ({
  now: later(START, after),
  instrument: instrumentOf(),
  touch: { bid: 999_990, ask: 1_000_010, last: MID },
  isOpen: true,
  child: undefined,
  least: quantityOf(110),
  volume: Infinity,
  isVolumeOdd: false,
  volatility: NaN,
  stop: undefined,
  impactPpm: 0,
  refused: 0,
  ...told,
})

describe("a plan's next step", () => {
  it("waits for its next part, and sends it when it is due", () => {
    expect(nextStep(progressOf(), viewOf(seconds(30)))).toEqual({
      kind: "wait",
      until: later(START, minutes(1)),
    })
    const due = nextStep(progressOf(), viewOf(minutes(1)))
    expect(due).toMatchObject({ kind: "slice", terms: { quantity: 250 } })
  })

  it("sends no part larger than the largest of its schedule, however late it is", () => {
    const late = nextStep(progressOf(), viewOf(minutes(4.5)))
    expect(late).toMatchObject({ kind: "slice", terms: { quantity: 250 } })
  })

  it.each([
    ["nothing may leave", { isOpen: false }],
    ["the market trades oddly (EXEC-30)", { isVolumeOdd: true }],
  ])("waits while %s", (_, told) => {
    expect(nextStep(progressOf(), viewOf(minutes(1), told)).kind).toBe("wait")
  })

  it("EXEC-41: stays a tenth of the market, and less by VWAP", () => {
    const at = (volume: number) => nextStep(progressOf(), viewOf(minutes(1), { volume }))
    expect(at(3_600)).toMatchObject({ kind: "slice", terms: { quantity: 110 } })
    expect(at(3_590).kind).toBe("wait")
    expect(shareOf({ method: "twap", urgency: 50 })).toBe(0.1)
    const shares = [0, 50, 100].map((urgency) => shareOf({ method: "vwap", urgency }))
    expect(shares.map((it) => it.toFixed(3))).toEqual(["0.040", "0.050", "0.060"])
  })

  it("EXEC-41: stays a tenth of the market also where a remnant would be too small", () => {
    const schedule = [0, 1].map((i) => ({ after: minutes(i), quantity: quantityOf(300) }))
    const plan = planOf({ quantity: quantityOf(600), schedule })
    const lot = quantityOf(200)
    const bought = slice({ quantity: lot, filled: lot, filledQuoteUnits: 2_000_000_000n })
    const progress = progressOf({ plan, slices: [bought] })
    const least = quantityOf(150)
    const at = (volume: number) => nextStep(progress, viewOf(minutes(1), { volume, least }))
    // 400 are left; 300 of them would leave 100, which could not be bought.
    expect(at(5_000)).toMatchObject({ kind: "slice", terms: { quantity: 250 } })
    expect(at(6_000)).toMatchObject({ kind: "slice", terms: { quantity: 400 } })
  })

  it("is given up where the price stands at its stop, also one that was brought nearer", () => {
    const { touch } = viewOf(minutes(1))
    const at = (stop: number) => nextStep(progressOf(), viewOf(minutes(1), { stop: stop as Price }))
    expect(at(touch.last)).toMatchObject({ kind: "stop", code: "STOP" })
    expect(at(touch.last - 1).kind).toBe("slice")
  })

  it("EXEC-5, EXEC-22: is given up when a part moved the market by more than 0.5 %", () => {
    expect(nextStep(progressOf(), viewOf(minutes(1), { impactPpm: 5_001 }))).toMatchObject({
      kind: "stop",
      code: "EXEC-22",
    })
    expect(nextStep(progressOf(), viewOf(minutes(1), { impactPpm: 5_000 })).kind).toBe("slice")
  })

  it("is given up after five refusals in a row", () => {
    expect(nextStep(progressOf(), viewOf(minutes(1), { refused: 5 }))).toMatchObject({
      kind: "stop",
      code: "REFUSED",
    })
    expect(nextStep(progressOf(), viewOf(minutes(1), { refused: 4 })).kind).toBe("slice")
  })

  it("EXEC-45: ends at its window, with what is filled", () => {
    expect(nextStep(progressOf(), viewOf(minutes(5)))).toMatchObject({
      kind: "end",
      outcome: "expired",
    })
  })

  it("RISK-12: brings the stop nearer where the price has risen, and never further away", () => {
    const touch = { bid: 1_003_990, ask: 1_004_010, last: 1_010_000 }
    const risen = nextStep(progressOf(), viewOf(minutes(1), { touch }))
    expect(risen).toMatchObject({ kind: "slice", leave: { stop: 989_800 } })
    const still = nextStep(progressOf(), viewOf(minutes(1)))
    expect(still).toMatchObject({ kind: "slice", leave: { stop: 985_000 } })
  })
})

describe("EXEC-43: urgency", () => {
  const times = (urgency: number): number =>
    paceOf(progressOf({ plan: planOf({ urgency }) }), viewOf(minutes(1))).times

  it.each([
    [0, 1],
    [25, 1],
    [50, 1.5],
    [75, 2],
    [76, Infinity],
  ])("%i goes at %f times the schedule", (urgency, pace) => {
    expect(times(urgency)).toBe(pace)
  })

  it("at the fastest wants all of it, part by part", () => {
    const due = dueOf(planOf(), 0 as Duration, { times: Infinity, raised: 0 })
    expect(due.quantity).toBe(1_000)
  })
})

describe("EXEC-42: a plan behind its schedule", () => {
  const half = slice({ filled: quantityOf(100), filledQuoteUnits: 1_000_000_000n })

  it("becomes one step more urgent at more than 5 % behind", () => {
    const behind = paceOf(progressOf({ slices: [half] }), viewOf(seconds(30)))
    expect(behind.raised).toBe(40)
    expect(paceOf(progressOf(), viewOf(seconds(30))).raised).toBe(0)
  })
})

describe("EXEC-50, EXEC-51: how a part is sent", () => {
  const wide = { bid: 999_000, ask: 1_001_000, last: MID }
  const usual = { touch: wide, urgency: 20, isPassive: false, refused: 0, volatility: 0.02 }
  const terms = (told: Partial<typeof usual> = {}) =>
    sliceTerms(instrumentOf(), { ...usual, ...told }, { quantity: quantityOf(250), arrival: MID })

  it("rests at the bid where it has time and the spread is worth earning", () => {
    expect(terms()).toMatchObject({ type: "limit-maker", price: 999_000 })
  })

  it.each([
    ["it is urgent", { urgency: 51 }],
    ["the market is volatile", { volatility: 0.051 }],
    ["the spread is tight", { touch: { bid: 999_990, ask: 1_000_010, last: MID } }],
    ["no quote is known", { touch: { bid: NaN, ask: NaN, last: MID } }],
    ["resting was refused three times", { refused: 3 }],
  ])("takes within a bound when %s", (_, told) => {
    expect(terms(told)).toMatchObject({ type: "limit", lifetime: "ioc" })
  })

  it("moves a basis point away with each refusal of a resting part", () => {
    expect(terms({ refused: 2 })).toMatchObject({ type: "limit-maker", price: 998_800 })
  })

  it("EXEC-2: never bids more than half a percent above its arrival", () => {
    const touch = { bid: 1_003_990, ask: 1_004_010, last: 1_004_000 }
    expect(terms({ touch, urgency: 90 })).toMatchObject({ price: 1_005_000 })
  })
})

describe("EXEC-52: how a part is routed", () => {
  const wide = { bid: 998_500, ask: 1_001_500, last: MID }
  const tight = { bid: 999_990, ask: 1_000_010, last: MID }
  const typeAt = (touch: PlanView["touch"]): string => {
    const step = nextStep(progressOf(), viewOf(minutes(1), { touch }))
    return step.kind === "slice" ? step.terms.type : step.kind
  }

  it("is decided anew each time, from what stands there then: no condition is older than the decision", () => {
    const types = [tight, wide, tight, wide].map(typeAt)
    expect(types).toEqual(["limit", "limit-maker", "limit", "limit-maker"])
  })

  it("ten at once are decided within 10 ms", () => {
    for (let i = 0; i < 200; i++) typeAt(wide)
    const rounds = Array.from({ length: 50 }, () => {
      const began = performance.now()
      for (let i = 0; i < 10; i++) typeAt(wide)
      return performance.now() - began
    })
    // The quickest round tells what it costs; the others also what else the machine was doing.
    expect(Math.min(...rounds)).toBeLessThan(10)
  })
})

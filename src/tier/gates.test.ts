import { describe, expect, it } from "vitest"
import { entryIntent, exitIntent } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf, priceOf, quantityOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { gatesTo } from "./evaluation.ts"
import { Evidence, type Trade } from "./evidence.ts"
import type { Gate } from "./gate.ts"
import type { Measure } from "./measure.ts"
import { practised } from "./practice.ts"
import { prepared, UNPREPARED } from "./preparation.ts"
import { readinessOf } from "./readiness.ts"
import { judgeTier } from "./tier-rule.ts"
import { tierAt } from "./tier.ts"

const START = instantOf(days(20_000))
const NOW = later(START, days(40))
const ago = (count: number): Instant => (NOW - days(count)) as Instant

function gateTo(
  rank: number,
  name: string,
  evidence: Evidence,
  told: { waitUntil?: Instant; countedFrom?: Instant; readiness?: number } = {},
): Gate {
  const gates = gatesTo(tierAt(rank), {
    evidence,
    now: NOW,
    since: START,
    countedFrom: told.countedFrom ?? START,
    waitUntil: told.waitUntil ?? START,
    hasAgreed: true,
    readiness: told.readiness ?? 100,
  })
  const gate = gates.find((it) => it.name === name)
  if (gate === undefined) throw new Error(`there is no gate "${name}"`)
  return gate
}

const trade = (told: Partial<Trade> = {}): Trade => ({
  at: ago(1),
  instrument: 0,
  strategy: "trend",
  isManual: false,
  isStopped: false,
  pnlUnits: DOLLAR,
  ...told,
})

/** An account of so many days with trades, of which the first `good` end higher. */
function daily(count: number, good: number): Evidence {
  const evidence = new Evidence()
  evidence.onFlow(START, 1_000n * DOLLAR)
  let units = 1_000n * DOLLAR
  for (let day = 0; day < count; day++) {
    evidence.onSample(later(START, days(day)), units)
    evidence.onTrade(trade({ at: later(START, days(day)) }))
    units += day < good ? DOLLAR : -DOLLAR
    evidence.onSample(later(START, (days(day) + hours(12)) as never), units)
  }
  return evidence
}

function measured(...measures: readonly Measure[]): Evidence {
  const evidence = new Evidence()
  for (const it of measures) evidence.onMeasure(ago(5), it)
  return evidence
}

function times<T>(count: number, make: (i: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

describe("TIER-7: the gates to Hunter", () => {
  it.each([
    [20, 12, true],
    [20, 11, false],
    [19, 19, false],
  ])("of %i days with trades %i with a gain: %s", (count, good, isPassed) => {
    expect(gateTo(1, "profitable days", daily(count, good)).isPassed).toBe(isPassed)
  })

  it("asks for equity at the threshold, to the unit", () => {
    for (const [units, isPassed] of [
      [2_000n * DOLLAR, true],
      [2_000n * DOLLAR - 1n, false],
    ] as const) {
      const evidence = new Evidence()
      evidence.onSample(NOW, units)
      expect(gateTo(1, "equity", evidence).isPassed).toBe(isPassed)
    }
  })

  it("asks for 30 days in the tier, and no day less", () => {
    const evidence = new Evidence()
    const from = (countedFrom: number) =>
      gateTo(1, "days in the tier", evidence, { countedFrom: countedFrom as Instant }).isPassed
    expect(from(ago(30))).toBe(true)
    expect(from(ago(30) + 1)).toBe(false)
  })

  it("forgets an attempt at the 5 % rule after 14 days", () => {
    for (const [when, isPassed] of [
      [ago(14), false],
      [(ago(14) - 1) as Instant, true],
    ] as const) {
      const evidence = new Evidence()
      evidence.onAttempt(when)
      expect(gateTo(1, "5 % rule", evidence).isPassed).toBe(isPassed)
    }
  })

  it.each([
    [9, true],
    [8, false],
  ])("asks for 90 %% of orders within 100 ms: %i of 10", (quick, isPassed) => {
    const evidence = new Evidence()
    for (let i = 0; i < 10; i++) evidence.onReaction(ago(1), i < quick)
    expect(gateTo(1, "execution", evidence).isPassed).toBe(isPassed)
    expect(gateTo(1, "execution", new Evidence()).isPassed).toBe(false)
  })

  it.each([
    [900n * DOLLAR, true],
    [900n * DOLLAR - 100_000n, false],
  ])("allows a drawdown of 10 %% and no more: %i", (low, isPassed) => {
    const evidence = new Evidence()
    evidence.onSample(ago(3), 1_000n * DOLLAR)
    evidence.onSample(ago(2), low)
    expect(gateTo(1, "drawdown", evidence).isPassed).toBe(isPassed)
  })

  it.each([
    [3, true],
    [2, false],
  ])("asks for three pairs with a gain: %i", (count, isPassed) => {
    const evidence = new Evidence()
    for (let i = 0; i < 4; i++) {
      evidence.onTrade(trade({ instrument: i, pnlUnits: i < count ? 1n : -1n }))
    }
    expect(gateTo(1, "pairs with a gain", evidence).isPassed).toBe(isPassed)
  })
})

describe("TIER-8, TIER-9: the gates to Strategist", () => {
  const order = (slices: number, dollars = 200): Measure => ({
    kind: "worked-order",
    valueUnits: BigInt(dollars) * DOLLAR,
    slices,
    impactPpm: 0,
  })
  it.each([
    [20, 0, true],
    [19, 0, false],
    [19, 1, true],
    [18, 2, false],
  ])("of orders of $200 %i in slices and %i at once: %s", (sliced, whole, isPassed) => {
    const evidence = measured(...times(sliced, () => order(3)), ...times(whole, () => order(2)))
    expect(gateTo(2, "sliced orders", evidence).isPassed).toBe(isPassed)
  })

  it("does not count orders below $200", () => {
    const evidence = measured(...times(30, () => order(3, 199)))
    expect(gateTo(2, "sliced orders", evidence).isPassed).toBe(false)
  })

  it.each<[string, Measure, boolean]>([
    ["uncorrelated pairs", { kind: "uncorrelated-pairs", count: 5 }, true],
    ["uncorrelated pairs", { kind: "uncorrelated-pairs", count: 4 }, false],
    ["recovery", { kind: "drawdown-drill", isPassed: true }, true],
    ["recovery", { kind: "drawdown-drill", isPassed: false }, false],
    ["market impact", { ...order(3), impactPpm: 5_000 } as Measure, true],
    ["market impact", { ...order(3), impactPpm: 5_001 } as Measure, false],
    ["slippage", { kind: "slippage-gap", basisPoints: -5 }, true],
    ["slippage", { kind: "slippage-gap", basisPoints: 5.1 }, false],
  ])("%s by %o: %s", (name, measure, isPassed) => {
    expect(gateTo(2, name, measured(measure)).isPassed).toBe(isPassed)
  })

  it("D11: a Sharpe ratio needs 30 days, and to be hardly luck", () => {
    expect(gateTo(2, "Sharpe ratio", daily(29, 20)).value).toContain("n/a")
    expect(gateTo(2, "Sharpe ratio", daily(40, 39)).isPassed).toBe(true)
    expect(gateTo(2, "Sharpe ratio", daily(40, 21)).isPassed).toBe(false)
  })
})

describe("TIER-10: the gates to Architect", () => {
  const crash = (name: string): Measure => ({ kind: "crash-replay", name, isSurvived: true })
  it("counts three different crashes, not one three times", () => {
    const gate = (names: readonly string[]) =>
      gateTo(3, "crash replays", measured(...names.map(crash))).isPassed
    expect(gate(["a", "b", "c"])).toBe(true)
    expect(gate(["a", "b"])).toBe(false)
    expect(gate(["a", "a", "a"])).toBe(false)
  })

  it("asks for a failover, no override in 30 days, and readiness of 80", () => {
    expect(gateTo(3, "failover", measured({ kind: "failover" })).isPassed).toBe(true)
    expect(gateTo(3, "failover", new Evidence()).isPassed).toBe(false)
    expect(gateTo(3, "manual overrides", measured({ kind: "override-attempt" })).isPassed).toBe(
      false,
    )
    expect(gateTo(3, "manual overrides", new Evidence()).isPassed).toBe(true)
    expect(gateTo(3, "readiness", new Evidence(), { readiness: 80 }).isPassed).toBe(true)
    expect(gateTo(3, "readiness", new Evidence(), { readiness: 79 }).isPassed).toBe(false)
  })

  it("lets no strategy bring more than 40 % of the gain", () => {
    const of = (parts: readonly bigint[]): boolean => {
      const evidence = new Evidence()
      for (const [i, pnlUnits] of parts.entries()) {
        evidence.onTrade(trade({ strategy: `s${i}`, pnlUnits }))
      }
      return gateTo(3, "largest share of one strategy", evidence).isPassed
    }
    expect(of([40n, 30n, 30n])).toBe(true)
    expect(of([41n, 30n, 29n])).toBe(false)
    expect(of([-1n, -1n])).toBe(false)
  })
})

describe("TIER-11: the floors of evidence", () => {
  it.each([
    [1, 100],
    [2, 500],
    [3, 2_000],
  ])("to rank %i at least %i closed trades", (rank, count) => {
    const evidence = new Evidence()
    for (let i = 0; i < count - 1; i++) evidence.onTrade(trade())
    expect(gateTo(rank, "closed trades", evidence).isPassed).toBe(false)
    evidence.onTrade(trade())
    expect(gateTo(rank, "closed trades", evidence).isPassed).toBe(true)
  })

  it("D13: a high win rate with a losing expectancy does not pass", () => {
    const evidence = new Evidence()
    for (let i = 0; i < 100; i++) {
      evidence.onTrade(trade({ pnlUnits: i % 10 === 0 ? -20n * DOLLAR : DOLLAR }))
    }
    const gate = gateTo(1, "expectancy", evidence)
    expect(gate.value).toContain("90.0 % won")
    expect(gate.isPassed).toBe(false)
  })

  it("TIER-31: a promotion waits to the microsecond", () => {
    const wait = (waitUntil: number) =>
      gateTo(1, "time since a demotion", new Evidence(), { waitUntil: waitUntil as Instant })
        .isPassed
    expect(wait(NOW)).toBe(true)
    expect(wait(NOW + 1)).toBe(false)
  })
})

describe("TIER-16: readiness", () => {
  it("is nothing where nothing is known, and never passes a hundred", () => {
    expect(readinessOf(new Evidence(), NOW)).toMatchObject({ score: 0, stability: 0 })
    const evidence = daily(40, 40)
    evidence.onMeasure(NOW, { kind: "baseline", days: 30 })
    const { score } = readinessOf(evidence, NOW)
    expect(score).toBeGreaterThan(60)
    expect(score).toBeLessThanOrEqual(100)
    evidence.onMeasure(NOW, { kind: "tilt-score", score: 60 })
    expect(readinessOf(evidence, NOW).stability).toBe(40)
  })
})

describe("TIER-17: the practice of a method", () => {
  it.each([
    [20, 14, 24, true],
    [19, 19, 24, false],
    [20, 13, 24, false],
    [20, 14, 23, false],
  ])("%i trades, %i completed, over %i h: %s", (count, good, span, isPassed) => {
    const evidence = new Evidence()
    for (let i = 0; i < count; i++) {
      const at = later(START, minutes((span * 60 * i) / (count - 1)))
      evidence.onMeasure(at, { kind: "practice", method: "sliced", isCompleted: i < good })
    }
    const of = practised(evidence).find((it) => it.method === "sliced")
    expect(of?.isPassed).toBe(isPassed)
  })
})

it("TIER-19: three to five habits with a commitment are buried", () => {
  const bury = (habit: string) => ({
    kind: "bury" as const,
    habit,
    commitment: "I wait for the next candle instead.",
  })
  let told = UNPREPARED
  for (const habit of ["one", "two", "three", "four", "five"]) {
    const next = prepared(told, bury(habit))
    if (typeof next !== "string") told = next
  }
  expect(told.habits).toHaveLength(5)
  expect(prepared(told, bury("six"))).toContain("Five habits")
  expect(prepared(told, bury("five"))).toMatchObject({ habits: { length: 5 } })
  expect(prepared(UNPREPARED, { kind: "bury", habit: "x", commitment: "no" })).toContain(
    "commitment",
  )
})

describe("TIER-4: a strategy of a later tier", () => {
  const reversion = entryIntent({ author: { kind: "strategy", name: "reversion" } })

  it("buys nothing with money, and says what is missing", () => {
    const standing = { ...sceneOf(reversion).standing, missing: ["equity", "trades"] }
    expect(judgeTier(reversion, sceneOf(reversion, { standing }))).toMatchObject({
      answer: "refuse",
      id: "TIER-4",
      value: "mean reversion in SNIPER",
      limit: "from HUNTER",
      because: expect.stringContaining("Still missing: equity, trades.") as string,
    })
  })

  it("may be studied on paper, traded from its tier on, and always left", () => {
    const { standing } = sceneOf(reversion)
    const hunter = { ...standing, working: tierAt(1) }
    const judged = [{ isStudy: true }, { standing: hunter }].map(
      (it) => judgeTier(reversion, sceneOf(reversion, it)).answer,
    )
    expect(judged).toEqual(["allow", "allow"])
    const exit = exitIntent(200, { kind: "strategy", name: "reversion" })
    expect(judgeTier(exit, sceneOf(exit)).answer).toBe("allow")
  })
})

it("TIER-4: a refusal names the feature, the tier it needs, and the gates that are missing", () => {
  const terms = {
    type: "limit",
    quantity: quantityOf(200),
    price: priceOf(1_000_000),
    lifetime: "gtc",
  } as const
  const intent = { ...entryIntent(), terms }
  const scene = sceneOf(intent)
  const standing = { ...scene.standing, missing: ["equity", "drawdown"] }
  const verdict = judgeTier(intent, { ...scene, standing })
  expect(verdict).toMatchObject({
    answer: "refuse",
    limit: "SNIPER enters by one-shot orders; limit orders that rest: from HUNTER",
  })
  expect(verdict.answer === "refuse" && verdict.because).toContain("equity, drawdown")
  const hunter = { ...scene.standing, held: tierAt(1), working: tierAt(1) }
  expect(judgeTier(intent, { ...scene, standing: hunter }).answer).toBe("allow")
})

describe("TIER-24, TIER-30: what a standing does to a size", () => {
  const judged = (told: object) => {
    const intent = entryIntent({ quantity: 1_000 })
    const scene = sceneOf(intent)
    return judgeTier(intent, { ...scene, standing: { ...scene.standing, ...told } })
  }

  it("halves it, quarters it, and stops at the viable minimum", () => {
    expect(judged({ sizePpm: 500_000 })).toMatchObject({ answer: "shrink", quantity: 500 })
    expect(judged({ sizePpm: 250_000 })).toMatchObject({ answer: "shrink", quantity: 250 })
    expect(judged({ sizePpm: 10_000 })).toMatchObject({ answer: "shrink", quantity: 100 })
    expect(judged({ isMinimumOnly: true })).toMatchObject({ id: "TIER-30", quantity: 100 })
  })

  it("RISK-53: closed entries close entries alone, and by hand only those by hand", () => {
    const closed = { id: "TIER-20", value: "", limit: "", because: "A day off." }
    expect(judged({ closed })).toMatchObject({ answer: "refuse", id: "TIER-20" })
    expect(judged({ closedByHand: closed }).answer).toBe("allow")
  })
})

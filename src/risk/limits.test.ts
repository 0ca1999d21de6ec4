import { describe, expect, it } from "vitest"
import { entryIntent, exitIntent, pairIntent, stopIntent } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Intent } from "../order/intent.ts"
import type { Verdict } from "../order/verdict.ts"
import { DOLLAR } from "../value/amounts.ts"
import { percent, priceOf } from "../value/brand.ts"
import { CEILINGS, drawdownOf, judgeLimits, type LimitsScene, tightened } from "./limits.ts"

/** One count of this quantity at 10,000 is worth ten cents. */
const judge = (told: Partial<LimitsScene>, intent: Intent = entryIntent()): Verdict =>
  judgeLimits(intent, sceneOf(intent, told), CEILINGS)
/** What of 1,000 asked counts ($100) is left. */
const size = (told: Partial<LimitsScene>, quantity = 1_000): unknown => {
  const verdict = judge(told, entryIntent({ quantity }))
  if (verdict.answer === "allow") return quantity
  return verdict.answer === "shrink" ? verdict.quantity : verdict.id
}
const allow = expect.objectContaining({ answer: "allow" })
const refusal = (id: string): unknown => expect.objectContaining({ answer: "refuse", id })

describe("RISK-1: no position may exceed 5 % of equity at entry", () => {
  it.each([
    [499, 499],
    [500, 500],
    [501, 500],
    [1_000_000, 500],
  ])("of $1,000, %i counts of ten cents become %i", (asked, allowed) => {
    expect(size({}, asked)).toBe(allowed)
  })

  it("counts what is held already, and what open entries may add, against the same 5 %", () => {
    const held = (units: bigint): Partial<LimitsScene> => ({
      positionUnits: units,
      exposureUnits: units,
    })
    expect(size(held(30n * DOLLAR))).toBe(200)
    expect(size(held(50n * DOLLAR - 10_000_000n))).toBe(1)
    expect(size(held(50n * DOLLAR - 9_999_999n))).toBe("RISK-1")
    expect(size(held(50n * DOLLAR))).toBe("RISK-1")
    expect(size(held(80n * DOLLAR))).toBe("RISK-1")
  })

  it("measures the order at the worst price it may pay", () => {
    const intent = entryIntent({ quantity: 500, price: 1_005_000, stop: 985_000 })
    expect(judge({}, intent)).toMatchObject({ answer: "shrink", id: "RISK-1", quantity: 497 })
  })

  it("values a quote asset that is not the account's own", () => {
    // One quote is worth two dollars: half as much may be bought.
    expect(size({ quoteValueUnits: 2n * DOLLAR })).toBe(250)
  })

  it("shows the value asked and the limit (RISK-17)", () => {
    expect(judge({}, entryIntent({ quantity: 1_000 }))).toEqual({
      answer: "shrink",
      id: "RISK-1",
      quantity: 500,
      value: "$100.00 asked",
      limit: "room for $50.00",
    })
  })
})

describe("RISK-5 and RISK-7: the day's loss", () => {
  /** $500 at the day's start: 5 % are $25, as much as the tier's dollars. */
  const lost = (units: bigint): Partial<LimitsScene> => ({
    dayStartUnits: 500n * DOLLAR,
    equityUnits: 500n * DOLLAR - units,
    peakUnits: 500n * DOLLAR,
  })

  it("ends entries when it is reached, and not before", () => {
    expect(judge(lost(25n * DOLLAR - 1n))).not.toEqual(refusal("RISK-7"))
    expect(judge(lost(25n * DOLLAR))).toEqual(refusal("RISK-7"))
    expect(judge(lost(25n * DOLLAR + 1n))).toEqual(refusal("RISK-7"))
  })

  it("is the smaller of the tier's dollars and 5 % of the day's first equity", () => {
    const large = { dayStartUnits: 10_000n * DOLLAR, peakUnits: 10_000n * DOLLAR }
    expect(judge({ ...large, equityUnits: 9_975n * DOLLAR })).toEqual(refusal("RISK-7"))
    const small = { dayStartUnits: 400n * DOLLAR, peakUnits: 400n * DOLLAR }
    expect(judge({ ...small, equityUnits: 380n * DOLLAR })).toEqual(refusal("RISK-7"))
    expect(judge({ ...small, equityUnits: 380n * DOLLAR + 1n })).not.toEqual(refusal("RISK-7"))
  })

  it("halves sizes from 80 % of it on", () => {
    const roomy = { lossToStopUnits: -1_000n * DOLLAR }
    expect(size({ ...lost(20n * DOLLAR - 1n), ...roomy }, 240)).toBe(240)
    const intent = entryIntent({ quantity: 240 })
    expect(judge({ ...lost(20n * DOLLAR), ...roomy }, intent)).toMatchObject({
      id: "RISK-7",
      quantity: 120,
      limit: "50 % of normal size",
    })
  })

  it("is no loss on a day of gain", () => {
    expect(size({ equityUnits: 1_100n * DOLLAR, peakUnits: 1_100n * DOLLAR }, 550)).toBe(550)
  })
})

describe("RISK-6: the day's loss, all stops and the new one together stay within the limit", () => {
  /** A stop 2 % away and both fees of 0.1 %: a dollar of position risks 2.2 cents. */
  const left = (units: bigint): Partial<LimitsScene> => ({ lossToStopUnits: 25n * DOLLAR - units })

  it.each([
    [220_000n * 100n, 100],
    [220_000n * 100n - 1n, 99],
    [220_000n * 100n + 1n, 100],
    [219_999n, "RISK-6"],
    [220_000n, 1],
    [0n, "RISK-6"],
    [-1n, "RISK-6"],
  ])("with %d units left of today's limit, %s of 100 counts may be bought", (units, allowed) => {
    expect(size(left(units), 100)).toBe(allowed)
  })

  it("counts what is lost so far", () => {
    const scene = { equityUnits: 985n * DOLLAR, lossToStopUnits: 10n * DOLLAR - 220_000n * 7n }
    expect(size(scene, 100)).toBe(7)
  })
})

describe("RISK-8 and RISK-30: drawdown from the equity peak", () => {
  const below = (units: bigint): Partial<LimitsScene> => ({
    peakUnits: 1_000n * DOLLAR,
    equityUnits: units,
    dayStartUnits: units,
  })

  it("halts entries at 15 %, and not a unit before", () => {
    expect(judge(below(850n * DOLLAR + 1n))).not.toEqual(refusal("RISK-8"))
    expect(judge(below(850n * DOLLAR))).toEqual(refusal("RISK-8"))
    expect(judge(below(850n * DOLLAR - 1n))).toEqual(refusal("RISK-8"))
  })

  it("halves sizes at 10 %", () => {
    expect(size(below(900n * DOLLAR + 1n), 400)).toBe(400)
    expect(size(below(900n * DOLLAR), 400)).toBe(200)
  })

  it("is zero at the peak and without one", () => {
    expect(drawdownOf({ equityUnits: 5n, peakUnits: 5n })).toBe(0)
    expect(drawdownOf({ equityUnits: 6n, peakUnits: 5n })).toBe(0)
    expect(drawdownOf({ equityUnits: 0n, peakUnits: 0n })).toBe(0)
    expect(drawdownOf({ equityUnits: 0n, peakUnits: 5n })).toBe(1_000_000)
  })
})

describe("RISK-10: losing days", () => {
  it.each([
    [0, 480],
    [1, 480],
    [2, 240],
    [3, 120],
    [9, 120],
  ])("after %i, 480 counts become %i", (losingDays, allowed) => {
    expect(size({ losingDays }, 480)).toBe(allowed)
  })

  it("multiplies with the other reductions, and never upwards (RISK-19)", () => {
    const equityUnits = 900n * DOLLAR
    const scene = { losingDays: 3, equityUnits, dayStartUnits: equityUnits, viableUnits: 0n }
    expect(size(scene, 400)).toBe(50)
  })
})

describe("RISK-26: recovery can never deadlock", () => {
  it("lets a reduction end at the smallest viable position, where the caps allow that one", () => {
    // A quarter of $20 is $5; ten dollars, and a step for rounding, can be sold again.
    expect(size({ losingDays: 3 }, 200)).toBe(101)
    expect(size({ losingDays: 3 }, 90)).toBe(90)
    expect(size({ losingDays: 3, positionUnits: 45n * DOLLAR }, 200)).toBe(50)
    expect(size({ losingDays: 3, lossToStopUnits: 25n * DOLLAR }, 200)).toBe("RISK-6")
  })
})

describe("RISK-11: at most 100 trades a day", () => {
  it.each([
    [99, allow],
    [100, refusal("RISK-11")],
    [101, refusal("RISK-11")],
  ])("with %i entries so far", (entriesToday, verdict) => {
    expect(judge({ entriesToday })).toEqual(verdict)
  })
})

describe("RISK-12: the stop is mandatory, and never wider than 2 %", () => {
  it.each([
    [979_999, refusal("RISK-12")],
    [980_000, allow],
    [980_001, allow],
    [999_999, allow],
    [1_000_000, refusal("RISK-12")],
    [1_000_001, refusal("RISK-12")],
  ])("a stop at %i of 1,000,000", (stop, verdict) => {
    expect(judge({}, entryIntent({ stop }))).toEqual(verdict)
  })

  it("refuses an entry without one", () => {
    const { leave, ...bare } = entryIntent()
    expect(leave).toBeDefined()
    expect(judge({}, bare)).toMatchObject({ id: "RISK-12", value: "no stop" })
  })

  it("lets a stop stand on the count below an uneven 2 %", () => {
    const lastPrice = priceOf(1_000_001)
    expect(judge({ lastPrice }, entryIntent({ stop: 980_000 }))).toEqual(allow)
    expect(judge({ lastPrice }, entryIntent({ stop: 979_999 }))).toEqual(refusal("RISK-12"))
  })
})

describe("RISK-13: exposure", () => {
  it("keeps the sum of positions within so many times 5 %", () => {
    const three = { maxPositions: 3 }
    expect(size({ ...three, exposureUnits: 100n * DOLLAR })).toBe(500)
    expect(size({ ...three, exposureUnits: 100n * DOLLAR + 10_000_000n })).toBe(499)
    expect(size({ ...three, exposureUnits: 150n * DOLLAR })).toBe("RISK-13")
  })

  it("leaves 10 % of equity unallocated", () => {
    const many = { maxPositions: 20 }
    expect(size({ ...many, exposureUnits: 850n * DOLLAR })).toBe(500)
    expect(size({ ...many, exposureUnits: 850n * DOLLAR + 10_000_000n })).toBe(499)
    expect(size({ ...many, exposureUnits: 900n * DOLLAR - 10_000_000n })).toBe(1)
    expect(size({ ...many, exposureUnits: 900n * DOLLAR })).toBe("RISK-13")
  })
})

describe("RISK-16: an account whose worth is not known", () => {
  it("takes no new risk, and says which asset has no price", () => {
    expect(judge({ unpriced: ["XYZ", "ABC"] })).toMatchObject({ id: "RISK-16", value: "XYZ, ABC" })
    expect(judge({ quoteValueUnits: undefined })).toEqual(refusal("RISK-16"))
    expect(judge({ equityUnits: 0n })).toEqual(refusal("RISK-16"))
    expect(judge({ equityUnits: -1n })).toEqual(refusal("RISK-16"))
    expect(judge({ quoteValueUnits: 0n })).toMatchObject({ answer: "refuse" })
  })
})

describe("RISK-53: what lowers risk", () => {
  it("is allowed in every state of the account", () => {
    const worst: Partial<LimitsScene> = {
      equityUnits: -1n,
      unpriced: ["XYZ"],
      entriesToday: 1_000,
      losingDays: 9,
      positionUnits: 10_000n * DOLLAR,
      exposureUnits: 10_000n * DOLLAR,
      lossToStopUnits: 10_000n * DOLLAR,
      lastPrice: undefined,
      quoteValueUnits: undefined,
    }
    for (const intent of [exitIntent(), stopIntent(), pairIntent()]) {
      expect(judge(worst, intent)).toEqual({ answer: "allow" })
    }
  })
})

describe("GEN-7: limits can be tightened, never loosened", () => {
  it("holds a tighter limit instead of the built-in one", () => {
    const limits = tightened({ position: percent(1) })
    const intent = entryIntent({ quantity: 1_000 })
    expect(judgeLimits(intent, sceneOf(intent), limits)).toMatchObject({ quantity: 100 })
    expect(tightened({})).toEqual(CEILINGS)
    expect(tightened(CEILINGS)).toEqual(CEILINGS)
  })

  it.each([0, -1, 5.0001, 100, NaN])("refuses a position limit of %d %%", (value) => {
    expect(() => tightened({ position: percent(value) })).toThrow(
      expect.objectContaining({ code: "LIMIT_LOOSER" }),
    )
  })
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Closable, closingOrder } from "./closing-order.ts"
import { concentrationOf } from "./concentration.ts"
import { deleverage } from "./deleverage.ts"
import { kellyOfBet } from "./kelly-bet.ts"
import { kellyOfTrades, kellySuggestion } from "./kelly.ts"
import { riskOfRuin, ruinPpm } from "./ruin.ts"
import { cornishFisherRisk, historicalRisk, normalRisk } from "./value-at-risk.ts"

// The figures beside NumPy and SciPy, which say the same by other ways.

const RETURNS = [
  0.012, -0.021, 0.004, 0.033, -0.008, 0.017, -0.045, 0.009, -0.002, 0.026, 0.011, -0.013,
]
/** The last digits of a sum depend on its order. */
const near = (figure: number): unknown => expect.closeTo(figure, 12)

describe("value at risk and expected shortfall (quant.md 4.7)", () => {
  it.each([
    [0.9, 0.0202, 0.041],
    [0.95, 0.0318, 0.045],
    [0.75, 0.00925, 0.079 / 3],
  ])("from the returns themselves, at %f", (confidence, valueAtRisk, shortfall) => {
    const figures = { valueAtRisk: near(valueAtRisk), shortfall: near(shortfall) }
    expect(historicalRisk(RETURNS, confidence)).toEqual(figures)
    expect(historicalRisk(RETURNS.toReversed(), confidence)).toEqual(figures)
  })

  it("of one return is that return, and of none is not known", () => {
    expect(historicalRisk([-0.02], 0.95)).toEqual({ valueAtRisk: 0.02, shortfall: near(0.02) })
    expect(historicalRisk([], 0.95)).toBeUndefined()
    expect(normalRisk([-0.02], 0.95)).toBeUndefined()
    expect(normalRisk([], 0.95)).toBeUndefined()
    expect(cornishFisherRisk([-0.02], 0.95)).toBeUndefined()
    expect(cornishFisherRisk([], 0.95)).toBeUndefined()
  })

  it("takes a whole number of tails for whole, however the floats came to it", () => {
    // Ten returns at 90 % have a tail of one; 10 × (1 − 0.9) is 0.9999999999999998.
    const ten = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]
    expect(historicalRisk(ten, 0.9)?.shortfall).toBe(5)
    expect(historicalRisk(ten, 0.7)?.shortfall).toBe(4)
    expect(historicalRisk(ten, 0.75)?.shortfall).toBe((5 + 4 + 1.5) / 2.5)
  })

  it.each([
    [0.9, 0.025610036554273213, 0.035778972188275984],
    [0.95, 0.03341347442815454, 0.042388755611179676],
  ])("as if normal, at %f", (confidence, valueAtRisk, shortfall) => {
    expect(normalRisk(RETURNS, confidence)).toEqual({
      valueAtRisk: expect.closeTo(valueAtRisk, 9),
      shortfall: expect.closeTo(shortfall, 9),
    })
  })

  it.each([
    [0.9, 0.027685742605342106],
    [0.95, 0.03731521917253065],
  ])("corrected for skew and tails, at %f", (confidence, valueAtRisk) => {
    expect(cornishFisherRisk(RETURNS, confidence)).toEqual({
      valueAtRisk: expect.closeTo(valueAtRisk, 9),
      isMonotone: false,
      skew: near(-0.6715911201901681),
      excess: near(0.03868796356655402),
    })
  })

  it("says when the correction can be believed", () => {
    const believed = (returns: readonly number[]): boolean | undefined =>
      cornishFisherRisk(returns, 0.95)?.isMonotone
    expect(believed([-3, -1, -1, 0, 0, 0, 0, 1, 1, 3])).toBe(true)
    expect(believed([-1, 1, -1, 1])).toBe(false)
    expect(believed([-10, ...Array.from({ length: 30 }, () => 0), 10])).toBe(false)
    expect(believed([-0.5, 0.01, 0.02, 0.01, 0, 0.015, 0.01, 0.005])).toBe(false)
  })

  it("of returns that never differ is their mean, without a shape", () => {
    expect(cornishFisherRisk([0.01, 0.01, 0.01], 0.95)).toEqual({
      valueAtRisk: -0.01,
      isMonotone: true,
      skew: 0,
      excess: 0,
    })
  })

  it("wants a confidence between a half and one, and numbers", () => {
    for (const figure of [historicalRisk, normalRisk, cornishFisherRisk]) {
      for (const confidence of [0.5, 1, Number.NaN, 0.4, 1.1]) {
        expect(() => figure(RETURNS, confidence)).toThrow(
          `A confidence of ${confidence} is not between 0.5 and 1.`,
        )
      }
      expect(() => figure([0.1, Number.NaN], 0.95)).toThrow("returns[1] is NaN")
    }
  })
})

describe("concentration (quant.md 3.12)", () => {
  const rows = [
    [1, 0.8, -0.3],
    [0.8, 1, 0.1],
    [-0.3, 0.1, 1],
  ]

  it("counts the direction of both positions", () => {
    expect(concentrationOf([100, 50, -50], rows)).toEqual({
      sameDirectionShare: 0.75,
      averageCorrelation: near(1 / 3),
      effectiveBets: near(1.5686274509803924),
    })
    expect(concentrationOf([-100, -50, 50], rows)).toEqual(concentrationOf([100, 50, -50], rows))
  })

  it("has no correlation for one position, and nothing to say of none", () => {
    expect(concentrationOf([7], [[1]])).toEqual({
      sameDirectionShare: 1,
      averageCorrelation: undefined,
      effectiveBets: 1,
    })
    expect(concentrationOf([], [])).toBeUndefined()
    expect(concentrationOf([0, 0], rows.slice(0, 2))).toBeUndefined()
  })

  it("does not guess a correlation that is missing", () => {
    expect(concentrationOf([1, 1], [[1], [0.5, 1]])?.averageCorrelation).toBeNaN()
    expect(concentrationOf([1, 1], [[1, 0.5], [0.5]])?.effectiveBets).toBeNaN()
    expect(() => concentrationOf([1, 1], [[1]])).toThrow(
      "There is one row of correlations a position.",
    )
  })
})

describe("Kelly (quant.md 4.1 and 4.2)", () => {
  it.each([
    [0.55, 0.04, 0.02, 16.25, 0.0985572437025459],
    [0.5, 0.03, 0.02, 25 / 3, 0.02041099726012756],
    [1, 0.1, 0.2, 5, 0.4054651081081644],
    [0.3, 0.02, 0.02, -20, 0],
  ])("of a bet won at %f: %f against %f", (winProbability, winReturn, lossReturn, full, growth) => {
    const bet = { winProbability, winReturn, lossReturn }
    expect(kellyOfBet(bet, { fraction: 0.25, cap: 100 })).toEqual({
      full: near(full),
      applied: near(Math.max(0, full / 4)),
      growthAtFull: near(growth),
    })
    const capped = kellyOfBet(bet, { fraction: 0.25, cap: 0.5 }).applied
    expect(capped).toBe(full > 0 ? 0.5 : 0)
  })

  it("stakes nothing on an even bet, and grows by nothing", () => {
    const even = { winProbability: 0.5, winReturn: 0.02, lossReturn: 0.02 }
    expect(kellyOfBet(even, { fraction: 1, cap: 1 })).toEqual({
      full: 0,
      applied: 0,
      growthAtFull: 0,
    })
  })

  it("refuses a bet that is none", () => {
    const told = { fraction: 1, cap: 1 }
    const bet = { winProbability: 0.5, winReturn: 1, lossReturn: 1 }
    for (const p of [-0.01, 1.01, Number.NaN]) {
      expect(() => kellyOfBet({ ...bet, winProbability: p }, told)).toThrow(
        `A probability of ${p} is not between 0 and 1.`,
      )
    }
    for (const p of [0, 1]) {
      expect(() => kellyOfBet({ ...bet, winProbability: p }, told)).not.toThrow()
    }
    for (const none of [0, -1, Number.NaN]) {
      const wins = "both must be above 0"
      expect(() => kellyOfBet({ ...bet, winReturn: none }, told)).toThrow(wins)
      expect(() => kellyOfBet({ ...bet, lossReturn: none }, told)).toThrow(wins)
    }
    expect(() => kellyOfBet({ ...bet, winReturn: -1 }, told)).toThrow("A bet wins -1 and loses 1")
  })

  const trades = [0.05, -0.03, 0.02, 0.04, -0.02, 0.06, -0.04, 0.01]

  it("of trades is where they grow fastest", () => {
    expect(kellyOfTrades(trades, { cap: 20 })).toEqual({
      full: expect.closeTo(9.097793083016622, 9),
      growth: near(0.05039032516855546),
    })
    expect(kellyOfTrades(trades, { cap: 1 })).toEqual({
      full: 1,
      growth: near(0.010568604284194217),
    })
  })

  it("grows no slower at its stake than beside it, for any trades", () => {
    const list = fc.array(fc.double({ min: -0.2, max: 0.3, noNaN: true }), {
      minLength: 2,
      maxLength: 40,
    })
    fc.assert(
      fc.property(list, (returns) => {
        const found = kellyOfTrades(returns, { cap: 4 })
        const growthAt = (f: number): number =>
          returns.reduce((sum, r) => sum + Math.log1p(f * r), 0) / returns.length
        if (found === undefined) throw new Error("There are trades.")
        expect(found.full).toBeLessThanOrEqual(4)
        for (const beside of [found.full - 0.01, Math.min(4, found.full + 0.01)]) {
          if (beside >= 0) expect(growthAt(beside)).toBeLessThanOrEqual(found.growth + 1e-9)
        }
      }),
    )
  })

  it("of trades without a loss is the cap, of a losing list nothing, of none unknown", () => {
    expect(kellyOfTrades([0.01, 0.02], { cap: 3 })?.full).toBe(3)
    expect(kellyOfTrades([0.01, 0], { cap: 3 })?.full).toBe(3)
    expect(kellyOfTrades([0.01, -0.02], { cap: 3 })).toEqual({ full: 0, growth: 0 })
    expect(kellyOfTrades([0.02, -0.02], { cap: 3 })).toEqual({ full: 0, growth: 0 })
    expect(kellyOfTrades([], { cap: 3 })).toBeUndefined()
    expect(() => kellyOfTrades([Number.NaN], { cap: 3 })).toThrow("returns[0] is NaN")
  })

  it("never stakes so much that the worst trade would take all", () => {
    const found = kellyOfTrades([5, 5, 5, 5, 5, 5, 5, 5, 5, -0.5], { cap: 100 })
    expect(found?.full).toBeLessThan(2)
    expect(found?.full).toBeGreaterThan(1.5)
  })
})

describe("RISK-21: what trades suggest, by the lower bound of what they show", () => {
  const list = (won: number, gain: number, lost: number, loss: number): number[] => [
    ...Array.from({ length: won }, () => gain),
    ...Array.from({ length: lost }, () => -loss),
  ]

  it.each([
    [30, 0.3, 20, 0.25, 0.10056047719626637],
    [12, 0.9, 8, 0.4, 0.13501106359700205],
    [13, 0.5, 9, 0.4, 0.011709934130098187],
    [14, 0.04, 7, 0.02, 0.5],
  ])("of %i won at %f and %i lost at %f", (won, gain, lost, loss, share) => {
    expect(kellySuggestion(list(won, gain, lost, loss))).toEqual(near(share))
  })

  it("is not known before twenty trades, and nothing without an edge", () => {
    expect(kellySuggestion(list(12, 0.9, 7, 0.4))).toBeUndefined()
    expect(kellySuggestion(list(10, 0.2, 10, 0.2))).toBe(0)
    expect(kellySuggestion(list(11, 0.2, 10, 0.19))).toBe(0)
    expect(kellySuggestion(list(0, 0, 20, 0.1))).toBe(0)
    expect(() => kellySuggestion([...list(10, 1, 9, 1), Number.NaN])).toThrow("returns[19] is NaN")
  })

  it("lets the largest gain stand in for a loss that was never seen", () => {
    const returns = [...list(19, 1.9, 0, 0), 2]
    const square = 1.2815515655446004 ** 2
    // The lower bound of twenty of twenty; half of Kelly's fraction of it would be more than the cap.
    const p = 20 / (20 + square)
    const full = p / 2 - (1 - p) / ((19 * 1.9 + 2) / 20)
    expect(kellySuggestion(returns)).toEqual(near(full / 4))
  })
})

describe("RISK-24: the risk of ruin", () => {
  const asked = { stake: 0.5, trades: 3, paths: 4_000, seed: 7 } as const

  it("is what a coin gives that is thrown three times", () => {
    // Down to 0.5 or lower: a loss at once halves it. Never lost in 1 of 8.
    const start = { ...asked, returns: [1, -1], level: 0.5, from: "start" } as const
    const risk = riskOfRuin(start)
    // Lost at once: 1/2; won, lost, lost: 1.5, 0.75, 0.375: 1/8.
    expect(risk).toBeCloseTo(5 / 8, 1)
    expect(riskOfRuin(start)).toBe(risk)
    // From the peak any loss is half of it: only three gains escape.
    expect(riskOfRuin({ ...start, from: "peak" })).toBeCloseTo(7 / 8, 1)
  })

  it("is certain where every trade loses, once there are enough of them, touching the level", () => {
    const lost = { ...asked, returns: [-0.2], from: "start" } as const
    // 0.9, 0.81, 0.729.
    expect(riskOfRuin({ ...lost, level: 0.9 ** 3 })).toBe(1)
    expect(riskOfRuin({ ...lost, level: 0.72 })).toBe(0)
    expect(riskOfRuin({ ...lost, level: 0.9 ** 3, trades: 2 })).toBe(0)
    expect(riskOfRuin({ ...lost, level: 0.9, trades: 1, paths: 1 })).toBe(1)
  })

  it("is none where every trade wins, and not known without trades", () => {
    expect(riskOfRuin({ ...asked, returns: [0.1], level: 0.99, from: "peak" })).toBe(0)
    expect(riskOfRuin({ ...asked, returns: [], level: 0.5, from: "peak" })).toBeUndefined()
    const odd = { ...asked, returns: [Number.NaN], level: 0.5, from: "peak" } as const
    expect(() => riskOfRuin(odd)).toThrow("returns[0] is NaN")
  })

  it("halves the stake above 5 %, and while nobody knows", () => {
    expect([0, 0.05, 0.050001, 1, undefined].map(ruinPpm)).toEqual([
      1_000_000, 1_000_000, 500_000, 500_000, 500_000,
    ])
  })
})

const position = (instrument: number, told: Partial<Closable> = {}): Closable => ({
  instrument,
  worthUnits: 100n,
  gainUnits: 0n,
  heldFor: 0,
  correlation: 0,
  ...told,
})
const order = (...positions: readonly Closable[]): readonly number[] =>
  closingOrder(positions).map((it) => it.instrument)

describe("RISK-41: the order of closing", () => {
  it("is by loss, then size, then age, then correlation, each against the largest", () => {
    const lost = position(4, { gainUnits: -10n })
    const large = position(3, { worthUnits: 1_000n })
    const old = position(2, { heldFor: 99 })
    const alike = position(1, { correlation: 1 })
    expect(order(alike, old, large, lost)).toEqual([4, 3, 2, 1])
  })

  it("weighs 40, 30, 20 and 10 %", () => {
    // 0.3 + 0.2 beat 0.4, and 0.4 + 0.1 beats 0.3 + 0.1999.
    const lost = position(1, { gainUnits: -10n, worthUnits: 0n })
    const large = position(2, { heldFor: 100 })
    expect(order(lost, large)).toEqual([2, 1])
    const younger = position(2, { heldFor: 99 })
    const oldest = position(3, { worthUnits: 0n, heldFor: 100 })
    expect(order(lost, younger, oldest)).toEqual([2, 1, 3])
    expect(order({ ...lost, correlation: 1 }, younger, oldest)).toEqual([1, 2, 3])
    expect(order({ ...lost, correlation: 0.97 }, younger, oldest)).toEqual([2, 1, 3])
  })

  it("counts a gain as no loss, and a hedge as not alike", () => {
    const gained = position(2, { gainUnits: 50n })
    const plain = position(1)
    expect(order(gained, plain)).toEqual([1, 2])
    expect(order(position(2), position(1, { correlation: -1 }))).toEqual([1, 2])
    expect(order(position(2, { gainUnits: -1n }), position(1, { gainUnits: -2n }))).toEqual([1, 2])
  })

  it("is by instrument where positions are equal, also when all are worth nothing", () => {
    const none = { worthUnits: 0n }
    expect(order(position(3, none), position(1, none), position(2, none))).toEqual([1, 2, 3])
  })
})

describe("RISK-40: selling a part", () => {
  const sold = (ppm: number, viableUnits: bigint, ...worths: readonly bigint[]): unknown =>
    deleverage(
      worths.map((worthUnits, instrument) => position(instrument, { worthUnits })),
      { ppm, viableUnits },
    ).map(({ instrument, units }) => [instrument, units])

  it("takes it out of the first in order, and goes on with the next", () => {
    expect(sold(250_000, 0n, 100n, 100n)).toEqual([[0, 50n]])
    expect(sold(500_000, 0n, 100n, 100n)).toEqual([[0, 100n]])
    expect(sold(750_000, 0n, 100n, 100n)).toEqual([
      [0, 100n],
      [1, 50n],
    ])
    expect(sold(1_000_000, 0n, 100n, 60n, 30n)).toEqual([
      [0, 100n],
      [1, 60n],
      [2, 30n],
    ])
  })

  it("rounds the part up to a unit, and sells nothing of nothing", () => {
    expect(sold(1, 0n, 1n)).toEqual([[0, 1n]])
    expect(sold(500_000, 0n, 3n)).toEqual([[0, 2n]])
    expect(sold(0, 0n, 100n)).toEqual([])
    expect(sold(500_000, 0n, 0n, 0n)).toEqual([])
    expect(sold(1_000_000, 0n, 5n, 0n)).toEqual([[0, 5n]])
  })

  it("sells with it what would be left too small to be sold again, to the unit", () => {
    expect(sold(500_000, 50n, 100n)).toEqual([[0, 50n]])
    expect(sold(500_000, 51n, 100n)).toEqual([[0, 100n]])
  })
})

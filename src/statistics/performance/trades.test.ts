import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Instant, instantOf } from "../../value/brand.ts"
import { exposureOf, type Holding } from "./exposure.ts"
import { tradeStatsOf } from "./trade-stats.ts"

const invalid = expect.objectContaining({ code: "INVALID_INPUT" })

describe("tradeStatsOf", () => {
  it("counts every trade once, and nets to the difference of both sides", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), (pnls) => {
        const stats = tradeStatsOf(
          pnls,
          pnls.map(() => undefined),
        )
        expect(stats.wins + stats.losses + stats.breakeven).toBe(stats.count)
        expect(stats.netProfit).toBe(stats.grossProfit - stats.grossLoss)
        expect(stats.maxConsecutiveWins).toBeLessThanOrEqual(stats.wins)
        expect(stats.maxConsecutiveLosses).toBeLessThanOrEqual(stats.losses)
      }),
    )
  })

  it("leaves undefined what nothing was lost or won for, instead of 0 or Infinity", () => {
    const winners = tradeStatsOf([1, 2], [undefined, undefined])
    expect(winners.profitFactor).toBeUndefined()
    expect(winners.payoffRatio).toBeUndefined()
    expect(winners.avgLoss).toBeUndefined()
    expect(tradeStatsOf([-1], [1]).avgWin).toBeUndefined()
    expect(tradeStatsOf([-1], [1]).profitFactor).toBe(0)
    expect(tradeStatsOf([], []).winRate).toBeUndefined()
  })

  it("leaves trades without a stop out of the multiples of risk", () => {
    const stats = tradeStatsOf([10, 1000, -5], [5, undefined, 5])
    expect(stats.expectancyR).toBe(0.5)
    expect(stats.expectancy).toBe(335)
    expect(tradeStatsOf([10], [undefined]).expectancyR).toBeUndefined()
  })

  it("caps the root of the quality number at a hundred trades", () => {
    const pnls = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 3 : -1))
    const stats = tradeStatsOf(
      pnls,
      pnls.map(() => 1),
    )
    expect(stats.sqn).toBeCloseTo((10 * 1) / (2 * Math.sqrt(400 / 399)), 12)
    expect(tradeStatsOf([1, 1], [1, 1]).sqn).toBeUndefined()
    expect(tradeStatsOf([1], [1]).sqn).toBeUndefined()
  })

  it("refuses lists of unequal length, a risk of zero or below, and NaN", () => {
    expect(() => tradeStatsOf([1, 2], [1])).toThrow(invalid)
    for (const risk of [0, -1, NaN]) expect(() => tradeStatsOf([1], [risk])).toThrow(invalid)
    expect(() => tradeStatsOf([NaN], [1])).toThrow(invalid)
  })
})

const held = (start: number, end: number, weight: number): Holding => ({
  start: instantOf(start),
  end: instantOf(end),
  weight,
})
const window = (from: number, to: number): { from: Instant; to: Instant } => ({
  from: instantOf(from),
  to: instantOf(to),
})

describe("exposureOf", () => {
  it("counts only what lies inside of the window", () => {
    const whole = exposureOf([held(-100, 200, 0.5)], window(0, 100))
    expect(whole).toEqual({ timeInMarket: 1, averageGross: 0.5, peakGross: 0.5 })
    const none = exposureOf([held(-100, 0, 0.5), held(100, 200, 0.5)], window(0, 100))
    expect(none).toEqual({ timeInMarket: 0, averageGross: 0, peakGross: 0 })
  })

  it("does not add a position to the one that ended at the same instant", () => {
    const exposure = exposureOf([held(0, 50, 0.4), held(50, 100, 0.3)], window(0, 100))
    expect(exposure.peakGross).toBe(0.4)
    expect(exposure.timeInMarket).toBe(1)
  })

  it("agrees with counting every instant", () => {
    const holding = fc.tuple(fc.nat(60), fc.nat(60), fc.integer({ min: 0, max: 8 }))
    fc.assert(
      fc.property(fc.array(holding, { maxLength: 12 }), (rows) => {
        const holdings = rows.map(([start, length, weight]) =>
          held(start, start + length, weight / 8),
        )
        const gross = Array.from({ length: 90 }, (_, at) =>
          holdings.filter(({ start, end }) => start <= at && at < end),
        )
        const sums = gross.map((list) => list.reduce((sum, { weight }) => sum + weight, 0))
        const exposure = exposureOf(holdings, window(0, 90))
        expect(exposure.timeInMarket).toBe(gross.filter((list) => list.length > 0).length / 90)
        expect(exposure.averageGross).toBeCloseTo(sums.reduce((a, b) => a + b, 0) / 90, 12)
        expect(exposure.peakGross).toBe(Math.max(...sums))
      }),
    )
  })

  it("refuses a window without length, a holding that runs backwards and a negative weight", () => {
    expect(() => exposureOf([], window(5, 5))).toThrow(invalid)
    expect(() => exposureOf([held(2, 1, 0.1)], window(0, 5))).toThrow(invalid)
    expect(() => exposureOf([held(1, 2, -0.1)], window(0, 5))).toThrow(invalid)
    expect(() => exposureOf([held(1, NaN, 0.1)], window(0, 5))).toThrow(invalid)
  })
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { calmarOf } from "./calmar.ts"
import { probabilisticSharpeOf } from "./probabilistic-sharpe.ts"
import { returnsOf } from "./returns.ts"
import { sharpeOf } from "./sharpe.ts"
import { sortinoOf } from "./sortino.ts"

const daily = { periodsPerYear: 365 }
const invalid = expect.objectContaining({ code: "INVALID_INPUT" })
const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), {
  minLength: 5,
  maxLength: 60,
})

describe("returnsOf", () => {
  it("gives one return fewer than prices, and none for none or one", () => {
    expect([...returnsOf([100, 110, 99], "simple")]).toEqual([0.1, -0.1])
    expect(returnsOf([], "simple")).toHaveLength(0)
    expect(returnsOf([5], "log")).toHaveLength(0)
  })

  it("keeps the digits of a tiny move in its logarithm", () => {
    const [log] = returnsOf([1e6, 1e6 + 1e-3], "log")
    const exact = (1e6 + 1e-3 - 1e6) / 1e6
    expect(Math.abs(log / (exact - exact ** 2 / 2) - 1)).toBeLessThan(1e-15)
  })

  it("refuses prices that are zero, negative or not finite", () => {
    for (const price of [0, -1, NaN, Infinity]) {
      expect(() => returnsOf([1, price, 2], "simple")).toThrow(invalid)
    }
  })
})

describe("sharpeOf", () => {
  it("does not change when every return is scaled", () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0.01, max: 100, noNaN: true }), (series, scale) => {
        const plain = sharpeOf(series, daily)
        const scaled = sharpeOf(
          series.map((value) => value * scale),
          daily,
        )
        // Beyond that the series is constant but for its last digits, and so is the ratio.
        fc.pre(plain !== undefined && scaled !== undefined && Math.abs(plain.ratio) < 1e6)
        expect(Math.abs(scaled.ratio - plain.ratio)).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(plain.ratio)),
        )
      }),
    )
  })

  it("says that a year of days leaves the ratio uncertain by about one", () => {
    const year = Array.from({ length: 365 }, (_, day) => (day % 2 === 0 ? 0.01 : -0.01))
    expect(sharpeOf(year, daily)?.standardError).toBeCloseTo(1, 3)
    expect(sharpeOf(year.slice(0, 30), daily)?.standardError).toBeCloseTo(3.49, 2)
  })

  it("is undefined for none, one, or constant returns, and for zeros alone", () => {
    for (const series of [[], [0.01], [0.1, 0.1, 0.1], [0, 0, 0]]) {
      expect(sharpeOf(series, daily)).toBeUndefined()
    }
  })

  it("refuses NaN, an impossible rate and an impossible year", () => {
    expect(() => sharpeOf([0.1, NaN], daily)).toThrow(invalid)
    expect(() => sharpeOf([0.1, 0.2], { ...daily, riskFreeAnnual: -1 })).toThrow(invalid)
    expect(() => sharpeOf([0.1, 0.2], { periodsPerYear: 0 })).toThrow(invalid)
  })
})

describe("sortinoOf", () => {
  it("divides by all returns, not by the losers alone", () => {
    // One loss of 0.02 in four: downside deviation 0.02 / sqrt(4).
    const ratio = sortinoOf([0.01, 0.01, 0.01, -0.02], { periodsPerYear: 1 })
    expect(ratio).toBeCloseTo(0.0025 / 0.01, 12)
  })

  it("is undefined when no return falls below the target", () => {
    expect(sortinoOf([0.01, 0, 0.02], daily)).toBeUndefined()
    expect(sortinoOf([], daily)).toBeUndefined()
  })

  it("has a downside below a target that even flat returns miss", () => {
    expect(sortinoOf([0, 0, 0], { ...daily, targetAnnual: 0.1 })).toBeCloseTo(-Math.sqrt(365), 9)
  })
})

describe("calmarOf", () => {
  it("is growth a year by the deepest fall", () => {
    // Three yearly points: 100, 50, 144.
    const calmar = calmarOf([100, 50, 144], { periodsPerYear: 1 })
    expect(calmar?.cagr).toBeCloseTo(0.2, 12)
    expect(calmar?.calmar).toBeCloseTo(0.4, 12)
  })

  it("is undefined without a fall, and where growth is beyond counting", () => {
    expect(calmarOf([100, 110], { periodsPerYear: 1 })).toBeUndefined()
    expect(calmarOf([2, 1, 200], daily)).toBeUndefined()
    expect(calmarOf([100], daily)).toBeUndefined()
    expect(calmarOf([], daily)).toBeUndefined()
  })

  it("refuses a curve that starts at nothing", () => {
    expect(() => calmarOf([0, 1], daily)).toThrow(invalid)
    expect(() => calmarOf([-1, 1], daily)).toThrow(invalid)
  })
})

describe("probabilisticSharpeOf", () => {
  it("is a probability, and falls as the benchmark rises", () => {
    fc.assert(
      fc.property(returns, (series) => {
        const low = probabilisticSharpeOf(series, 0)
        const high = probabilisticSharpeOf(series, 0.1)
        fc.pre(low !== undefined && high !== undefined)
        expect(low.psr).toBeGreaterThanOrEqual(high.psr - 1e-12)
        expect(low.psr).toBeLessThanOrEqual(1)
        expect(high.psr).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("is one half when the ratio is the benchmark", () => {
    const series = [0.01, -0.02, 0.03, 0.005, -0.01]
    const { sharpe } = probabilisticSharpeOf(series, 0) ?? { sharpe: NaN }
    expect(probabilisticSharpeOf(series, sharpe)?.psr).toBe(0.5)
  })

  it("is undefined for three returns or constant ones, and refuses NaN", () => {
    expect(probabilisticSharpeOf([0.1, 0.2, 0.3], 0)).toBeUndefined()
    expect(probabilisticSharpeOf([0.1, 0.1, 0.1, 0.1], 0)).toBeUndefined()
    expect(() => probabilisticSharpeOf([0.1, NaN, 0.2, 0.3], 0)).toThrow(invalid)
    expect(() => probabilisticSharpeOf([0.1, 0.2, 0.3, 0.4], NaN)).toThrow(invalid)
  })
})

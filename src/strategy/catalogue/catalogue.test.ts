import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { minutes } from "../../value/time.ts"
import { Problem } from "../../value/problem.ts"
import { CATALOGUE, makeStrategy, strategyNamed } from "./catalogue.ts"
import type { Param } from "./params.ts"

const problem = (code: string, words: RegExp): unknown =>
  expect.objectContaining({ code, told: expect.stringMatching(words) as string })

describe("the catalogue of strategies", () => {
  it("makes each of them from its defaults, watching the symbol that was asked for", () => {
    for (const { name } of CATALOGUE) {
      const { watches } = makeStrategy(name, { symbol: "ETHUSDT" })
      expect(watches.length).toBeGreaterThan(0)
      for (const watch of watches) expect(watch.symbol).toBe("ETHUSDT")
    }
  })

  it("says of each what it does, who may trade it and what can be set", () => {
    expect(CATALOGUE.map(({ name, tier }) => [name, tier])).toEqual([
      ["crossover", "SNIPER"],
      ["breakout", "SNIPER"],
      ["spread-capture", "SNIPER"],
      ["trend", "SNIPER"],
      ["reversion", "HUNTER"],
    ])
    for (const { name, says, params } of CATALOGUE) {
      expect(says).toMatch(/^[A-Z].*\.$/)
      expect(params.map((it) => it.name)).toContain("symbol")
      for (const param of params) {
        expect(param.says).not.toBe("")
        if (param.kind === "symbol") continue
        expect(param.default, `${name} ${param.name}`).toBeGreaterThanOrEqual(param.min)
        expect(param.default, `${name} ${param.name}`).toBeLessThanOrEqual(param.max)
      }
    }
  })

  it("offers the numbers of the requirements as defaults", () => {
    const defaults = (name: string): unknown =>
      Object.fromEntries(strategyNamed(name).params.map((it) => [it.name, it.default]))
    expect(defaults("breakout")).toMatchObject({ period: 20, excess: 2, volume: 1.5, adx: 25 })
    expect(defaults("breakout")).toMatchObject({ candles: 3, swing: 5, stop: 2, trail: 0.5 })
    expect(defaults("spread-capture")).toMatchObject({ spread: 10, target: 0.5, stop: 1 })
    expect(defaults("spread-capture")).toMatchObject({ hold: 300, cooldown: 30, latency: 100 })
    expect(defaults("trend")).toMatchObject({ shortest: 5, longest: 180, volatility: 20 })
    expect(defaults("reversion")).toMatchObject({ enter: -2, leave: 0, peg: 0.5, pegMinutes: 5 })
  })

  it("never lets a stake above 5 % or a stop beyond 2 % be set (RISK-1, RISK-12)", () => {
    for (const { params } of CATALOGUE) {
      for (const param of params) {
        if (param.kind === "symbol") continue
        if (param.name === "stake") expect(param.max).toBe(5)
        if (param.name === "stop") expect(param.max).toBe(2)
      }
    }
  })

  it("D3: tells the break-even win rate of the rule that has a target and a stop", () => {
    const { breakEven } = strategyNamed("spread-capture")
    // A gain of 0.5 % and a loss of 1 %, both after costs: two in three must win.
    expect(breakEven?.({})).toBeCloseTo(2 / 3, 12)
    expect(breakEven?.({ target: 1, stop: 1 })).toBe(0.5)
    for (const name of ["crossover", "breakout", "trend", "reversion"]) {
      expect(strategyNamed(name).breakEven).toBeUndefined()
    }
  })

  it("names the nearest when a strategy is not known", () => {
    expect(() => strategyNamed("croosover")).toThrow(
      problem("STRATEGY_UNKNOWN", /did you mean "crossover"\?/),
    )
    expect(() => makeStrategy("", {})).toThrow(problem("STRATEGY_UNKNOWN", /are crossover, /))
  })
})

describe("STRAT-75, parameters are typed and ranged", () => {
  it("takes what lies in the range, and uses it", () => {
    const { watches } = makeStrategy("crossover", { minutes: "15" })
    expect(watches).toEqual([{ kind: "bars", symbol: "BTCUSDT", interval: minutes(15) }])
  })

  it("refuses unknown keys and names the nearest", () => {
    expect(() => makeStrategy("crossover", { fats: "5" })).toThrow(
      problem("PARAM_UNKNOWN", /no parameter "fats"; did you mean "fast"\?/),
    )
    expect(() => makeStrategy("crossover", { constructor: "5" })).toThrow(
      problem("PARAM_UNKNOWN", /It has these: symbol, fast, /),
    )
  })

  it.each(["0", "5001", "-5", "2.5", "abc", "", " 5", "1e3", "NaN", "Infinity", "0x10", "5;"])(
    "refuses %j where a whole number from 1 to 5000 is due",
    (fast) => {
      expect(() => makeStrategy("crossover", { fast })).toThrow(
        problem("PARAM_OUT_OF_RANGE", /whole number from 1 to 5000: bars of the fast average/),
      )
    },
  )

  it.each(["", "btcusdt", "BTC/USDT", "B", "A".repeat(21)])("refuses the symbol %j", (symbol) => {
    expect(() => makeStrategy("breakout", { symbol })).toThrow(
      problem("PARAM_OUT_OF_RANGE", /A symbol is like BTCUSDT/),
    )
  })

  it("refuses values that do not go together", () => {
    for (const [name, texts, words] of [
      ["crossover", { fast: "50", slow: "50" }, /fast \(50\) must be below slow \(50\)/],
      ["breakout", { candles: "21" }, /candles \(21\) must be at most period \(20\)/],
      ["spread-capture", { stop: "0.2" }, /stop \(0.2 %\) must be more than cost \(0.2 %\)/],
      ["trend", { shortest: "180" }, /shortest \(180\) must be below longest \(180\)/],
      ["trend", { least: "4", stake: "3" }, /least \(4 %\) must be at most stake \(3 %\)/],
      ["reversion", { leave: "-2" }, /enter \(-2\) must be below leave \(-2\)/],
    ] as const) {
      expect(() => makeStrategy(name, texts)).toThrow(problem("PARAM_OUT_OF_RANGE", words))
    }
  })

  it("makes a strategy of any values in range, or says calmly which do not go together", () => {
    const value = (param: Param): fc.Arbitrary<string> => {
      if (param.kind === "symbol") return fc.constant(param.default)
      const { min, max, kind } = param
      return kind === "whole"
        ? fc.integer({ min, max: Math.min(max, 200) }).map(String)
        : fc.integer({ min: min * 10, max: max * 10 }).map((tenths) => String(tenths / 10))
    }
    for (const { name, params } of CATALOGUE) {
      const texts = fc.record(Object.fromEntries(params.map((it) => [it.name, value(it)])), {
        requiredKeys: [],
      })
      fc.assert(
        fc.property(texts, (given) => {
          try {
            expect(
              makeStrategy(name, given as Record<string, string>).watches.length,
            ).toBeGreaterThan(0)
          } catch (error) {
            expect(error).toBeInstanceOf(Problem)
            expect((error as Problem).why).toMatch(/must be/)
          }
        }),
        { numRuns: 50 },
      )
    }
  })
})

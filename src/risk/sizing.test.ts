import { array, assert, bigInt, double, integer, property, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { kellySuggestion } from "./kelly.ts"
import { convictionPpm, sizeOf, volatilityPpm } from "./sizing.ts"
import { ruinPpm } from "./ruin.ts"

const DOLLAR = 100_000_000n

describe("RISK-19: the size", () => {
  const asked = record({
    capsUnits: array(bigInt({ min: 0n, max: 1_000n * DOLLAR }), { minLength: 1, maxLength: 4 }),
    kellyUnits: bigInt({ min: 0n, max: 1_000n * DOLLAR }),
    liquidityUnits: bigInt({ min: 0n, max: 1_000n * DOLLAR }),
    factorsPpm: array(integer({ min: 0, max: 1_500_000 }), { maxLength: 6 }),
    viableUnits: bigInt({ min: 1n, max: 20n * DOLLAR }),
  })

  it("never passes any cap, and is nothing or at least what can be sold again", () => {
    assert(
      property(asked, (it) => {
        const size = sizeOf(it)
        for (const cap of [...it.capsUnits, it.kellyUnits, it.liquidityUnits]) {
          expect(size).toBeLessThanOrEqual(cap)
        }
        expect(size === 0n || size >= it.viableUnits).toBe(true)
      }),
    )
  })

  it.each([
    ["RISK-3: is nothing one unit below the viable minimum", 10n * DOLLAR - 1n, 0n],
    ["RISK-3: is the minimum at it", 10n * DOLLAR, 10n * DOLLAR],
    ["is the cap above it", 10n * DOLLAR + 1n, 10n * DOLLAR + 1n],
  ])("%s", (_, cap, size) => {
    expect(sizeOf({ capsUnits: [cap], factorsPpm: [], viableUnits: 10n * DOLLAR })).toBe(size)
  })

  it("RISK-26: a reduction at $500 stops at the viable minimum, so that recovery never deadlocks", () => {
    const size = sizeOf({
      capsUnits: [25n * DOLLAR],
      factorsPpm: [250_000, 500_000],
      viableUnits: 10n * DOLLAR,
    })
    expect(size).toBe(10n * DOLLAR)
  })

  it("RISK-22: high conviction counts only where it is unlocked", () => {
    expect(convictionPpm("high", false)).toBe(1_000_000)
    expect(convictionPpm("high", true)).toBe(1_500_000)
    expect(convictionPpm("low", true)).toBe(500_000)
  })

  it.each([
    [0, 1_000_000],
    [0.33, 1_000_000],
    [0.5, 750_000],
    [2 / 3, 500_000],
    [1, 500_000],
    [NaN, 500_000],
  ])("RISK-23: at percentile %d of its month the factor is %i", (percentile, ppm) => {
    expect(volatilityPpm(percentile)).toBe(ppm)
  })

  it.each([
    [0.05, 1_000_000],
    [0.050001, 500_000],
    [undefined, 500_000],
  ])("RISK-24: a risk of ruin of %d leaves %i", (risk, ppm) => {
    expect(ruinPpm(risk)).toBe(ppm)
  })
})

describe("RISK-21: Kelly by its lower bound", () => {
  const steady = (count: number): number[] =>
    Array.from({ length: count }, (_, i) => (i % 3 === 0 ? -0.4 : 0.5))

  it("says nothing below 20 trades", () => {
    expect(kellySuggestion(steady(19))).toBeUndefined()
    expect(kellySuggestion(steady(20))).toBeGreaterThan(0)
  })

  it("suggests nothing for an edge that may be none", () => {
    const even = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? -0.01 : 0.0101))
    expect(kellySuggestion(even)).toBe(0)
    expect(kellySuggestion(steady(30).map((it) => -it))).toBe(0)
  })

  it("suggests more when the same edge is better known, and never less than nothing", () => {
    expect(kellySuggestion(steady(300))).toBeGreaterThan(kellySuggestion(steady(30)) ?? 0)
    const results = array(double({ min: -0.5, max: 0.5, noNaN: true }), {
      minLength: 20,
      maxLength: 60,
    })
    assert(
      property(results, (returns) => {
        const part = kellySuggestion(returns) ?? -1
        expect(part).toBeGreaterThanOrEqual(0)
        expect(part).toBeLessThanOrEqual(0.5)
      }),
    )
  })
})

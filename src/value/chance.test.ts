import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Chance } from "./chance.ts"

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const names = fc.string({ maxLength: 20 })
const draw = (chance: Chance, n: number): number[] => Array.from({ length: n }, () => chance.unit())

describe("streams of chance (architecture 6)", () => {
  it("give the same numbers for the same seed and name", () => {
    fc.assert(
      fc.property(seeds, names, (seed, name) => {
        expect(draw(new Chance(seed, name), 10)).toEqual(draw(new Chance(seed, name), 10))
      }),
    )
  })

  it("are the same for ever: a change here changes every recorded run", () => {
    expect(draw(new Chance(7, "latency"), 3)).toEqual([
      0.8084341387263919, 0.7895967619152685, 0.8154518365700574,
    ])
  })

  it("do not disturb each other", () => {
    fc.assert(
      fc.property(seeds, names, names, (seed, one, other) => {
        fc.pre(one !== other)
        const alone = draw(new Chance(seed, one), 8)
        const beside = new Chance(seed, other)
        const again = new Chance(seed, one)
        const mixed = alone.map(() => {
          beside.unit()
          return again.unit()
        })
        expect(mixed).toEqual(alone)
        expect(draw(new Chance(seed, other), 8)).not.toEqual(alone)
      }),
    )
  })

  it("differ by seed, also beyond 32 bits", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 20), fc.integer({ min: 1, max: 2 ** 20 }), (seed, more) => {
        const first = draw(new Chance(seed, "x"), 4)
        expect(draw(new Chance(seed + more, "x"), 4)).not.toEqual(first)
        expect(draw(new Chance(seed + more * 2 ** 32, "x"), 4)).not.toEqual(first)
      }),
    )
  })

  it("go on after restore where they were saved, whatever was drawn", () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, skipped) => {
        const chance = new Chance(seed, "faults")
        for (let i = 0; i < skipped; i++) chance.normal()
        const state = JSON.parse(JSON.stringify(chance.save()))
        const expected = [chance.unit(), chance.normal(), chance.exponential(), chance.below(9)]
        const other = new Chance(seed + 1, "other")
        other.restore(state)
        expect([other.unit(), other.normal(), other.exponential(), other.below(9)]).toEqual(
          expected,
        )
      }),
    )
  })

  it("draw once for a probability of nothing or of certainty", () => {
    const [one, other] = [new Chance(1, "x"), new Chance(1, "x")]
    expect(one.happens(0)).toBe(false)
    expect(one.happens(1)).toBe(true)
    draw(other, 2)
    expect(one.unit()).toBe(other.unit())
  })

  it("spread as they say: uniform, normal, exponential, below a limit", () => {
    const chance = new Chance(42, "spread")
    const n = 200_000
    const mean = (next: () => number): number => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += next()
      return sum / n
    }
    // Five standard errors of each mean.
    expect(Math.abs(mean(() => chance.unit()) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n))
    expect(Math.abs(mean(() => chance.normal()))).toBeLessThan(5 * Math.sqrt(1 / n))
    expect(Math.abs(mean(() => chance.normal() ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
    expect(Math.abs(mean(() => chance.exponential()) - 1)).toBeLessThan(5 * Math.sqrt(1 / n))
    const counts = Array.from({ length: 7 }, () => 0)
    for (let i = 0; i < 70_000; i++) counts[chance.below(7)]++
    // Chi-square with six degrees of freedom; 22.5 is passed once in a thousand.
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chi).toBeLessThan(22.5)
  })
})

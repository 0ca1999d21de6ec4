import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Chance } from "../value/chance.ts"
import { bootstrapInterval, resample } from "./bootstrap.ts"
import { meanOf } from "./moments.ts"
import { wilsonInterval } from "./wilson.ts"

const invalid = expect.objectContaining({ code: "INVALID_INPUT" })
const chance = (seed = 1) => new Chance(seed, "bootstrap")

describe("resample", () => {
  it("draws values that are there, in blocks of neighbours", () => {
    const values = Float64Array.from({ length: 27 }, (_, i) => i)
    resample(values, { length: 50, draws: 20, chance: chance() }, (drawn) => {
      // A block of 27 values is three long, the end joined to the start.
      for (let i = 1; i < drawn.length; i++) {
        if (i % 3 !== 0) expect(drawn[i]).toBe((drawn[i - 1] + 1) % 27)
        expect(values).toContain(drawn[i])
      }
    })
  })

  it("is the same for the same seed", () => {
    const once = (seed: number): readonly number[] => {
      const all: number[] = []
      resample([1, 2, 3, 4], { length: 9, draws: 3, chance: chance(seed) }, (it) => all.push(...it))
      return all
    }
    expect(once(3)).toEqual(once(3))
    expect(once(3)).not.toEqual(once(4))
  })

  it("refuses nothing to draw from, and NaN", () => {
    const told = { length: 3, draws: 1, chance: chance() }
    expect(() => resample([], told, () => {})).toThrow(invalid)
    expect(() => resample([NaN], told, () => {})).toThrow(invalid)
  })
})

describe("bootstrapInterval", () => {
  it("holds the mean of a normal sample about as wide as theory says", () => {
    const from = new Chance(7, "normal")
    const values = Float64Array.from({ length: 400 }, () => from.normal())
    const interval = bootstrapInterval(values, { draws: 2000, chance: chance() }, meanOf)
    const [low = NaN, high = NaN] = interval ?? []
    const mean = meanOf(values) ?? NaN
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
    expect((high - low) / ((2 * 1.96) / 20)).toBeGreaterThan(0.85)
    expect((high - low) / ((2 * 1.96) / 20)).toBeLessThan(1.15)
  })

  it("is undefined where most draws have no such figure", () => {
    const interval = bootstrapInterval([1, 2, 3], { draws: 50, chance: chance() }, () => undefined)
    expect(interval).toBeUndefined()
  })
})

describe("wilsonInterval", () => {
  it("agrees with published values", () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const told: readonly (readonly [number, number, number, number])[] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]
    for (const [hits, trials, low, high] of told) {
      const interval = wilsonInterval(hits, trials)
      expect(interval?.[0]).toBeCloseTo(low, 4)
      expect(interval?.[1]).toBeCloseTo(high, 4)
    }
  })

  it("holds the share, lies between 0 and 1, and narrows with more trials", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (trials, of) => {
        const hits = Math.min(of, trials)
        const [low, high] = wilsonInterval(hits, trials) ?? [NaN, NaN]
        const [closer, further] = wilsonInterval(hits * 4, trials * 4) ?? [NaN, NaN]
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low - 1e-12).toBeLessThanOrEqual(hits / trials)
        expect(high + 1e-12).toBeGreaterThanOrEqual(hits / trials)
        expect(further - closer).toBeLessThan(high - low)
      }),
    )
  })

  it("is undefined without trials, and refuses impossible counts", () => {
    expect(wilsonInterval(0, 0)).toBeUndefined()
    for (const [hits, trials] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
    ] as const) {
      expect(() => wilsonInterval(hits, trials)).toThrow(invalid)
    }
  })
})

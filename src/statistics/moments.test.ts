import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deviationOf, isNoise, meanOf, sumOf } from "./moments.ts"

describe("moments", () => {
  it("sums without losing what is small beside what is large", () => {
    expect(sumOf([1, 1e100, 1, -1e100])).toBe(2)
    expect(sumOf(new Float64Array(1_000_000).fill(0.1))).toBeCloseTo(100_000, 10)
  })

  it("keeps every digit of a deviation under a large offset", () => {
    expect(deviationOf([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4], 1)).toBeCloseTo(Math.sqrt(5 / 3), 14)
  })

  it("leaves what too few values do not define undefined", () => {
    expect(meanOf([])).toBeUndefined()
    expect(deviationOf([], 0)).toBeUndefined()
    expect(deviationOf([7], 1)).toBeUndefined()
    expect(deviationOf([7], 0)).toBe(0)
  })

  it("takes a constant with rounding noise for constant, and tiny returns not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 500 }),
        (value, length) => {
          const constant = new Float64Array(length).fill(value)
          expect(isNoise(deviationOf(constant, 1) ?? NaN, constant)).toBe(true)
        },
      ),
    )
    const tiny = [1e-9, -1e-9, 2e-9]
    expect(isNoise(deviationOf(tiny, 1) ?? NaN, tiny)).toBe(false)
  })
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { normalCdf, normalQuantile } from "./normal.ts"

/** Computed with 60 digits by an arbitrary-precision library. */
const AREAS: readonly (readonly [x: number, area: number])[] = [
  [-37.5, 4.605353009581955e-308],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [1, 0.8413447460685429],
  [3, 0.9986501019683699],
]

const relative = (got: number, want: number) => Math.abs(got / want - 1)

describe("normalCdf", () => {
  it("is right to the last digits, far out in the tail as well", () => {
    for (const [x, area] of AREAS) expect(relative(normalCdf(x), area)).toBeLessThan(1e-15)
  })

  it("is continuous where the series hands over to the fraction", () => {
    for (const edge of [-1.1, 1.1]) {
      expect(relative(normalCdf(edge - 3e-16), normalCdf(edge + 3e-16))).toBeLessThan(3e-15)
    }
  })

  it("never falls, and its two sides add to one", () => {
    const x = fc.double({ min: -40, max: 40, noNaN: true })
    fc.assert(
      fc.property(x, x, (a, b) => {
        expect(normalCdf(Math.min(a, b))).toBeLessThanOrEqual(normalCdf(Math.max(a, b)) + 1e-15)
        expect(normalCdf(a) + normalCdf(-a)).toBeCloseTo(1, 15)
      }),
    )
  })

  it("refuses what is not a number", () => {
    for (const x of [NaN, Infinity]) {
      expect(() => normalCdf(x)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }))
    }
  })
})

describe("normalQuantile", () => {
  it("gives the constants of the tables to every digit", () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 15)
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 15)
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 15)
    expect(normalQuantile(0.5)).toBe(0)
    expect(relative(normalQuantile(1e-300), -37.0470962993612)).toBeLessThan(1e-15)
  })

  it("is the inverse of the distribution", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12)
      }),
    )
  })

  it("refuses 0, 1 and what is no probability", () => {
    for (const p of [0, 1, -0.1, 1.1, NaN]) {
      expect(() => normalQuantile(p)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }))
    }
  })
})

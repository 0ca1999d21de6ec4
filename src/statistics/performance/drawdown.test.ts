import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { drawdownOf } from "./drawdown.ts"

const curve = fc
  .array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 60 })
  .map((rest) => [1000, ...rest])

describe("drawdownOf", () => {
  it("lies between 0 and 1, and agrees with the definition point by point", () => {
    fc.assert(
      fc.property(curve, (equity) => {
        const found = drawdownOf(equity)
        const falls = equity.map((value, i) => {
          const peak = Math.max(...equity.slice(0, i + 1))
          return (peak - value) / peak
        })
        expect(found?.maxDrawdown).toBe(Math.max(...falls))
        expect(found?.currentDrawdown).toBe(falls.at(-1))
        expect(found?.maxDrawdown).toBeGreaterThanOrEqual(0)
        expect(found?.maxDrawdown).toBeLessThanOrEqual(1)
        expect(found?.troughIndex).toBe(
          falls.every((fall) => fall === 0) ? 0 : falls.indexOf(Math.max(...falls)),
        )
      }),
    )
  })

  it("takes the last index at the peak, the first at the trough and the first back at the peak", () => {
    expect(drawdownOf([90, 100, 100, 80, 80, 100, 120])).toEqual({
      maxDrawdown: 0.2,
      peakIndex: 2,
      troughIndex: 3,
      recoveryIndex: 5,
      longestUnderwater: 3,
      currentDrawdown: 0,
    })
  })

  it("counts to the end of the curve while it is under water", () => {
    const found = drawdownOf([100, 90, 95, 99])
    expect(found?.recoveryIndex).toBeUndefined()
    expect(found?.longestUnderwater).toBe(3)
    expect(found?.currentDrawdown).toBeCloseTo(0.01, 12)
  })

  it("is all zeros for a curve that never falls, and undefined for none", () => {
    const still = {
      maxDrawdown: 0,
      peakIndex: 0,
      troughIndex: 0,
      recoveryIndex: 0,
      longestUnderwater: 0,
      currentDrawdown: 0,
    }
    expect(drawdownOf([5])).toEqual(still)
    expect(drawdownOf([5, 5, 5])).toEqual(still)
    expect(drawdownOf([1, 2, 3])).toEqual(still)
    expect(drawdownOf([])).toBeUndefined()
  })

  it("reaches 1 when everything is lost, and refuses debt, a start at zero and NaN", () => {
    expect(drawdownOf([100, 0])?.maxDrawdown).toBe(1)
    for (const equity of [[100, -1], [0, 1], [100, NaN], [Infinity]]) {
      expect(() => drawdownOf(equity)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }))
    }
  })
})

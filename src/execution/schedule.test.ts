import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Duration, Quantity } from "../value/brand.ts"
import { twapSchedule, vwapSchedule, type Whole } from "./schedule.ts"
import { unevenSlices } from "./uneven-slices.ts"

const wholes = fc
  .record({
    steps: fc.integer({ min: 1, max: 1_000_000 }),
    step: fc.constantFrom(1, 10, 1_000),
    least: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ steps, step, least }): Whole => {
    return {
      quantity: (steps * step) as Quantity,
      step: step as Quantity,
      least: (least * step) as Quantity,
    }
  })

const sum = (parts: readonly number[]): number => parts.reduce((all, it) => all + it, 0)

describe("EXEC-20: whatever is cut", () => {
  it("adds up to the whole, on the step, and no part is smaller than may be sent", () => {
    fc.assert(
      fc.property(wholes, fc.integer({ min: 1, max: 20 }), (whole, slices) => {
        const due = twapSchedule(whole, { slices, window: 600_000_000 as Duration })
        if (due === undefined) return whole.quantity < Math.max(whole.least, whole.step)
        const parts = due.map((it) => it.quantity)
        return (
          sum(parts) === whole.quantity &&
          parts.every((it) => it % whole.step === 0 && it >= whole.least) &&
          parts.length <= slices
        )
      }),
    )
  })

  it("stays within a fifth of an even part, but for rounding, however it is drawn", () => {
    const draws = fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: 20 })
    fc.assert(
      fc.property(wholes, fc.integer({ min: 1, max: 20 }), draws, (whole, slices, drawn) => {
        const left = [...drawn]
        const draw = (): number => left.shift() ?? 0
        const parts = unevenSlices(whole, { slices, variation: 0.2, draw })
        const even = whole.quantity / parts.length
        const slack = whole.step * parts.length
        return (
          sum(parts) === whole.quantity &&
          parts.every((it) => Math.abs(it - even) <= even * 0.2 + slack)
        )
      }),
    )
  })
})

describe("EXEC-44: a schedule by a curve of volume", () => {
  it("adds up to the whole, and sends nothing that is too small", () => {
    const curves = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 24 })
    fc.assert(
      fc.property(wholes, curves, (whole, curve) => {
        const parts = vwapSchedule(whole, curve)
        if (parts === undefined) return true
        return sum(parts) === whole.quantity && parts.every((it) => it === 0 || it >= whole.least)
      }),
    )
    expect(vwapSchedule({ quantity: 5, step: 1, least: 9 } as Whole, [1])).toBeUndefined()
  })
})

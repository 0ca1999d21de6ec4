import { describe, expect, it } from "vitest"
import { differences } from "./comparison.ts"

const exact = { abs: 0, rel: 0 }
const loose = { abs: 0.01, rel: 0.001 }
const agrees = (got: unknown, want: unknown, tolerance = exact) =>
  differences(got, want, tolerance).length === 0

describe("differences", () => {
  it("accepts a number within abs + rel * |want|, and no further", () => {
    expect(agrees(1000.9, 1000, loose)).toBe(true)
    expect(agrees(-1000.9, -1000, loose)).toBe(true)
    expect(agrees(1001.02, 1000, loose)).toBe(false)
    expect(agrees("1000", 1000, loose)).toBe(false)
  })

  it("names the place and both values of a wrong number", () => {
    expect(differences({ rows: [1, { x: 2 }] }, { rows: [1, { x: 3 }] }, exact)).toEqual([
      "result.rows[1].x: expected 3, got 2",
    ])
  })

  it("reads null as undefined, at any depth, and never as 0, NaN or Infinity", () => {
    expect(agrees(undefined, null)).toBe(true)
    expect(agrees([undefined, { x: undefined }], [null, { x: null }])).toBe(true)
    for (const got of [0, NaN, Infinity, -100, "", {}]) expect(agrees(got, null)).toBe(false)
  })

  it("fails a result that lacks an expected key, even when null is expected there", () => {
    expect(agrees({}, { x: 1 })).toBe(false)
    expect(differences({}, { x: null }, exact)).toEqual(["result.x: is missing"])
    expect(agrees(undefined, { x: null })).toBe(false)
  })

  it("ignores keys that were not asked for", () => {
    expect(agrees({ x: 1, y: 2 }, { x: 1 })).toBe(true)
  })

  it("fails NaN and the infinities wherever they stand, asked for or not", () => {
    expect(agrees(NaN, 1, { abs: 1e9, rel: 1e9 })).toBe(false)
    expect(agrees(Infinity, 1, { abs: 1e9, rel: 1e9 })).toBe(false)
    expect(agrees({ x: 1, y: NaN }, { x: 1 })).toBe(false)
    expect(agrees({ x: 1, y: { z: [0, -Infinity] } }, { x: 1 })).toBe(false)
    expect(agrees(Float64Array.of(1, NaN), [1, 2])).toBe(false)
  })

  it("wants arrays of exactly the expected length, plain or typed", () => {
    expect(agrees([1, 2], [1, 2])).toBe(true)
    expect(agrees(Float64Array.of(1, 2), [1, 2])).toBe(true)
    expect(agrees([1, 2, 3], [1, 2])).toBe(false)
    expect(agrees([1], [1, 2])).toBe(false)
    expect(agrees({ 0: 1, length: 1 }, [1])).toBe(false)
    expect(agrees([1], { 0: 1 })).toBe(false)
  })

  it("compares decimal text exactly, trailing zeros aside", () => {
    expect(agrees("0.0500", "0.05", loose)).toBe(true)
    expect(agrees("1e-8", "0.00000001")).toBe(true)
    expect(agrees("0.050000000000000000000001", "0.05", loose)).toBe(false)
    expect(agrees(0.05, "0.05", loose)).toBe(false)
  })

  it("compares other text and booleans exactly", () => {
    expect(agrees("NOTIONAL", "NOTIONAL")).toBe(true)
    expect(agrees("notional", "NOTIONAL")).toBe(false)
    expect(agrees(true, true)).toBe(true)
    expect(agrees(1, true)).toBe(false)
    expect(agrees(undefined, false)).toBe(false)
  })
})

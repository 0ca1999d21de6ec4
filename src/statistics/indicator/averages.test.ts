import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Bollinger } from "./bollinger.ts"
import { Ema } from "./ema.ts"
import { RollingMoments } from "./rolling-moments.ts"
import { ZScore } from "./z-score.ts"

const invalid = expect.objectContaining({ code: "INVALID_INPUT" })
const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 80,
})

describe("Ema", () => {
  it("is seeded with the plain mean, then gives a new value 2 / (n + 1)", () => {
    const ema = new Ema(3)
    ema.push(1)
    ema.push(2)
    expect(ema.isWarm).toBe(false)
    expect(ema.value).toBeNaN()
    ema.push(6)
    expect(ema.isWarm).toBe(true)
    expect(ema.value).toBe(3)
    ema.push(5)
    expect(ema.value).toBe(4)
  })

  it("stays where a constant series is, to the last bit", () => {
    const ema = new Ema(7)
    for (let i = 0; i < 1000; i++) ema.push(0.75)
    expect(ema.value).toBe(0.75)
  })

  it("never leaves the range of what it was given", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 20 }), (values, period) => {
        const ema = new Ema(period)
        for (const value of values) ema.push(value)
        fc.pre(ema.isWarm)
        expect(ema.value).toBeLessThanOrEqual(Math.max(...values) + 1e-6)
        expect(ema.value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6)
      }),
    )
  })

  it("refuses NaN and the infinities, cold and warm, and keeps its value", () => {
    const ema = new Ema(1)
    expect(() => ema.push(NaN)).toThrow(invalid)
    ema.push(5)
    for (const x of [NaN, Infinity, -Infinity]) expect(() => ema.push(x)).toThrow(invalid)
    expect(ema.value).toBe(5)
  })

  it("refuses a period that is no whole number of at least one", () => {
    for (const period of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => new Ema(period)).toThrow(invalid)
    }
  })
})

describe("RollingMoments", () => {
  it("agrees with the definition over the window, whatever went before", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 20 }), (values, window) => {
        const moments = new RollingMoments(window)
        for (const value of [1e15, -1e15, ...values]) moments.push(value)
        fc.pre(values.length >= window)
        const inside = values.slice(-window)
        const mean = inside.reduce((a, b) => a + b, 0) / window
        const variance = inside.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (window - 1)
        expect(moments.mean).toBeCloseTo(mean, 6)
        expect(moments.deviation(1)).toBeCloseTo(Math.sqrt(variance), 6)
      }),
    )
  })

  it("keeps the digits of a small deviation under a large offset", () => {
    const moments = new RollingMoments(4)
    for (const x of [1, 2, 3, 4]) moments.push(1e9 + x)
    expect(moments.mean).toBe(1e9 + 2.5)
    expect(moments.deviation(1)).toBeCloseTo(Math.sqrt(5 / 3), 14)
    expect(moments.isConstant).toBe(false)
  })

  it("takes a constant window for constant, and the same figures asked twice for the same", () => {
    const moments = new RollingMoments(3)
    for (let i = 0; i < 5; i++) moments.push(0.1)
    expect(moments.isConstant).toBe(true)
    expect(moments.deviation(0)).toBe(moments.deviation(0))
  })

  it("is NaN until the window is full, and refuses NaN", () => {
    const moments = new RollingMoments(2)
    moments.push(1)
    expect(moments.isWarm).toBe(false)
    expect(moments.mean).toBeNaN()
    expect(moments.deviation(0)).toBeNaN()
    expect(() => moments.push(NaN)).toThrow(invalid)
    moments.push(3)
    expect(moments.isWarm).toBe(true)
    expect(moments.mean).toBe(2)
  })
})

describe("Bollinger", () => {
  it("lies around its mean by population deviations", () => {
    const bands = new Bollinger({ period: 4, width: 2 })
    for (const close of [2, 4, 4, 6]) bands.push(close)
    expect(bands.middle).toBe(4)
    expect(bands.upper).toBeCloseTo(4 + 2 * Math.SQRT2, 12)
    expect(bands.lower).toBeCloseTo(4 - 2 * Math.SQRT2, 12)
  })

  it("refuses a price that is not above zero, and a width below it", () => {
    expect(() => new Bollinger().push(0)).toThrow(invalid)
    expect(() => new Bollinger({ width: -1 })).toThrow(invalid)
  })
})

describe("ZScore", () => {
  it("judges a value by the window before it, so that a crash is not clipped", () => {
    const lagged = new ZScore(10)
    const inside = new ZScore(10, 0)
    for (const x of [1, 1.1, 0.9, 1, 1.05, 0.95, 1, 1.1, 0.9, 1, -5]) {
      lagged.push(x)
      inside.push(x)
    }
    expect(lagged.value).toBeLessThan(-50)
    expect(Math.abs(inside.value)).toBeLessThanOrEqual(9 / Math.sqrt(10) + 1e-12)
  })

  it("has no score while the window is short or flat, even when the price then moves", () => {
    const score = new ZScore(3)
    for (const x of [2, 2, 2, 3]) score.push(x)
    expect(score.isWarm).toBe(false)
    expect(score.value).toBeNaN()
    score.push(2)
    expect(score.isWarm).toBe(true)
  })
})

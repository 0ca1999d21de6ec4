import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Adx } from "./adx.ts"
import { Atr } from "./atr.ts"
import type { BarRange } from "./bar-range.ts"
import { Donchian } from "./donchian.ts"
import { Rsi } from "./rsi.ts"

const invalid = expect.objectContaining({ code: "INVALID_INPUT" })
const price = fc.double({ min: 1, max: 1000, noNaN: true })
const whole = fc.integer({ min: 1, max: 1000 })
const bars: fc.Arbitrary<BarRange[]> = fc.array(
  fc.tuple(price, price, fc.double({ min: 0, max: 1, noNaN: true })).map(([a, b, share]) => {
    const low = Math.min(a, b)
    const high = Math.max(a, b)
    return { high, low, close: low + share * (high - low) }
  }),
  { minLength: 1, maxLength: 60 },
)
const bar = (high: number, low: number, close: number): BarRange => ({ high, low, close })

describe("Atr", () => {
  it("has no true range for the first bar, and widens the others by the gap", () => {
    const atr = new Atr(2)
    atr.push(bar(12, 8, 10))
    atr.push(bar(15, 14, 14))
    expect(atr.isWarm).toBe(false)
    expect(atr.value).toBeNaN()
    atr.push(bar(13, 10, 11))
    expect(atr.isWarm).toBe(true)
    expect(atr.value).toBe((5 + 4) / 2)
    atr.push(bar(11.5, 11, 11))
    expect(atr.value).toBe((4.5 + 0.5) / 2)
  })

  it("refuses broken bars and leaves what it had untouched", () => {
    const atr = new Atr(1)
    atr.push(bar(2, 1, 1.5))
    const broken = [bar(1, 2, 1), bar(2, 0, 1), bar(NaN, 1, 1), bar(2, NaN, 1), bar(2, 1, NaN)]
    for (const one of [...broken, bar(Infinity, 1, 1), bar(2, 1, 0)]) {
      expect(() => atr.push(one)).toThrow(invalid)
    }
    expect(atr.isWarm).toBe(false)
    atr.push(bar(2, 1, 1.5))
    expect(atr.value).toBe(1)
  })
})

describe("Adx", () => {
  it("is warm after two periods, and then between 0 and 100", () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 8 }), (series, period) => {
        const adx = new Adx(period)
        for (const one of series) adx.push(one)
        expect(adx.isWarm).toBe(series.length >= 2 * period)
        if (!adx.isWarm) return
        for (const value of [adx.value, adx.plus, adx.minus]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(100 + 1e-9)
        }
      }),
    )
  })

  it("is 0, and not NaN, in a market that never moves", () => {
    const adx = new Adx(3)
    for (let i = 0; i < 10; i++) adx.push(bar(5, 5, 5))
    expect([adx.value, adx.plus, adx.minus]).toEqual([0, 0, 0])
  })
})

describe("Rsi", () => {
  it("lies between 0 and 100, and mirrors when gains become losses", () => {
    fc.assert(
      fc.property(fc.array(whole, { minLength: 5, maxLength: 40 }), (closes) => {
        const rsi = new Rsi(4)
        const mirrored = new Rsi(4)
        for (const close of closes) {
          rsi.push(close)
          mirrored.push(2000 - close)
        }
        expect(rsi.value).toBeGreaterThanOrEqual(0)
        expect(rsi.value).toBeLessThanOrEqual(100)
        expect(rsi.value + mirrored.value).toBeCloseTo(100, 6)
      }),
    )
  })

  it("is 50 without a move, and refuses a price of zero", () => {
    const rsi = new Rsi(2)
    for (let i = 0; i < 3; i++) rsi.push(7)
    expect(rsi.isWarm).toBe(true)
    expect(rsi.value).toBe(50)
    expect(() => rsi.push(0)).toThrow(invalid)
  })
})

describe("Donchian", () => {
  it("is the channel of the bars before the latest: a bar cannot break its own high", () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 10 }), (series, period) => {
        const channel = new Donchian(period)
        series.forEach((one, i) => {
          channel.push(one)
          const before = series.slice(Math.max(0, i - period), i)
          expect(channel.isWarm).toBe(before.length === period)
          if (before.length < period) {
            expect(channel.upper).toBeNaN()
            return
          }
          expect(channel.upper).toBe(Math.max(...before.map(({ high }) => high)))
          expect(channel.lower).toBe(Math.min(...before.map(({ low }) => low)))
        })
      }),
    )
  })

  it("refuses a broken bar and a period of zero", () => {
    expect(() => new Donchian(3).push(bar(1, 2, 1))).toThrow(invalid)
    expect(() => new Donchian(0)).toThrow(invalid)
  })
})

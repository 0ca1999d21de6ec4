import { Decimal } from "decimal.js"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  decimalsOf,
  divide,
  formatUnits,
  parseCount,
  parseUnits,
  powerOfTen,
  type Rounding,
} from "./decimal.ts"

const Exact = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 })
const units = fc.bigInt(-(10n ** 30n), 10n ** 30n)
const scale = fc.nat(18)

/** Decimal text as people and exchanges write it. */
const text = fc
  .record({
    sign: fc.constantFrom("", "-", "+"),
    whole: fc.stringMatching(/^\d{1,20}$/),
    fraction: fc.option(fc.stringMatching(/^\d{0,20}$/), { nil: undefined }),
    exponent: fc.option(fc.integer({ min: -25, max: 25 }), { nil: undefined }),
  })
  .map(
    ({ sign, whole, fraction, exponent }) =>
      `${sign}${whole}${fraction === undefined ? "" : `.${fraction}`}${exponent === undefined ? "" : `e${exponent}`}`,
  )

describe("parseUnits and formatUnits", () => {
  it("are each other's way back", () => {
    fc.assert(
      fc.property(units, scale, (n, scale) => {
        expect(parseUnits(formatUnits(n, scale), scale)).toBe(n)
        expect(parseUnits(formatUnits(n, scale, 8), scale)).toBe(n)
      }),
    )
  })

  it("say the same as an independent decimal library (GEN-6)", () => {
    fc.assert(
      fc.property(text, scale, (text, scale) => {
        const figure = new Exact(text).times(new Exact(10).pow(scale))
        if (figure.isInteger()) {
          expect(parseUnits(text, scale).toString()).toBe(
            figure.plus(0).toFixed().replace(/^-0$/, "0"),
          )
        } else {
          expect(() => parseUnits(text, scale)).toThrow(
            expect.objectContaining({ code: "TOO_PRECISE" }),
          )
        }
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(units, scale, (n, scale) => {
        const figure = new Exact(n.toString()).div(new Exact(10).pow(scale))
        expect(formatUnits(n, scale)).toBe(figure.toFixed())
      }),
    )
  })

  it("writes at least the decimals that are asked for", () => {
    expect(formatUnits(150_000_000n, 8, 2)).toBe("1.50")
    expect(formatUnits(123_456_789n, 8, 2)).toBe("1.23456789")
    expect(formatUnits(-5n, 8)).toBe("-0.00000005")
    expect(formatUnits(5, 0, 2)).toBe("5.00")
    expect(formatUnits(0n, 8)).toBe("0")
  })

  it.each([
    "",
    ".",
    "-",
    "+.",
    "1,5",
    " 1",
    "1 ",
    "1.2.3",
    "e5",
    "0x10",
    "NaN",
    "Infinity",
    "1e",
    "--1",
  ])("does not take %j for a number", (text) => {
    const code = expect.objectContaining({ code: "NOT_A_DECIMAL" })
    expect(() => parseUnits(text, 8)).toThrow(code)
    expect(() => parseCount(text, 8)).toThrow(code)
    expect(() => decimalsOf(text)).toThrow(code)
  })
})

describe("parseCount", () => {
  it("reads short and long text alike, and refuses what a double cannot hold", () => {
    const short = fc.stringMatching(/^-?\d{1,9}(\.\d{0,6})?$/)
    fc.assert(
      fc.property(fc.oneof(short, text), fc.nat(10), (text, scale) => {
        let expected: bigint | string
        try {
          expected = parseUnits(text, scale)
        } catch {
          expect(() => parseCount(text, scale)).toThrow(
            expect.objectContaining({ code: "TOO_PRECISE" }),
          )
          return
        }
        if (Number.isSafeInteger(Number(expected)))
          expect(BigInt(parseCount(text, scale))).toBe(expected)
        else
          expect(() => parseCount(text, scale)).toThrow(
            expect.objectContaining({ code: "TOO_LARGE" }),
          )
      }),
      { numRuns: 1000 },
    )
  })

  it("stops at the last count that is exact", () => {
    expect(parseCount("90071992.54740991", 8)).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => parseCount("90071992.54740992", 8)).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    )
  })
})

describe("decimalsOf", () => {
  it("counts decimals without trailing zeros, as an independent library does", () => {
    fc.assert(
      fc.property(text, (text) => {
        expect(decimalsOf(text)).toBe(new Exact(text).decimalPlaces())
      }),
      { numRuns: 1000 },
    )
  })
})

describe("divide", () => {
  const modes: Record<Rounding, Decimal.Rounding> = {
    down: Decimal.ROUND_DOWN,
    up: Decimal.ROUND_UP,
    "half-even": Decimal.ROUND_HALF_EVEN,
  }

  it("rounds in every direction as an independent decimal library does", () => {
    const dividends = fc.oneof(units, fc.bigInt(-1000n, 1000n))
    const divisors = fc.oneof(fc.bigInt(1n, 10n ** 20n), fc.bigInt(1n, 20n))
    const roundings = fc.constantFrom<Rounding>("down", "up", "half-even")
    fc.assert(
      fc.property(dividends, divisors, roundings, (dividend, divisor, rounding) => {
        const figure = new Exact(dividend.toString()).div(divisor.toString())
        const rounded = figure.toDecimalPlaces(0, modes[rounding]).plus(0)
        expect(divide(dividend, divisor, rounding).toString()).toBe(
          rounded.toFixed().replace(/^-0$/, "0"),
        )
      }),
      { numRuns: 2000 },
    )
  })

  it("settles a half towards the even neighbour", () => {
    expect([-5n, -3n, -1n, 1n, 3n, 5n].map((n) => divide(n, 2n, "half-even"))).toEqual([
      -2n,
      -2n,
      0n,
      0n,
      2n,
      2n,
    ])
  })
})

describe("powerOfTen", () => {
  it("is exact also beyond its table", () => {
    for (const exponent of [0, 1, 8, 38, 39, 60]) {
      expect(powerOfTen(exponent)).toBe(BigInt(`1${"0".repeat(exponent)}`))
    }
  })
})

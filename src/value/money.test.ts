import { Decimal } from "decimal.js"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assetOf, Money } from "./money.ts"

const Exact = Decimal.clone({ precision: 100, toExpNeg: -9e15, toExpPos: 9e15 })
const usdt = assetOf("USDT")
const units = fc.bigInt(-(10n ** 25n), 10n ** 25n)

describe("Money (GEN-6)", () => {
  it("adds, subtracts and compares exactly", () => {
    fc.assert(
      fc.property(units, units, (a, b) => {
        const [first, second] = [new Money(usdt, a), new Money(usdt, b)]
        const [x, y] = [new Exact(first.toString()), new Exact(second.toString())]
        expect(first.plus(second).toString()).toBe(x.plus(y).toFixed())
        expect(first.minus(second).toString()).toBe(x.minus(y).toFixed())
        expect(first.isLessThan(second)).toBe(x.lt(y))
        expect(first.plus(second).minus(second).equals(first)).toBe(true)
        expect(first.plus(first.negated()).isZero).toBe(true)
        expect(first.isNegative).toBe(x.lt(0))
      }),
    )
  })

  it("reads what it writes", () => {
    fc.assert(
      fc.property(units, (n) => {
        const money = new Money(usdt, n)
        expect(Money.parse(usdt, money.toString()).equals(money)).toBe(true)
        expect(money.toJSON()).toBe(`${money.toString()} USDT`)
      }),
    )
  })

  it("does not add two assets", () => {
    const [one, other] = [Money.parse(usdt, "1"), Money.parse(assetOf("BTC"), "1")]
    expect(() => one.plus(other)).toThrow(/two assets/)
    expect(() => one.minus(other)).toThrow(/two assets/)
    expect(() => one.isLessThan(other)).toThrow(/two assets/)
    expect(one.equals(other)).toBe(false)
  })

  it("does not round what is written too finely", () => {
    expect(Money.parse(usdt, "0.10000000000").units).toBe(10_000_000n)
    expect(() => Money.parse(usdt, "0.000000001")).toThrow(
      expect.objectContaining({ code: "TOO_PRECISE" }),
    )
  })

  it("has a zero and a float for statistics", () => {
    expect(Money.zero(usdt).isZero).toBe(true)
    expect(Money.parse(usdt, "-12.5").toFloat()).toBe(-12.5)
  })
})

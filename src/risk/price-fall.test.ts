import { array, assert, integer, property, record } from "fast-check"
import { expect, it } from "vitest"
import { seconds } from "../value/time.ts"
import { PriceFall } from "./price-fall.ts"

const S = seconds(1)

it("RISK-42: sees every fall of a tenth within 60 seconds, and none over more than 75", () => {
  const step = record({
    wait: integer({ min: 0, max: 40 }),
    price: integer({ min: 800, max: 1_000 }),
  })
  assert(
    property(array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const fall = new PriceFall()
      const seen: { at: number; price: number }[] = []
      let at = 1_000_000 * S
      for (const { wait, price } of steps) {
        at += wait * S
        seen.push({ at, price })
        const told = fall.onPrice(price, at)
        const within = (span: number): boolean =>
          seen.some((it) => at - it.at <= span * S && price <= it.price * 0.9)
        if (within(60)) expect(told).toBe(true)
        if (!within(75)) expect(told).toBe(false)
        expect(told).toBe(price <= fall.near)
      }
    }),
  )
})

it("is silent while there is no price", () => {
  const fall = new PriceFall()
  expect(fall.onPrice(NaN, 1)).toBe(false)
  expect(fall.onPrice(1_000, 2)).toBe(false)
  expect(fall.onPrice(900, 3)).toBe(true)
  expect(fall.onPrice(901, 3)).toBe(false)
})

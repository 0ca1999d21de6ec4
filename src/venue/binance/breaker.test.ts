import { describe, expect, it } from "vitest"
import { instantOf } from "../../value/brand.ts"
import { later, seconds } from "../../value/time.ts"
import { Breaker } from "./breaker.ts"

const START = instantOf(1_700_000_000_000_000)
const after = (n: number) => later(START, seconds(n))

/** As for orders: 3 failures in 10 s open it for 20 s. */
function failing(...moments: readonly number[]): Breaker {
  const breaker = new Breaker({ failures: 3, within: seconds(10), pause: seconds(20) })
  for (const moment of moments) breaker.failed(after(moment))
  return breaker
}

describe("a breaker (EXEC-64)", () => {
  it("opens after 3 failures within 10 s, for 20 s", () => {
    expect(failing(0, 1).admit(after(1))).toBe(true)
    const breaker = failing(0, 5, 9)
    expect(breaker.admit(after(9))).toBe(false)
    expect(breaker.isOpen(after(28))).toBe(true)
    expect(breaker.admit(after(29))).toBe(true)
  })

  it("stays closed when the failures lie further apart", () => {
    expect(failing(0, 5, 10).admit(after(10))).toBe(true)
  })

  it("lets three try again, and closes when two went well", () => {
    const breaker = failing(0, 0, 0)
    const tries = [1, 2, 3, 4].map(() => breaker.admit(after(20)))
    expect(tries).toEqual([true, true, true, false])
    breaker.succeeded(after(21))
    expect(breaker.admit(after(21))).toBe(false)
    breaker.succeeded(after(21))
    expect([1, 2, 3, 4].map(() => breaker.admit(after(21)))).toEqual([true, true, true, true])
  })

  it("is not moved by what passes in any case while it is open", () => {
    const breaker = failing(0, 0, 0)
    breaker.succeeded(after(1))
    breaker.succeeded(after(2))
    breaker.failed(after(19))
    expect(breaker.admit(after(19))).toBe(false)
    expect([1, 2, 3, 4].map(() => breaker.admit(after(20)))).toEqual([true, true, true, false])
  })

  it("opens again with the first failure of those that try", () => {
    const breaker = failing(0, 0, 0)
    breaker.admit(after(20))
    breaker.failed(after(21))
    expect(breaker.admit(after(40))).toBe(false)
    expect(breaker.admit(after(41))).toBe(true)
  })
})

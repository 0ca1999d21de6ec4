import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Instant, instantOf } from "../../value/brand.ts"
import { later, milliseconds, minutes, seconds } from "../../value/time.ts"
import { Allowance, connectionAttempts, streamMessages } from "./allowance.ts"

const START = instantOf(1_700_000_000_000_000)

/** When a taker who takes whatever there is gets each of `count`. */
function takenAt(allowance: Allowance, count: number): Instant[] {
  const times: Instant[] = []
  for (let at = START; times.length < count;) {
    if (allowance.take(at)) times.push(at)
    else at = allowance.freeAt
  }
  return times
}

describe("an allowance", () => {
  it("never gives more than it holds within any span, whatever the times", () => {
    const steps = fc.array(fc.nat(2_000_000), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), steps, (most, waits) => {
        const span = seconds(3)
        const allowance = new Allowance({ most, span })
        const taken: number[] = []
        let at = START
        for (const wait of waits) {
          at = (at + wait) as Instant
          if (allowance.take(at)) taken.push(at)
        }
        for (let i = most; i < taken.length; i++) {
          expect(taken[i] - taken[i - most]).toBeGreaterThanOrEqual(span)
        }
      }),
    )
  })

  it("gives the next one exactly when it says", () => {
    const allowance = new Allowance({ most: 1, span: seconds(2) })
    expect(allowance.take(START)).toBe(true)
    expect(allowance.freeAt).toBe(later(START, seconds(2)))
    expect(allowance.take(later(START, milliseconds(1999)))).toBe(false)
    expect(allowance.take(later(START, seconds(2)))).toBe(true)
  })

  it("lets four messages a second go to a market stream, of the five it allows", () => {
    const times = takenAt(streamMessages(), 9)
    expect(times.filter((at) => at < later(START, seconds(1)))).toHaveLength(4)
    expect(times[8]).toBe(later(START, seconds(2)))
  })

  it("lets 240 connections be tried in five minutes, of the 300 the exchange allows", () => {
    const times = takenAt(connectionAttempts(), 241)
    expect(times[239]).toBe(START)
    expect(times[240]).toBe(later(START, minutes(5)))
  })
})

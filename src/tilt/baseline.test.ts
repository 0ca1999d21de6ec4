import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { days, hours } from "../value/time.ts"
import { type Baseline, learn, newBaseline, type Usual, usualOf } from "./baseline.ts"

/** Four samples a day at one hour of the day, so many days from `from` on. */
function feed(
  b: Baseline,
  told: { from: number; days: number; value: (i: number) => number },
): number {
  let i = 0
  for (let day = told.from; day < told.from + told.days; day++) {
    for (let n = 0; n < 4; n++) {
      learn(b, "size", { at: days(day) + hours(9) + n * 1e6, value: told.value(i++) })
    }
  }
  return days(told.from + told.days)
}

const around = (middle: number) => (i: number) => middle * (0.9 + (i % 5) / 20)
const known = (b: Baseline, at: number): Usual => {
  const usual = usualOf(b, "size", at)
  expect(usual).toBeDefined()
  return usual ?? ({} as Usual)
}

describe("TILT-36: what is usual", () => {
  it("is not said before 30 days and 100 samples", () => {
    const b = newBaseline()
    expect(usualOf(b, "size", feed(b, { from: 0, days: 30, value: around(20) }))).toBeUndefined()
    expect(known(b, feed(b, { from: 30, days: 1, value: around(20) })).median).toBe(20)
  })

  it("tells hours of the day apart where there is enough", () => {
    const b = newBaseline()
    for (let day = 0; day < 31; day++) {
      learn(b, "size", { at: days(day) + hours(1), value: 10 + (day % 3) })
      learn(b, "size", { at: days(day) + hours(9), value: 20 + (day % 3) })
      for (let n = 0; n < 2; n++) learn(b, "size", { at: days(day) + hours(20 + n), value: 30 })
    }
    expect(known(b, days(40) + hours(1)).median).toBe(11)
    expect(known(b, days(40) + hours(9)).median).toBe(21)
    expect(known(b, days(40) + hours(15)).median).toBe(known(b, days(40) + hours(5)).median)
  })
})

describe("TILT-38: the baseline drifts by a tenth a week at most", () => {
  it("whatever is fed to it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }),
        (values) => {
          const b = newBaseline()
          feed(b, { from: 0, days: 31, value: around(20) })
          for (let week = 0; week < 6; week++) {
            const from = 31 + week * 7
            const before = known(b, days(from) + hours(9))
            const at = feed(b, { from, days: 7, value: (i) => values[i % values.length] ?? 1 })
            const after = known(b, at + hours(9))
            for (const name of ["median", "q1", "q3"] as const) {
              const most = Math.abs(before[name]) * 0.1000001
              expect(Math.abs(after[name] - before[name])).toBeLessThanOrEqual(most)
            }
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it("and follows a real change, week by week", () => {
    const b = newBaseline()
    feed(b, { from: 0, days: 31, value: around(20) })
    const at = feed(b, { from: 31, days: 70, value: around(40) })
    expect(known(b, at + hours(9)).median).toBeCloseTo(40, 0)
  })
})

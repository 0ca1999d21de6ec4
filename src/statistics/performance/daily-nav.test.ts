import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf } from "../../value/brand.ts"
import { DAY_US } from "../../value/time.ts"
import { dailyNavOf, type NavEvent } from "./daily-nav.ts"

const on = (day: number) => instantOf(Math.round(day * DAY_US))
const equity = (day: number, value: number): NavEvent => ({
  kind: "equity",
  at: on(day),
  equity: value,
})
const flow = (day: number, amount: number, equityBefore: number): NavEvent => ({
  kind: "flow",
  at: on(day),
  amount,
  equityBefore,
})
const invalid = expect.objectContaining({ code: "INVALID_INPUT" })

describe("dailyNavOf", () => {
  it("returns 0 for a day without events, and leaves the day that is not over out", () => {
    expect(dailyNavOf([equity(10.5, 100), equity(12.5, 110)], on(13.9))).toEqual({
      epochDays: [10, 11, 12],
      nav: [1, 1, 1.1],
      returns: [0, 0, 1.1 - 1],
    })
  })

  it("gives an event at exactly midnight to the new day", () => {
    const nav = dailyNavOf([equity(0.1, 100), equity(1, 150)], on(2))
    expect(nav?.nav).toEqual([1, 1.5])
  })

  it("sees no profit in a deposit and no loss in a withdrawal", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: -0.9, max: 10, noNaN: true }),
        (moves, share) => {
          // The same account twice; in the second, a share of it moves on the second day.
          let plain = 1000
          let moved = 1000
          const events = [[equity(0, plain)], [equity(0, moved)]]
          moves.forEach((move, i) => {
            plain *= move
            moved *= move
            events[0].push(equity(i + 0.5, plain))
            events[1].push(equity(i + 0.5, moved))
            if (i > 0) return
            events[1].push(flow(i + 0.6, moved * share, moved))
            moved += moved * share
          })
          const [without, having] = events.map((list) => dailyNavOf(list, on(moves.length)))
          without?.nav.forEach((value, i) => {
            expect(Math.abs((having?.nav[i] ?? NaN) / value - 1)).toBeLessThan(1e-12)
          })
        },
      ),
    )
  })

  it("starts units with a first deposit, and takes events in any order", () => {
    const ordered = [flow(0.1, 500, 0), equity(0.5, 550), equity(1.5, 495)]
    const nav = dailyNavOf(ordered, on(2))
    expect(nav?.nav[0]).toBeCloseTo(1.1, 12)
    expect(nav?.returns[1]).toBeCloseTo(-0.1, 12)
    expect(dailyNavOf(ordered.toReversed(), on(2))).toEqual(nav)
  })

  it("is undefined without events, and after a day that ended at zero", () => {
    expect(dailyNavOf([], on(5))).toBeUndefined()
    expect(dailyNavOf([equity(0, 100), equity(0.5, 0)], on(1))?.returns).toEqual([-1])
    expect(dailyNavOf([equity(0, 100), equity(0.5, 0)], on(2))).toBeUndefined()
  })

  it("is empty before the first day is over", () => {
    expect(dailyNavOf([equity(0.5, 100)], on(0.9))).toEqual({ epochDays: [], nav: [], returns: [] })
  })

  it("refuses a start at zero, debt, flows of an account worth nothing, and NaN", () => {
    const refused: readonly (readonly NavEvent[])[] = [
      [equity(0, 0)],
      [flow(0, -5, 0)],
      [equity(0, 100), equity(0.5, -1)],
      [equity(0, 100), flow(0.5, 50, 0)],
      [equity(0, 100), flow(0.5, -100, 100)],
      [equity(0, NaN)],
      [equity(0, 100), flow(0.5, Infinity, 100)],
    ]
    for (const events of refused) expect(() => dailyNavOf(events, on(1))).toThrow(invalid)
  })
})

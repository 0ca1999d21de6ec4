import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Duration, type Instant, instantOf } from "../../value/brand.ts"
import { FOREVER, later, milliseconds, minutes, NEVER, seconds } from "../../value/time.ts"
import { ExchangeClock } from "./clock.ts"

const START = instantOf(1_700_000_000_000_000)

/** A look at a clock that is `ahead` of ours, over a line with these delays. */
function look(clock: ExchangeClock, at: Instant, ahead: Duration, there = 10, back = 10): Instant {
  const seenAt = later(at, milliseconds(there + back))
  clock.learn({ sentAt: at, seenAt, time: (at + milliseconds(there) + ahead) as Instant })
  return seenAt
}

describe("the exchange's clock (EXEC-63)", () => {
  it("is not trusted before it was seen, and asked for at once", () => {
    const clock = new ExchangeClock()
    expect(clock.isTrusted(START)).toBe(false)
    expect(clock.nextDue).toBe(NEVER)
    expect(clock.takeLook(START)).toBe(true)
    expect(clock.nextDue).toBe(FOREVER)
    expect(clock.takeLook(START)).toBe(false)
  })

  it("is asked for each second until it is steady, and then every 5 minutes", () => {
    const clock = new ExchangeClock()
    let at = look(clock, START, seconds(3))
    expect(clock.nextDue).toBe(later(at, seconds(1)))
    at = look(clock, at, seconds(3))
    at = look(clock, at, seconds(3))
    expect(clock.nextDue).toBe(later(at, minutes(5)))
    expect(clock.isTrusted(at)).toBe(true)
    expect(clock.toExchange(at)).toBe(later(at, seconds(3)))
    expect(clock.toOurs(later(at, seconds(3)))).toBe(at)
  })

  it("goes by the quickest round trips, not by the slow ones", () => {
    const clock = new ExchangeClock()
    let at = START
    for (let i = 0; i < 5; i++) at = look(clock, at, milliseconds(250))
    for (let i = 0; i < 5; i++) at = look(clock, at, milliseconds(250), 900, 3)
    expect(clock.offset).toBe(milliseconds(250))
    expect(clock.uncertainty).toBe(milliseconds(10))
  })

  it("is not trusted after a single look that took more than 2 s", () => {
    const clock = new ExchangeClock()
    const at = look(clock, START, seconds(0), 2_100, 0)
    expect(clock.isTrusted(at)).toBe(false)
  })

  it("forgets what it knew when one of the clocks was put forward or back", () => {
    const clock = new ExchangeClock()
    let at = START
    for (let i = 0; i < 5; i++) at = look(clock, at, seconds(0))
    at = look(clock, at, seconds(-5))
    expect(clock.offset).toBe(seconds(-5))
    expect(clock.looks).toBe(1)
    expect(clock.nextDue).toBe(later(at, seconds(1)))
  })

  it("is asked for again at once when a request was refused for its time (-1021)", () => {
    const clock = new ExchangeClock()
    let at = START
    for (let i = 0; i < 3; i++) at = look(clock, at, seconds(0))
    clock.doubt(at)
    expect(clock.isTrusted(at)).toBe(false)
    expect(clock.takeLook(at)).toBe(true)
    clock.miss(later(at, seconds(10)))
    expect(clock.nextDue).toBe(later(at, seconds(11)))
  })

  it("is not trusted when it was not seen for three checks in a row", () => {
    const clock = new ExchangeClock()
    const at = look(clock, START, seconds(0))
    expect(clock.isTrusted(later(at, minutes(15)))).toBe(true)
    expect(clock.isTrusted(later(at, minutes(16)))).toBe(false)
  })

  it("follows a slow drift", () => {
    const clock = new ExchangeClock()
    for (let i = 0; i < 40; i++) look(clock, later(START, minutes(5 * i)), milliseconds(3 * i))
    expect(clock.offset).toBeGreaterThan(milliseconds(3 * 33))
  })

  it("errs by no more than it says, whatever the line does", () => {
    const delays = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }))
    const ahead = fc.integer({ min: -100_000, max: 100_000 })
    fc.assert(
      fc.property(fc.array(delays, { minLength: 1, maxLength: 15 }), ahead, (line, ms) => {
        const clock = new ExchangeClock()
        let at = START
        for (const [there, back] of line) at = look(clock, at, milliseconds(ms), there, back)
        const worst = Math.max(...line.map(([there, back]) => there + back)) / 2
        expect(Math.abs(clock.offset - milliseconds(ms))).toBeLessThanOrEqual(worst * 1_000 + 1)
        expect(clock.uncertainty).toBeLessThanOrEqual(worst * 1_000)
      }),
    )
  })
})

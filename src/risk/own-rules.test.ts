import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Instant, ratioOf } from "../value/brand.ts"
import { hours, later, minutes, parseInstant } from "../value/time.ts"
import { CEILINGS } from "./limits.ts"
import { OwnRules, type Rules } from "./own-rules.ts"

const START = parseInstant("2026-03-02 14:00")
const rules = (position: number, strategiesGoOn = false): Rules => ({
  limits: { ...CEILINGS, position: ratioOf(position) },
  strategiesGoOn,
})
const calm = { isCalm: true }

describe("TILT-62: the owner's own rules", () => {
  it("become stricter at once, also while the guard is at level 2", () => {
    const own = new OwnRules()
    expect(own.want(rules(20_000), START, { isCalm: false })).toBe("tighter")
    expect(own.at(START).limits.position).toBe(20_000)
  })

  it("become looser after an hour, to the microsecond", () => {
    const own = new OwnRules()
    own.want(rules(20_000), START, calm)
    expect(own.want(rules(40_000), START, calm)).toBe("looser")
    const due = later(START, hours(1))
    expect(own.at((due - 1) as Instant).limits.position).toBe(20_000)
    expect(own.at(due).limits.position).toBe(40_000)
    expect(own.answer).toContain("1 h 00 m")
  })

  it("can be set back until then", () => {
    const own = new OwnRules()
    own.want(rules(20_000), START, calm)
    own.want(rules(40_000), START, calm)
    own.want(rules(20_000), later(START, minutes(30)), calm)
    expect(own.answer).toContain("stand as they are")
    expect(own.at(later(START, hours(2))).limits.position).toBe(20_000)
  })

  it("are not loosened at level 2, and what waits is dropped when it is reached", () => {
    const own = new OwnRules()
    own.want(rules(20_000), START, calm)
    expect(own.want(rules(40_000), START, { isCalm: false })).toBe("looser")
    expect(own.at(later(START, hours(9))).limits.position).toBe(20_000)
    own.want(rules(40_000), START, calm)
    own.dropLooser(later(START, minutes(59)))
    expect(own.at(later(START, hours(9))).limits.position).toBe(20_000)
    own.want(rules(40_000), START, calm)
    own.dropLooser(later(START, hours(1)))
    expect(own.at(later(START, hours(9))).limits.position).toBe(40_000)
  })

  it("TILT-45: that strategies go on behind a lock is looser; that they rest is stricter", () => {
    const own = new OwnRules()
    expect(own.want(rules(50_000, true), START, calm)).toBe("looser")
    expect(own.at(START).strategiesGoOn).toBe(false)
    expect(own.at(later(START, hours(1))).strategiesGoOn).toBe(true)
    expect(own.want(rules(50_000, false), later(START, hours(2)), calm)).toBe("tighter")
    expect(own.at(later(START, hours(2))).strategiesGoOn).toBe(false)
  })

  it("nothing loosens inside an hour, whatever is asked when", () => {
    const wish = fc.record({
      position: fc.integer({ min: 1, max: 50_000 }),
      dayLoss: fc.integer({ min: 1, max: 50_000 }),
      goesOn: fc.boolean(),
      after: fc.integer({ min: 0, max: 5_400_000_000 }),
      isCalm: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
        const own = new OwnRules()
        /** Everything that was asked for, with its moment. */
        const asked: { at: Instant; position: number; goesOn: boolean }[] = []
        let at = START
        for (const { position, dayLoss, goesOn, after, isCalm } of wishes) {
          at = later(at, after as never)
          const before = own.at(at)
          const limits = { ...CEILINGS, position: ratioOf(position), dayLoss: ratioOf(dayLoss) }
          own.want({ limits, strategiesGoOn: goesOn }, at, { isCalm })
          asked.push({ at, position, goesOn })
          const now = own.at(at)
          expect(now.limits.position).toBeLessThanOrEqual(
            Math.min(position, before.limits.position),
          )
          expect(now.limits.dayLoss).toBeLessThanOrEqual(Math.min(dayLoss, before.limits.dayLoss))
          const soon = own.at(later(at, (hours(1) - 1) as never))
          expect(soon).toEqual(now)
          const late = own.at(later(at, hours(1)))
          expect(late.limits.position).toBeLessThanOrEqual(isCalm ? position : now.limits.position)
          if (late.strategiesGoOn) expect(goesOn).toBe(true)
        }
      }),
    )
  })
})

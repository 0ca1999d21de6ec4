import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Instant, instantOf } from "../../value/brand.ts"
import { FOREVER, later, milliseconds, minutes, seconds } from "../../value/time.ts"
import { Budget, type RateLimit } from "./budget.ts"
import type { Priority } from "./orders/call.ts"

/** At the start of a minute. */
const START = instantOf(1_700_000_040_000_000)
const WEIGHT: RateLimit = {
  rateLimitType: "REQUEST_WEIGHT",
  interval: "MINUTE",
  intervalNum: 1,
  limit: 100,
}
const ORDERS: RateLimit = {
  rateLimitType: "ORDERS",
  interval: "SECOND",
  intervalNum: 10,
  limit: 10,
}
const costOf = (priority: Priority, weight: number, orders = 0) => ({ priority, weight, orders })

function budgetOf(...limits: RateLimit[]): Budget {
  const budget = new Budget()
  budget.adopt(limits)
  return budget
}

/** How many calls of a kind go out at one moment. */
function taken(budget: Budget, priority: Priority, at: Instant = START, orders = 0): number {
  let count = 0
  while (budget.take(costOf(priority, 1, orders), at)) count++
  return count
}

describe("the budget (EXEC-73)", () => {
  it("stays at 80 % of what the exchange publishes, questions below that", () => {
    const budget = budgetOf(WEIGHT)
    expect(taken(budget, "question")).toBe(70)
    expect(taken(budget, "entry")).toBe(10)
  })

  it("lets what lowers risk use the rest, and no more", () => {
    const budget = budgetOf(WEIGHT)
    taken(budget, "entry")
    expect(taken(budget, "urgent")).toBe(20)
    expect(taken(budget, "urgent")).toBe(0)
  })

  it("counts orders apart from weight", () => {
    const budget = budgetOf(WEIGHT, ORDERS)
    expect(taken(budget, "entry", START, 1)).toBe(8)
    expect(taken(budget, "urgent", START, 1)).toBe(2)
    expect(budget.take(costOf("urgent", 1, 0), START)).toBe(true)
  })

  it("begins anew with each window of the exchange's clock, and not before", () => {
    const budget = budgetOf(WEIGHT)
    const late = later(START, seconds(59))
    expect(taken(budget, "entry", late)).toBe(80)
    expect(budget.freeAt(costOf("entry", 1), late)).toBe(later(START, minutes(1)))
    expect(taken(budget, "entry", later(START, milliseconds(59_999)))).toBe(0)
    expect(taken(budget, "entry", later(START, minutes(1)))).toBe(80)
  })

  it("believes the exchange where it counted more, and itself where that is older", () => {
    const budget = budgetOf(WEIGHT, ORDERS)
    budget.hearHeaders({ "x-mbx-used-weight-1m": "75", "x-mbx-order-count-10s": "7" }, START)
    budget.hearHeaders({ "x-mbx-used-weight-1m": "3", "x-mbx-order-count-10s": "soon" }, START)
    expect(budget.usage(START).map(({ used }) => used)).toEqual([75, 7])
    budget.hearCounts(
      [
        { ...WEIGHT, count: 79 },
        { ...ORDERS, intervalNum: 99, count: 9 },
      ],
      START,
    )
    expect(taken(budget, "entry")).toBe(1)
  })

  it("takes limits that change at run time over with what was counted", () => {
    const budget = budgetOf(WEIGHT)
    expect(taken(budget, "entry")).toBe(80)
    budget.adopt([{ ...WEIGHT, limit: 50 }])
    expect(taken(budget, "urgent")).toBe(0)
    budget.adopt([{ ...WEIGHT, limit: 200 }])
    expect(taken(budget, "entry")).toBe(80)
  })

  it("goes by 1,200 weight a minute and 50 orders in 10 s while nothing could be read", () => {
    expect(taken(new Budget(), "entry")).toBe(960)
    expect(taken(new Budget(), "entry", START, 1)).toBe(40)
    expect(taken(budgetOf(), "entry")).toBe(960)
    expect(taken(budgetOf({ ...WEIGHT, interval: "FORTNIGHT" }), "entry")).toBe(960)
    expect(taken(budgetOf({ ...WEIGHT, limit: 0 }), "entry")).toBe(960)
  })

  it("asks nothing before the time that a 429 or 418 named", () => {
    const budget = budgetOf(WEIGHT)
    const until = later(START, seconds(7))
    budget.stop({ isBan: true, until }, START)
    budget.stop({ isBan: false, until: later(START, seconds(2)) }, START)
    expect(budget.isBanned(START)).toBe(true)
    expect(taken(budget, "urgent", later(START, seconds(6)))).toBe(0)
    expect(budget.freeAt(costOf("urgent", 1), START)).toBe(until)
    expect(taken(budget, "urgent", until)).toBe(100)
    expect(budget.isBanned(until)).toBe(false)
  })

  it("waits a minute after a 429 that names no time", () => {
    const budget = budgetOf(WEIGHT)
    budget.stop({ isBan: false, until: undefined }, START)
    expect(budget.closedUntil).toBe(later(START, minutes(1)))
  })

  it("says so when a call never fits", () => {
    const budget = budgetOf(WEIGHT)
    budget.take(costOf("question", 1), START)
    expect(budget.freeAt(costOf("question", 70), START)).toBe(later(START, minutes(1)))
    expect(budget.freeAt(costOf("question", 71), START)).toBe(FOREVER)
  })

  it("is never exceeded in any window, whatever is asked when", () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 20_000 }),
      priority: fc.constantFrom<Priority>("urgent", "entry", "question"),
      weight: fc.integer({ min: 0, max: 60 }),
      orders: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const budget = budgetOf(WEIGHT, ORDERS)
        let at = START
        const sums = new Map<string, number>()
        const add = (name: string, amount: number): number => {
          sums.set(name, (sums.get(name) ?? 0) + amount)
          return sums.get(name) ?? 0
        }
        for (const { wait, ...cost } of steps) {
          at = later(at, milliseconds(wait))
          if (!budget.take(cost, at)) {
            expect(budget.freeAt(cost, at)).toBeGreaterThan(at - 1)
            continue
          }
          const share = cost.priority === "urgent" ? 1 : 0.8
          const minute = add(`weight ${Math.floor(at / 60_000_000)}`, cost.weight)
          const ten = add(`orders ${Math.floor(at / 10_000_000)}`, cost.orders)
          if (cost.weight > 0) expect(minute).toBeLessThanOrEqual(100 * share)
          if (cost.orders > 0) expect(ten).toBeLessThanOrEqual(10 * share)
        }
      }),
    )
  })
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fillOf, orderOf } from "../../tests/support/order.ts"
import { instantOf, quantityOf } from "../value/brand.ts"
import { isFinal, type Order, type OrderStatus, remaining } from "./order.ts"
import type { Fill, Report } from "./report.ts"
import { transition } from "./transition.ts"

const about = { id: orderOf().id, at: instantOf(1) }
const accepted: Report = { kind: "accepted", ...about, venueId: "77" }
const triggered: Report = { kind: "triggered", ...about }
const rejected: Report = { kind: "rejected", ...about, code: -2010, text: "No." }
const cancelRejected: Report = { kind: "cancel-rejected", ...about, code: -2011, text: "Unknown." }
const unanswered: Report = { kind: "unanswered", ...about }
const absentAt = (at: number): Report => ({ kind: "absent", ...about, at: instantOf(at) })
/** The exchange does not know it, and 16 s later it still does not. */
const absent = absentAt(1)
const gone = absentAt(16_000_001)
const filled = (tradeId: number, quantity: number): Report => ({
  kind: "filled",
  ...about,
  fill: fillOf(tradeId, quantity),
})
const cancelled = (executed: number): Report => ({
  kind: "cancelled",
  ...about,
  executed: quantityOf(executed),
})
const expired = (executed: number): Report => ({
  kind: "expired",
  ...about,
  executed: quantityOf(executed),
  reason: "",
})
const told = (
  status: Extract<Report, { kind: "told" }>["status"],
  fills: readonly Fill[],
  executed = fills.reduce((sum, fill) => sum + fill.quantity, 0),
): Report => ({
  kind: "told",
  ...about,
  venueId: "77",
  status,
  executed: quantityOf(executed),
  fills,
})

const after = (reports: readonly Report[], order: Order = orderOf()): Order =>
  reports.reduce((order, report) => transition(order, report).order, order)
const status = (...reports: readonly Report[]): OrderStatus => after(reports).status

describe("EXEC-6: an order's way", () => {
  it.each<[OrderStatus, Report[]]>([
    ["pending", []],
    ["open", [accepted]],
    ["open", [filled(1, 4)]],
    ["open", [accepted, triggered, filled(1, 4)]],
    ["filled", [accepted, filled(1, 4), filled(2, 6)]],
    ["filled", [told("filled", [fillOf(1, 10)])]],
    ["cancelled", [accepted, cancelled(0)]],
    ["cancelled", [accepted, filled(1, 4), cancelled(4)]],
    ["expired", [expired(0)]],
    ["expired", [filled(1, 4), expired(4)]],
    ["rejected", [rejected]],
    ["unresolved", [unanswered]],
    ["rejected", [unanswered, rejected]],
    ["absent", [unanswered, absent, gone]],
    ["open", [unanswered, told("open", [])]],
    ["open", [told("open", [fillOf(1, 4)])]],
    ["filled", [unanswered, filled(1, 4), filled(2, 6)]],
  ])("is %s at last", (expected, reports) => {
    expect(status(...reports)).toBe(expected)
  })

  it("counts fills in quantity and value, and knows what may still fill", () => {
    const order = after([accepted, filled(1, 4), filled(2, 1)])
    expect(order).toMatchObject({ filled: 5, filledQuoteUnits: 50_000_000n, venueId: "77" })
    expect(remaining(order)).toBe(5)
    expect(isFinal(order)).toBe(false)
    expect(isFinal(after([rejected]))).toBe(true)
  })
})

describe("EXEC-61: an unknown result is never failed", () => {
  it("holds an end whose fills are missing as unresolved until they come", () => {
    for (const end of [
      cancelled(7),
      expired(7),
      told("cancelled", [], 7),
      told("filled", [], 10),
    ]) {
      expect(status(accepted, filled(1, 4), end)).toBe("unresolved")
    }
    expect(status(filled(1, 4), cancelled(7), filled(2, 2))).toBe("unresolved")
    expect(status(filled(1, 4), cancelled(7), filled(2, 3))).toBe("cancelled")
    expect(status(told("filled", [fillOf(1, 4)], 10), filled(2, 6))).toBe("filled")
  })

  it("holds a story with missing fills as unresolved", () => {
    expect(status(told("open", [], 4))).toBe("unresolved")
    expect(status(told("open", [], 4), told("open", [fillOf(1, 4)]))).toBe("open")
  })

  it("takes a missing answer for nothing once the order is known", () => {
    expect(status(accepted, unanswered)).toBe("open")
    expect(status(cancelled(0), unanswered)).toBe("cancelled")
  })

  it("asks about an order whose cancel was refused: it is gone, or it is there", () => {
    expect(status(accepted, cancelRejected)).toBe("unresolved")
    expect(status(accepted, cancelRejected, told("cancelled", []))).toBe("cancelled")
    expect(status(accepted, cancelRejected, told("open", []))).toBe("open")
    expect(status(cancelRejected)).toBe("pending")
    expect(status(filled(1, 10), cancelRejected)).toBe("filled")
  })

  it("never takes an order for absent or rejected of which a fill or an end was told", () => {
    for (const denial of [gone, rejected]) {
      expect(status(accepted, denial)).toBe("open")
      expect(status(filled(1, 4), denial)).toBe("open")
      expect(status(unanswered, filled(1, 4), denial)).toBe("unresolved")
      expect(status(told("cancelled", [], 4), denial)).toBe("unresolved")
      expect(status(cancelled(0), denial)).toBe("cancelled")
    }
  })

  it("takes an order up again that was thought never to have been there", () => {
    for (const denial of [gone, rejected]) {
      const order = after([unanswered, absent, denial, filled(1, 4)])
      expect(order).toMatchObject({ status: "unresolved", filled: 4 })
      expect(after([told("cancelled", [fillOf(1, 4)])], order).status).toBe("cancelled")
      expect(status(unanswered, absent, denial, filled(1, 10))).toBe("filled")
    }
    expect(status(unanswered, absent, gone, accepted)).toBe("unresolved")
    expect(status(unanswered, absent, gone, told("open", []))).toBe("open")
    expect(status(unanswered, absent, gone, cancelled(0))).toBe("cancelled")
    expect(status(unanswered, absent, gone, cancelled(4))).toBe("unresolved")
  })

  it("EXEC-61: believes that it is missing only 16 s after it was missing, by the exchange's clock", () => {
    expect(status(unanswered, absent, absent, absent)).toBe("unresolved")
    expect(status(unanswered, absent, absentAt(16_000_000))).toBe("unresolved")
    expect(status(unanswered, absentAt(16_000_000), absent)).toBe("unresolved")
    expect(status(unanswered, gone, absent)).toBe("absent")
    expect(status(unanswered, absent, absentAt(9_000_000), gone)).toBe("absent")
    expect(status(absent, unanswered, gone)).toBe("absent")
  })

  it("lets no story from before an end bring an order back", () => {
    expect(status(filled(1, 4), cancelled(7), told("open", [fillOf(1, 4)]))).toBe("unresolved")
    expect(status(cancelled(0), told("open", []))).toBe("cancelled")
  })
})

describe("EXEC-7: fills come from the exchange, each once", () => {
  it("counts a fill after the end was told", () => {
    const step = transition(after([cancelled(0)]), filled(1, 4))
    expect(step.order).toMatchObject({ status: "cancelled", filled: 4 })
    expect(step.fresh).toHaveLength(1)
  })

  it("counts no trade twice, by whatever report it comes", () => {
    const order = after([filled(1, 4)])
    expect(transition(order, filled(1, 4))).toEqual({ order, fresh: [] })
    const step = transition(order, told("open", [fillOf(1, 4), fillOf(2, 3), fillOf(2, 3)], 7))
    expect(step.fresh.map((fill) => fill.tradeId)).toEqual(["2"])
    expect(step.order.filled).toBe(7)
  })
})

/** All that an exchange may tell of one order that ended, and noise on the way. */
const STORY = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
    isCancelled: fc.boolean(),
    noise: fc.array(fc.constantFrom(triggered, unanswered, cancelRejected, absent, gone), {
      maxLength: 3,
    }),
    isTold: fc.boolean(),
  })
  .map(({ sizes, isCancelled, noise, isTold }) => {
    let left = 10
    const fills: Fill[] = []
    for (const size of sizes) {
      const quantity = Math.min(size, left)
      left -= quantity
      if (quantity > 0) fills.push(fillOf(fills.length + 1, quantity))
    }
    const executed = 10 - left
    const as = left === 0 ? "filled" : isCancelled ? "cancelled" : "expired"
    const end = as === "cancelled" ? cancelled(executed) : expired(executed)
    const reports: Report[] = [
      accepted,
      ...fills.map((fill): Report => ({ kind: "filled", ...about, fill })),
      ...(as === "filled" ? [] : [end]),
      ...noise,
      // A story told on the way, and one told at the end.
      told("open", fills.slice(0, 1)),
      ...(isTold ? [told(as, fills)] : []),
    ]
    return { reports, fills, as, executed }
  })

const shuffledTwice = STORY.chain((story) =>
  fc
    .tuple(
      fc.shuffledSubarray(story.reports, { minLength: story.reports.length }),
      fc.array(fc.constantFrom(...story.reports), { maxLength: 6 }),
    )
    .map(([once, again]) => ({ ...story, played: [...once, ...again] })),
)

describe("of any story", () => {
  it("any order of reports, with any of them twice, ends in the same order", () => {
    fc.assert(
      fc.property(shuffledTwice, ({ played, fills, as, executed }) => {
        const order = after(played)
        // Silence can be taken for absence only before anything was told; what was told wins.
        expect(order.status).toBe(as)
        expect(order.filled).toBe(executed)
        expect(order.filledQuoteUnits).toBe(BigInt(executed) * 10_000_000n)
        expect(order.venueId).toBe("77")
        const ids = order.fills.map((fill) => fill.tradeId).toSorted()
        expect(ids).toEqual(fills.map((fill) => fill.tradeId))
      }),
      { numRuns: 2_000 },
    )
  })

  it("is idempotent: the same report again is no news", () => {
    fc.assert(
      fc.property(shuffledTwice, ({ played }) => {
        let order = orderOf()
        for (const report of played) {
          order = transition(order, report).order
          const again = transition(order, report)
          expect(again.order).toBe(order)
          expect(again.fresh).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })

  it("changes only by way of frozen orders, and a final one keeps its fills growing alone", () => {
    fc.assert(
      fc.property(shuffledTwice, ({ played }) => {
        let order = orderOf()
        for (const report of played) {
          const { order: next, fresh } = transition(order, report)
          expect(Object.isFrozen(next)).toBe(true)
          expect(next.fills.slice(0, order.fills.length)).toEqual(order.fills)
          expect(next.fills.length).toBe(order.fills.length + fresh.length)
          const isSettled = isFinal(order) && order.status !== "absent"
          if (isSettled) expect(isFinal(next)).toBe(true)
          order = next
        }
      }),
      { numRuns: 500 },
    )
  })
})

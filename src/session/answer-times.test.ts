import { describe, expect, it } from "vitest"
import type { Fact } from "../engine/records.ts"
import { orderIdOf } from "../order/request.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { hours, later, minutes, seconds } from "../value/time.ts"
import { AnswerTimes } from "./answer-times.ts"

const NOW: Instant = instantOf(hours(480_000))

const placed = (id: string): Fact =>
  ({
    kind: "placed",
    request: { kind: "place", id: orderIdOf(id), instrument: 0, side: "buy" },
  }) as unknown as Fact

const told = (id: string): Fact => ({
  kind: "report",
  report: { kind: "accepted", id: orderIdOf(id), at: NOW, venueId: "1" },
})

describe("how long the exchange takes to answer (UI-15, EXEC-6)", () => {
  it("is measured from the line in the journal to the first word, once for each order", () => {
    const times = new AnswerTimes()
    times.hear(placed("a"), NOW)
    times.hear(told("a"), later(NOW, seconds(2)))
    times.hear(told("a"), later(NOW, seconds(9)))
    times.hear(told("b"), later(NOW, seconds(9)))
    expect(times.latest).toEqual([seconds(2)])
  })

  it("leaves out orders that were lost, and those of a process that ended", () => {
    const times = new AnswerTimes()
    times.hear(placed("a"), NOW)
    times.hear(told("a"), later(NOW, minutes(2)))
    times.hear(placed("b"), NOW)
    times.hear({ kind: "started", reason: "restart" } as unknown as Fact, later(NOW, seconds(1)))
    times.hear(told("b"), later(NOW, seconds(2)))
    expect(times.latest).toEqual([])
  })
})

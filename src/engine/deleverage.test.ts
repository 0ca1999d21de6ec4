import { describe, expect, it } from "vitest"
import { Holder, START } from "../../tests/support/holder.ts"
import type { Instant } from "../value/brand.ts"
import { later, minutes, seconds } from "../value/time.ts"

const at = (minute: number): Instant => later(START, minutes(minute))

/** Ten thousand dollars' worth of one coin, which is all there is. */
const holding = (): Holder => new Holder({ worth: 10_000 })

describe("RISK-40: a day that loses much", () => {
  it.each([
    [9_001, 100_000],
    [9_000, 75_000],
    [8_801, 75_000],
    [8_800, 50_000],
    [8_601, 50_000],
    [8_600, 25_000],
    [8_501, 25_000],
    [8_500, 0],
  ])("at a price of %i after 10,000, %i counts are left", (price, left) => {
    // From its high of the day in one minute each, no faster than a tenth a minute.
    const holder = holding()
    holder.price([9_500], at(2))
    holder.price([price], at(4))
    expect(holder.held(0)).toBe(left)
  })

  it("sells 25 % at 10 %, and at 12 % as much again: in all since the day began", () => {
    const holder = holding()
    holder.price([9_000], at(2))
    expect(holder.held(0)).toBe(75_000)
    holder.price([8_990], at(4))
    expect(holder.held(0)).toBe(75_000)
    // What was sold falls no more, so the price has to fall further for the account to have lost 12 %.
    holder.price([8_660], at(6))
    // Rounded in favour of selling.
    expect(holder.held(0)).toBe(49_999)
  })

  it("acts within seconds, not at the next minute: 14 % lost while the day was watched", () => {
    const holder = holding()
    holder.price([9_500], at(2))
    holder.tick(0, 8_600, later(at(2), seconds(20)))
    expect(holder.held(0)).toBe(100_000)
    holder.tick(0, 8_600, later(at(2), seconds(22)))
    expect(holder.held(0)).toBe(25_000)
  })

  it("is watched no more when the loss is made good, or nothing is held", () => {
    const holder = holding()
    // The engine is asked for again a second after the sample, or at the next one.
    const rest = (minute: number): number => holder.engine.nextDue - at(minute)
    holder.price([9_800], at(2))
    expect(rest(3)).toBe(seconds(1))
    holder.price([9_801], at(4))
    expect(rest(5)).toBe(minutes(1))
    holder.price([9_500], at(6))
    holder.price([8_500], at(8))
    expect(holder.held(0)).toBe(0)
    holder.price([8_500], at(10))
    expect(rest(11)).toBe(minutes(1))
  })

  it("what is kept has its stop again, and nothing is entered meanwhile", () => {
    const holder = holding()
    holder.price([9_000], at(2))
    const [stop, ...others] = [...holder.engine.books.live.values()]
    expect(others).toEqual([])
    expect(stop).toMatchObject({ purpose: "protection", terms: { quantity: 75_000 } })
  })

  it("a stop of the process in between does not sell the same part twice", () => {
    const holder = holding()
    holder.price([9_000], at(2))
    holder.restart(at(5))
    holder.price([9_000], at(6))
    expect(holder.held(0)).toBe(75_000)
    expect(holder.facts("reduced")).toHaveLength(1)
  })

  it("RISK-45: a new day begins with the ladder whole", () => {
    const holder = holding()
    holder.price([9_000], at(2))
    holder.price([9_000], at(24 * 60 + 5))
    holder.price([7_700], at(24 * 60 + 10))
    expect(holder.facts("reduced").map((it) => it.stagePpm)).toEqual([100_000, 100_000])
  })
})

describe("RISK-41: the order of closing", () => {
  it("the largest loser goes first, when everything is closed", () => {
    const holder = new Holder({ markets: ["BTC", "ETH", "SOL"], bought: 10_000 })
    holder.price([9_990, 9_900, 9_950], at(2))
    holder.command({ kind: "close-all", reason: "enough" }, at(4))
    const exits = holder.sent.flatMap((it) => {
      const place = it.kind === "replace" ? it.place : it
      return place.kind === "place" && !("stop" in place.terms) ? [place.instrument] : []
    })
    expect(exits).toEqual([1, 2, 0])
  })
})

describe("RISK-48: everything is cancelled and closed", () => {
  it("a stop stands until the sale of its position takes its place, in one request", () => {
    const holder = new Holder({ markets: ["BTC", "ETH"] })
    holder.command({ kind: "close-all", reason: "enough" }, at(4))
    expect(holder.sent.filter((it) => it.kind === "cancel")).toEqual([])
    expect(holder.sent.filter((it) => it.kind === "replace")).toHaveLength(2)
    expect([holder.held(0), holder.held(1)]).toEqual([0, 0])
  })
})

describe("RISK-42: a fall within a minute", () => {
  it.each([
    [8_510, 100_000],
    [8_500, 50_000],
  ])("to %i leaves %i counts", (price, left) => {
    // The day began far lower, so that its own ladder says nothing.
    const holder = new Holder({ worth: 10_000, cash: 100_000 })
    holder.tick(0, 10_000, at(3))
    holder.tick(0, price, later(at(3), minutes(0.5)))
    expect(holder.code).toBe("RISK-42")
    expect(holder.held(0)).toBe(left)
    expect(holder.facts("alert").filter((it) => it.id === "RISK-42")).toHaveLength(
      left === 50_000 ? 1 : 0,
    )
  })
})

import { describe, expect, it } from "vitest"
import { Bench } from "../../../tests/support/desk.ts"
import { milliseconds, seconds } from "../../value/time.ts"
import { makeStrategy } from "./catalogue.ts"

const bench = (params: Record<string, string> = {}): Bench =>
  new Bench(makeStrategy("spread-capture", params))
/** 10 bp of the middle to a hair, on a price of 100,000. */
const WIDE: readonly [number, number] = [99_950, 100_050]
const CLOSED: readonly [number, number] = [99_990, 100_010]

describe("STRAT-10, spread capture", () => {
  it("wishes one passive entry, target and stop measured after the round trip's cost (D9)", () => {
    const wishes = bench().quote(...WIDE)
    expect(wishes).toEqual([
      {
        kind: "enter",
        instrument: 0,
        stake: 50_000,
        target: 7_000,
        stop: 8_000,
        isPassive: true,
        because: "the spread is at least 0.1 %",
      },
    ])
  })

  it.each([
    [99_951, 100_050, 0],
    [99_950, 100_050, 1],
    [99_949, 100_050, 1],
  ])("wants a spread of 10 bp: %i / %i gives %i wishes", (bid, ask, wishes) => {
    expect(bench().quote(bid, ask)).toHaveLength(wishes)
  })

  it("sees no spread in a book with an empty or crossed side", () => {
    for (const [bid, ask] of [
      [0, 100_050],
      [99_950, 0],
      [0, 0],
      [100_050, 99_950],
    ] as const) {
      expect(bench().quote(bid, ask)).toEqual([])
    }
  })

  it.each([
    [100_000, 1],
    [100_001, 0],
  ])("wants quotes that arrive within 100 ms: %i µs give %i wishes", (delay, wishes) => {
    const it = bench()
    it.delay = delay
    expect(it.quote(...WIDE)).toHaveLength(wishes)
  })

  it("tries an order that was turned away again after 100 ms, three times, and then rests", () => {
    const it = bench()
    expect(it.quote(...WIDE)).toHaveLength(1)
    for (let retry = 1; retry <= 3; retry++) {
      it.ended("entry", "rejected")
      it.now += milliseconds(100) - 1
      expect(it.quote(...WIDE)).toEqual([])
      it.now += 1
      expect(it.quote(...WIDE)).toHaveLength(1)
    }
    it.ended("entry", "rejected")
    it.now += seconds(30) - 1
    expect(it.quote(...WIDE)).toEqual([])
    it.now += 1
    expect(it.quote(...WIDE)).toHaveLength(1)
  })

  it.each([
    [19, 0, 1],
    [20, 13, 0],
    [21, 14, 1],
    [200, 134, 1],
    [200, 133, 0],
  ])(
    "enters a pair only while its own win rate reaches break-even (D9): %i trips, %i wins, %i wishes",
    (trips, wins, wishes) => {
      const it = bench()
      it.record = { trips, wins }
      expect(it.quote(...WIDE)).toHaveLength(wishes)
    },
  )

  it("rests 30 s between entries, also when a wish came to nothing", () => {
    const it = bench()
    expect(it.quote(...WIDE)).toHaveLength(1)
    it.now = seconds(30) - 1
    expect(it.quote(...WIDE)).toEqual([])
    it.now = seconds(30)
    expect(it.quote(...WIDE)).toHaveLength(1)
  })

  it("rests 30 s after a position has ended", () => {
    const it = bench()
    it.hold(99_950)
    it.quote(...WIDE)
    it.now = seconds(100)
    it.sell()
    expect(it.quote(...WIDE)).toEqual([])
    it.now = seconds(130) - 1
    expect(it.quote(...WIDE)).toEqual([])
    it.now = seconds(130)
    expect(it.quote(...WIDE)).toHaveLength(1)
  })

  it("withdraws the entry when the spread closes, and asks again only after a second", () => {
    const it = bench()
    it.quote(...WIDE)
    it.isEntering = true
    expect(it.quote(...WIDE)).toEqual([])
    const withdraw = { kind: "withdraw", instrument: 0, because: "the spread has closed" }
    expect(it.quote(...CLOSED)).toEqual([withdraw])
    expect(it.quote(...CLOSED)).toEqual([])
    it.now = seconds(1)
    expect(it.quote(...CLOSED)).toEqual([withdraw])
  })

  it("withdraws what is left of an entry that has filled in part", () => {
    const it = bench()
    it.isEntering = true
    it.hold(99_950)
    expect(it.quote(...CLOSED)).toEqual([expect.objectContaining({ kind: "withdraw" })])
  })

  it("withdraws an entry that has rested for as long as a position may be held", () => {
    const it = bench()
    it.isEntering = true
    expect(it.quote(...WIDE)).toEqual([])
    it.now = seconds(300) - 1
    expect(it.quote(...WIDE)).toEqual([])
    it.now = seconds(300)
    expect(it.quote(...WIDE)).toEqual([expect.objectContaining({ kind: "withdraw" })])
  })

  it("leaves after 300 s, once", () => {
    const it = bench()
    it.hold(99_950)
    expect(it.quote(...CLOSED)).toEqual([])
    it.now = seconds(300) - 1
    expect(it.quote(...CLOSED)).toEqual([])
    it.now = seconds(300)
    expect(it.quote(...CLOSED)).toEqual([expect.objectContaining({ kind: "leave" })])
    it.now = seconds(301)
    expect(it.quote(...CLOSED)).toEqual([])
  })

  it("measures the holding time of each position from its own beginning", () => {
    const it = bench()
    it.hold(99_950)
    it.quote(...CLOSED)
    it.now = seconds(200)
    it.sell()
    it.quote(...CLOSED)
    it.hold(99_950)
    it.quote(...CLOSED)
    it.now = seconds(499)
    expect(it.quote(...CLOSED)).toEqual([])
    it.now = seconds(500)
    expect(it.quote(...CLOSED)).toHaveLength(1)
  })
})

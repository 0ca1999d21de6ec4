import { describe, expect, it } from "vitest"
import { Bench } from "../../../tests/support/desk.ts"
import { minutes } from "../../value/time.ts"
import { makeStrategy } from "./catalogue.ts"

/** Mean 10,000, deviation 1.155: the price of 1.0 in counts of 0.0001. */
const WINDOW = [9_999, 10_001, 9_999, 10_001]

function warm(params: Record<string, string> = {}): Bench {
  const given = { window: "4", minutes: "1", cost: "0", ...params }
  const bench = new Bench(makeStrategy("reversion", given))
  for (const close of WINDOW) expect(bench.candle({ close })).toEqual([])
  return bench
}

describe("STRAT-30, reversion of a stablecoin pair", () => {
  it("buys more than two deviations below a mean that ends before the price", () => {
    expect(warm().candle({ close: 9_998 })).toEqual([])
    expect(warm().candle({ close: 9_997 })).toEqual([
      {
        kind: "enter",
        instrument: 0,
        stake: 50_000,
        because: "the price lies 2.6 deviations below its mean",
      },
    ])
  })

  it.each([
    [9_981, 0],
    [9_980, 1],
  ])(
    "wants the way back to be longer than its cost of 0.2 %%: %i gives %i wishes",
    (close, wishes) => {
      expect(warm({ cost: "0.2" }).candle({ close })).toHaveLength(wishes)
    },
  )

  it("leaves above the mean, not at it", () => {
    const bench = warm()
    bench.hold(9_997)
    expect(bench.candle({ close: 10_000 })).toEqual([])
    expect(bench.candle({ close: 10_001 })).toEqual([expect.objectContaining({ kind: "leave" })])
  })

  it("never sells what it does not hold", () => {
    expect(warm().candle({ close: 10_030 })).toEqual([])
  })

  it("does not buy while an entry is on its way, nor in a window without movement", () => {
    const entering = warm()
    entering.isEntering = true
    expect(entering.candle({ close: 9_990 })).toEqual([])
    const still = new Bench(makeStrategy("reversion", { window: "4", minutes: "1" }))
    for (let i = 0; i < 6; i++) still.candle({ close: 10_000 })
    expect(still.candle({ close: 9_990 })).toEqual([])
  })
})

describe("STRAT-35, the guard of the peg", () => {
  it.each([
    [9_949, 0],
    [9_950, 1],
    [9_951, 1],
  ])("buys nothing more than 0.5 %% off the peg: %i gives %i wishes", (close, wishes) => {
    expect(warm().candle({ close })).toHaveLength(wishes)
  })

  it("stops for good when the pair has been off for more than 5 minutes, and leaves", () => {
    const bench = warm()
    bench.hold(9_990)
    bench.quote(9_948, 9_950)
    bench.now += minutes(5)
    expect(bench.quote(9_948, 9_950)).toEqual([])
    bench.now += 1
    const because = "the pair has been off its peg for too long"
    expect(bench.quote(9_948, 9_950)).toEqual([
      { kind: "withdraw", instrument: 0, because },
      { kind: "leave", instrument: 0, because },
    ])
    bench.sell()
    bench.now += minutes(60)
    bench.quote(9_999, 10_001)
    expect(bench.candle({ close: 9_980 })).toEqual([])
  })

  it("begins to count anew when the pair was back at its peg in between", () => {
    const bench = warm()
    bench.hold(10_000)
    bench.quote(10_051, 10_053)
    bench.now += minutes(4)
    bench.quote(10_049, 10_051)
    bench.now += minutes(4)
    bench.quote(10_051, 10_053)
    bench.now += minutes(5)
    expect(bench.quote(10_051, 10_053)).toEqual([])
  })

  it("also hears it from candles alone", () => {
    const bench = warm({ leave: "5" })
    bench.hold(10_000)
    for (let i = 0; i < 6; i++) expect(bench.candle({ close: 9_900 })).toEqual([])
    expect(bench.candle({ close: 9_900 })).toHaveLength(2)
  })

  it("does not take a book with an empty side for a price", () => {
    const bench = warm()
    bench.hold(10_000)
    bench.quote(0, 10_000)
    bench.now += minutes(10)
    expect(bench.quote(0, 10_000)).toEqual([])
  })
})

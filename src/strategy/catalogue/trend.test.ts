import { describe, expect, it } from "vitest"
import { Bench } from "../../../tests/support/desk.ts"
import { makeStrategy } from "./catalogue.ts"

/** Look-backs of 5, 10 and 20 days; a swing is known after three days. */
const FEW = { longest: "20", lookbacks: "3", window: "2", cost: "0" }
const trend = (params: Record<string, string> = {}): Bench =>
  new Bench(makeStrategy("trend", { ...FEW, ...params }))

/** Day after day the price rises by a little, evenly. */
function rising(bench: Bench, count: number, from = 10_000): void {
  for (let day = 0; day < count; day++) bench.candle({ close: from * 1.001 ** day })
}

const enter = (told: object = {}): unknown => [
  expect.objectContaining({ kind: "enter", instrument: 0, ...told }),
]
const leave = [expect.objectContaining({ kind: "leave", instrument: 0 })]

describe("STRAT-90, trend", () => {
  it("is judged once a day", () => {
    expect(makeStrategy("trend", {}).watches).toEqual([
      { kind: "bars", symbol: "BTCUSDT", interval: 86_400_000_000 },
    ])
  })

  it("decides nothing before half of the look-backs have a past to look at", () => {
    const bench = trend()
    for (let day = 0; day < 10; day++) expect(bench.candle({ close: 10_000 + day })).toEqual([])
    // Day 11: the look-backs of 5 and 10 days vote, the one of 20 does not yet.
    expect(bench.candle({ close: 10_010 })).toEqual(
      enter({ stake: 50_000, stop: 20_000, because: "2 of 2 look-backs rise" }),
    )
  })

  it("is long while more look-backs rise than fall, and flat while more fall", () => {
    const bench = trend()
    rising(bench, 21)
    bench.hold(10_000)
    // Below the close of 5 days ago, above those of 10 and 20: two of three still rise.
    expect(bench.candle({ close: 10_130 })).toEqual([])
    // Below those of 5 and 10 days ago.
    expect(bench.candle({ close: 10_105 })).toEqual(leave)
  })

  it("holds what it has while as many rise as fall", () => {
    const even = (): Bench => {
      const bench = trend({ lookbacks: "2" })
      rising(bench, 21)
      return bench
    }
    expect(even().candle({ close: 10_130 })).toEqual([])
    const holding = even()
    holding.hold(10_000)
    expect(holding.candle({ close: 10_130 })).toEqual([])
    expect(holding.candle({ close: 9_000 })).toEqual(leave)
  })

  it.each([
    // Two returns x apart have a deviation of x / sqrt(2); times sqrt(365) that is the yearly swing.
    [0.01, "20", 50_000],
    [0.02, "20", 37_012],
    [0.02, "25", 46_265],
    [0.1, "20", 25_000],
  ])(
    "holds less of a market that swings more: %d between two days, %s %% a year",
    (x, v, stake) => {
      const bench = trend({ volatility: v })
      let close = 10_000
      for (let day = 0; day < 10; day++) bench.candle({ close })
      // A day at rest, then a rise by x: a swing of 13.5, 27 or 135 % a year.
      expect(bench.candle({ close: (close *= Math.exp(x)) })).toEqual(enter({ stake }))
    },
  )

  it.each([
    [0.0012, 0],
    [0.0013, 1],
  ])("leaves a market alone that swings less than trading it costs: %d gives %i wishes", (x, n) => {
    const bench = trend({ cost: "0.2" })
    for (let day = 0; day < 10; day++) bench.candle({ close: 10_000 })
    // x / sqrt(2) a day, times sqrt(5) over the shortest look-back.
    expect(bench.candle({ close: 10_000 * Math.exp(x) })).toHaveLength(n)
  })

  it("rests for the shortest look-back after its position was stopped", () => {
    const bench = trend()
    rising(bench, 21)
    bench.hold(10_200)
    bench.ended("entry", "filled", 10)
    expect(bench.candle({ close: 10_300 })).toEqual([])
    bench.sell()
    for (let day = 0; day < 5; day++) expect(bench.candle({ close: 10_400 + day })).toEqual([])
    expect(bench.candle({ close: 10_500 })).toEqual(enter())
  })

  it("does not rest after it sold by itself, nor after a wish that came to nothing", () => {
    const bench = trend()
    rising(bench, 20)
    expect(bench.candle({ close: 10_250 })).toEqual(enter())
    expect(bench.candle({ close: 10_260 })).toEqual(enter())
    bench.hold(10_260)
    bench.ended("entry", "filled", 10)
    expect(bench.candle({ close: 9_000 })).toEqual(leave)
    bench.sell()
    expect(bench.candle({ close: 10_400 })).toEqual(enter())
  })

  it("does not buy while an entry is on its way", () => {
    const bench = trend()
    rising(bench, 20)
    bench.isEntering = true
    expect(bench.candle({ close: 10_250 })).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { Bench } from "../../../tests/support/desk.ts"
import { Atr } from "../../statistics/indicator/atr.ts"
import { makeStrategy } from "./catalogue.ts"

/** Bars of a market that goes nowhere: every high is 10,000. */
const QUIET = { close: 9_990, high: 10_000, low: 9_980, volume: 100 }

function afterQuiet(params: Record<string, string> = {}): Bench {
  // Three candles out of a dead calm give an ADX of 20: the default of 25 needs four.
  const bench = new Bench(makeStrategy("breakout", { adx: "15", ...params }))
  for (let i = 0; i < 40; i++) expect(bench.candle(QUIET)).toEqual([])
  return bench
}

describe("STRAT-20, momentum breakout", () => {
  it("buys once three candles stand beyond the 20-period high", () => {
    const bench = afterQuiet()
    expect(bench.candle({ close: 10_150 })).toEqual([])
    expect(bench.candle({ close: 10_220, volume: 200 })).toEqual([])
    expect(bench.candle({ close: 10_230, volume: 200 })).toEqual([
      expect.objectContaining({ kind: "enter", instrument: 0, stake: 50_000, stop: 20_000 }),
    ])
  })

  it.each([
    [10_199, 0],
    [10_200, 1],
    [10_201, 1],
  ])("wants the high exceeded by 2 %%: a close of %i gives %i wishes", (close, wishes) => {
    const bench = afterQuiet()
    bench.candle({ close: 10_150 })
    bench.candle({ close: 10_160 })
    expect(bench.candle({ close, volume: 200 })).toHaveLength(wishes)
  })

  it.each([
    [149, 0],
    [150, 1],
    [151, 1],
  ])("wants 1.5 times the mean volume: %i over 100 gives %i wishes", (volume, wishes) => {
    const bench = afterQuiet()
    bench.candle({ close: 10_150 })
    bench.candle({ close: 10_160 })
    expect(bench.candle({ close: 10_250, volume })).toHaveLength(wishes)
  })

  it.each([
    [3, "19.8", 1],
    [3, "20", 0],
    [4, "25", 1],
    [4, "25.7", 0],
  ])("wants a trend: %i candles with an ADX limit of %s give %i wishes", (count, adx, wishes) => {
    const bench = afterQuiet({ adx })
    for (let i = 1; i < count; i++) bench.candle({ close: 10_150 + 10 * i })
    expect(bench.candle({ close: 10_250, volume: 300 })).toHaveLength(wishes)
  })

  it("puts the stop half an average range below the last swing when that is nearer than 2 %", () => {
    const bench = afterQuiet()
    const atr = new Atr(14)
    for (let i = 0; i < 40; i++) atr.push(QUIET)
    const lows = [10_155, 10_152, 10_150, 10_158, 10_160]
    for (const low of [10_020, ...lows]) {
      const candle = { close: low + 10, high: low + 20, low }
      atr.push(candle)
      expect(bench.candle(candle)).toEqual([])
    }
    const last = { close: 10_210, high: 10_215, low: 10_170, volume: 500 }
    atr.push(last)
    const stop = Math.floor(((10_210 - (10_150 - atr.value / 2)) / 10_210) * 1_000_000)
    expect(stop).toBeLessThan(20_000)
    expect(bench.candle(last)).toEqual([expect.objectContaining({ kind: "enter", stop })])
  })

  it("buys a level once, and the next one only after a candle has closed below it", () => {
    const bench = afterQuiet({ volume: "0", adx: "5" })
    for (const close of [10_150, 10_160]) bench.candle({ close })
    expect(bench.candle({ close: 10_250 })).toHaveLength(1)
    expect(bench.candle({ close: 10_300 })).toEqual([])
    expect(bench.candle({ close: 9_990 })).toEqual([])
    for (const close of [10_310, 10_320]) expect(bench.candle({ close })).toEqual([])
    expect(bench.candle({ close: 10_600 })).toHaveLength(1)
  })

  it("forgets a level that is older than the channel it came from", () => {
    const bench = afterQuiet({ volume: "0", adx: "0" })
    for (let i = 0; i < 20; i++) expect(bench.candle({ close: 10_100 })).toEqual([])
    expect(bench.candle({ close: 10_250 })).toEqual([])
    expect(bench.candle({ close: 10_251 })).toEqual([])
    // The level is 10,100 now, and 2 % above it is 10,302.
    expect(bench.candle({ close: 10_301 })).toEqual([])
    expect(bench.candle({ close: 10_302 })).toHaveLength(1)
  })

  it("does not buy while an entry is on its way or a position is held", () => {
    for (const occupy of [
      (bench: Bench) => (bench.isEntering = true),
      (bench: Bench) => bench.hold(10_250),
    ]) {
      const bench = afterQuiet()
      occupy(bench)
      for (const close of [10_150, 10_160]) bench.candle({ close })
      expect(bench.candle({ close: 10_250, volume: 300 })).toEqual([])
    }
  })
})

describe("the trailed level", () => {
  const holding = (): Bench => {
    const bench = new Bench(makeStrategy("breakout", {}))
    bench.hold(10_000)
    return bench
  }
  const leave = [{ kind: "leave", instrument: 0, because: expect.stringMatching(/./) as string }]

  const raise = (stop: number): unknown => [
    { kind: "raise", instrument: 0, stop, because: "the gain is trailed" },
  ]

  it("does nothing before a gain of 0.5 %: the resting stop stands alone", () => {
    const bench = holding()
    for (const close of [10_049, 10_000, 9_850]) expect(bench.candle({ close })).toEqual([])
  })

  it("moves the stop to entry plus round-trip cost at a gain of 0.5 % (D9)", () => {
    const bench = holding()
    expect(bench.candle({ close: 10_050 })).toEqual(raise(10_020))
    expect(bench.candle({ close: 10_021 })).toEqual(raise(10_020))
    expect(bench.candle({ close: 10_020 })).toEqual(leave)
  })

  it("then trails the highest close by 0.5 %, and never comes down", () => {
    const bench = holding()
    expect(bench.candle({ close: 10_400 })).toEqual(raise(10_348))
    expect(bench.candle({ close: 10_349 })).toEqual(raise(10_348))
    expect(bench.candle({ close: 10_500 })).toEqual(raise(10_447.5))
    expect(bench.candle({ close: 10_447 })).toEqual(leave)
  })

  it("is measured on closes: a wick is not a gain", () => {
    const bench = holding()
    expect(bench.candle({ close: 10_010, high: 10_900 })).toEqual([])
    expect(bench.candle({ close: 10_005 })).toEqual([])
  })

  it("begins anew with the next position", () => {
    const bench = holding()
    bench.candle({ close: 10_400 })
    bench.sell()
    bench.candle({ close: 10_000 })
    bench.hold(10_000)
    expect(bench.candle({ close: 10_000 })).toEqual([])
  })
})

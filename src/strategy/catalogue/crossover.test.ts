import { describe, expect, it } from "vitest"
import { Bench } from "../../../tests/support/desk.ts"
import { Crossover } from "./crossover.ts"

const warm = (): Bench => {
  const bench = new Bench(new Crossover({ fast: 2, slow: 4, minutes: 1 }))
  for (let i = 0; i < 3; i++) expect(bench.candle({ close: 100 })).toEqual([])
  return bench
}

describe("the crossover", () => {
  it("buys when the fast average is above the slow one, and not before both are warm", () => {
    expect(warm().candle({ close: 104 })).toEqual([
      {
        kind: "enter",
        instrument: 0,
        stake: 50_000,
        because: "the fast average is above the slow one by more than a round trip costs",
      },
    ])
  })

  it("buys nothing while the averages are equal, an entry is on its way or a position is held", () => {
    expect(warm().candle({ close: 100 })).toEqual([])
    const entering = warm()
    entering.isEntering = true
    expect(entering.candle({ close: 104 })).toEqual([])
    const holding = warm()
    holding.hold(100)
    expect(holding.candle({ close: 104 })).toEqual([])
  })

  it.each([
    [100.4, 0],
    [100.8, 1],
  ])(
    "buys only a distance beyond the cost of a round trip: %d gives %i wishes",
    (close, wishes) => {
      // Of the averages of 100, 100, 100, x the fast one has gained 5/12 more of the way.
      expect(warm().candle({ close })).toHaveLength(wishes)
    },
  )

  it("holds on while the fast average is above, however little", () => {
    const bench = warm()
    bench.hold(100)
    expect(bench.candle({ close: 100.1 })).toEqual([])
  })

  it("leaves when the fast average is no longer above, and wishes nothing when flat", () => {
    const bench = warm()
    bench.hold(100)
    expect(bench.candle({ close: 90 })).toEqual([expect.objectContaining({ kind: "leave" })])
    expect(warm().candle({ close: 90 })).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { minutes } from "../value/time.ts"
import { Turnover } from "./turnover.ts"

const FIRST = 28_800_000

/** One trade of these counts in the middle of each minute, from the first one on. */
function watched(trades: readonly number[]): Turnover {
  const turnover = new Turnover()
  for (const [i, quantity] of trades.entries()) {
    const at = minutes(FIRST + i) + minutes(1) / 2
    if (at >= turnover.rollAt) turnover.roll(at, 100)
    turnover.quantity += quantity
  }
  return turnover
}

describe("What traded before a moment", () => {
  it("is not known before as many whole minutes were watched", () => {
    const turnover = watched([1, 2, 3])
    expect(turnover.tradedBefore(minutes(FIRST + 3) - 1, 3)).toBeUndefined()
    expect(turnover.tradedBefore(minutes(FIRST + 3), 3)).toBe(6)
    expect(new Turnover().tradedBefore(minutes(FIRST), 1)).toBeUndefined()
  })

  it("leaves the running minute out until it is over", () => {
    const turnover = watched([1, 2, 4, 8])
    expect(turnover.tradedBefore(minutes(FIRST + 4) - 1, 2)).toBe(6)
    expect(turnover.tradedBefore(minutes(FIRST + 4), 2)).toBe(12)
  })

  it("counts minutes in which nothing trades, also those after the last trade", () => {
    const turnover = watched([1, 2, 4, 8])
    expect(turnover.tradedBefore(minutes(FIRST + 5), 2)).toBe(8)
    expect(turnover.tradedBefore(minutes(FIRST + 6), 2)).toBe(0)
    expect(turnover.tradedBefore(minutes(FIRST + 600), 30)).toBe(0)
  })

  it("takes a clock that was put back for the minute it had reached", () => {
    expect(watched([1, 2, 4]).tradedBefore(minutes(FIRST), 2)).toBe(3)
  })
})

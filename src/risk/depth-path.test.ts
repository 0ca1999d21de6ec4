import { describe, expect, it } from "vitest"
import { minutes } from "../value/time.ts"
import { DepthPath } from "./depth-path.ts"

/** What is left of the normal after these depths, one a minute, parts per million. */
function scoreOf(depths: readonly (number | undefined)[]): number | undefined {
  const path = new DepthPath()
  for (const [i, depth] of depths.entries()) path.onSample(minutes(i), depth)
  return path.scorePpm()
}
const hour = Array.from({ length: 60 }, () => 1_000)

describe("RISK-43: the depth as a part of its normal", () => {
  it("is not known before an hour of minutes was", () => {
    expect(scoreOf(hour.slice(1))).toBeUndefined()
    expect(scoreOf(hour)).toBe(1_000_000)
    expect(scoreOf([...hour.slice(1), undefined])).toBeUndefined()
  })

  it("is the better of two minutes: one thin moment says nothing", () => {
    expect(scoreOf([...hour, 100])).toBe(1_000_000)
    expect(scoreOf([...hour, 100, 99])).toBe(100_000)
  })

  it("is measured against the middle of a day, not against its best hours", () => {
    expect(scoreOf([...hour, ...hour.map(() => 500), ...hour.map(() => 500)])).toBe(1_000_000)
    expect(scoreOf([...hour, ...hour, 290, 290])).toBe(290_000)
  })

  it("is not known while the book is not, and counts no minute twice", () => {
    expect(scoreOf([...hour, 100, undefined])).toBeUndefined()
    const path = new DepthPath()
    for (let i = 0; i < 120; i++) path.onSample(minutes(1), 1_000)
    expect(path.scorePpm()).toBeUndefined()
  })

  it("says nothing of a market that has no depth in the middle of its day", () => {
    expect(scoreOf(hour.map(() => 0))).toBeUndefined()
  })
})

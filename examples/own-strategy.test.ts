import { describe, expect, it } from "vitest"
import { channelOnGenerated } from "./own-strategy.ts"

describe("the example of a strategy of one's own", () => {
  it("trades on the generated market, and comes to the same result each time", async () => {
    const [once, again] = [await channelOnGenerated(1), await channelOnGenerated(1)]
    expect(once.summary.trades).toBeGreaterThan(0)
    expect(Number(once.summary.fees)).toBeGreaterThan(0)
    expect(again.digest).toBe(once.digest)
    expect(again.summary).toEqual(once.summary)
  })
})

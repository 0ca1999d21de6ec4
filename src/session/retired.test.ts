import { describe, expect, it } from "vitest"
import { at, Trading } from "../../tests/support/trading.ts"
import type { Report } from "../order/report.ts"
import type { Place } from "../order/request.ts"
import { isRetired } from "./retired.ts"

describe("AUDIT-22: a session that is to end", () => {
  it("waits for its entries to be gone, and for the word that the stop of what they bought stands", () => {
    const trading = new Trading()
    const { engine } = trading
    expect(isRetired(engine.books)).toBe(true)
    trading.buy(1)
    const { id, terms } = trading.sent[0] as Place
    engine.onReport({ kind: "accepted", id, at: at(1), venueId: "1" }, at(1))
    expect(isRetired(engine.books)).toBe(false)
    const { quantity } = terms
    const fill = {
      tradeId: "1",
      price: 1_000_000,
      quantity,
      quoteUnits: BigInt(quantity) * 10_000_000n,
      feeAsset: "USDT",
      feeUnits: 0n,
      isMaker: false,
    }
    engine.onReport({ kind: "filled", id, at: at(2), fill } as unknown as Report, at(2))
    const stop = trading.sent[1] as Place
    expect(stop.terms.type).toBe("stop-loss-limit")
    expect(isRetired(engine.books)).toBe(false)
    engine.onReport({ kind: "accepted", id: stop.id, at: at(2), venueId: "2" }, at(2))
    expect(isRetired(engine.books)).toBe(true)
  })
})

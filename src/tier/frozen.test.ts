import { assert, bigInt, property } from "fast-check"
import { describe, expect, it } from "vitest"
import { entryIntent } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { CEILINGS, judgeLimits } from "../risk/limits.ts"
import { Books } from "../engine/books.ts"
import { Correlations } from "../engine/correlations.ts"
import { Lane } from "../engine/lane.ts"
import { StrategyEdge } from "../engine/strategy-edge.ts"
import { sceneFor } from "../engine/scene.ts"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Duration, instantOf, ratioOf } from "../value/brand.ts"
import { days } from "../value/time.ts"

const NOW = instantOf(days(20_000))

describe("TIER-12: beyond the ceiling of a tier sizes stay frozen", () => {
  it("the sizing base is equity up to $2,000, and $2,000 above it", () => {
    assert(
      property(bigInt({ min: 1n, max: 100_000n * DOLLAR }), (units) => {
        const instrument = instrumentOf()
        const books = new Books({ instruments: [instrument], accountAsset: "USDT" })
        books.apply({ kind: "deposit", asset: "USDT", units, costUnits: units }, NOW)
        const lanes = [new Lane(instrument)]
        const { sizingUnits, equityUnits } = sceneFor(entryIntent({ instrument }), {
          now: NOW,
          books,
          lanes,
          watch: new Correlations(lanes),
          edge: new StrategyEdge({ books, accountAsset: "USDT" }),
          settings: {
            accountAsset: "USDT",
            takerFee: ratioOf(1_000),
            staleAfter: () => 0 as Duration,
          },
        })
        expect(equityUnits).toBe(units)
        expect(sizingUnits).toBe(units < 2_000n * DOLLAR ? units : 2_000n * DOLLAR)
      }),
    )
  })

  it("RISK-1: 5 % of the frozen base, one step above is cut", () => {
    const equityUnits = 40_000n * DOLLAR
    const told = {
      equityUnits,
      sizingUnits: 2_000n * DOLLAR,
      peakUnits: equityUnits,
      dayStartUnits: equityUnits,
    }
    const judged = (quantity: number) => {
      const intent = entryIntent({ quantity })
      return judgeLimits(intent, sceneOf(intent, told), CEILINGS)
    }
    expect(judged(1_000).answer).toBe("allow")
    expect(judged(1_001)).toMatchObject({ answer: "shrink", id: "RISK-1", quantity: 1_000 })
  })
})

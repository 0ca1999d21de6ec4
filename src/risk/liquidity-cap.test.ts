import { describe, expect, it } from "vitest"
import { entryIntent } from "../../tests/support/intent.ts"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { DOLLAR } from "../value/amounts.ts"
import { quantityOf } from "../value/brand.ts"
import { CEILINGS, judgeLimits, type LimitsScene } from "./limits.ts"

/** What the rule makes of an entry for $200 at 10,000: one count is ten cents. */
function asked(
  liquidity: Partial<LimitsScene["liquidity"]>,
  told: { readonly step?: number; readonly quantity?: number } & Partial<LimitsScene> = {},
) {
  const { step = 1, quantity = 2_000, ...scene } = told
  const entry = entryIntent({
    quantity,
    instrument: instrumentOf({ filters: { step: quantityOf(step) } }),
  })
  const whole = sceneOf(entry, {
    equityUnits: 10_000n * DOLLAR,
    peakUnits: 10_000n * DOLLAR,
    dayStartUnits: 10_000n * DOLLAR,
    tierDayLossUnits: 500n * DOLLAR,
    maxPositions: 5,
    liquidity: { depth: undefined, traded: undefined, ...liquidity },
    ...scene,
  })
  return judgeLimits(entry, whole, CEILINGS)
}

describe("RISK-25: an order takes a fifth of the depth, and what is worked a tenth of what trades", () => {
  it.each([
    ["a fifth of the depth, to the unit", { depth: 10_000 }, "allow", undefined],
    ["one unit less", { depth: 9_999 }, "shrink", 1_999],
    ["one unit more", { depth: 10_001 }, "allow", undefined],
    ["a tenth of what traded, to the unit", { traded: 20_000 }, "allow", undefined],
    ["one unit less traded", { traded: 19_999 }, "shrink", 1_999],
    ["one unit more traded", { traded: 20_001 }, "allow", undefined],
    ["the depth, where that is less", { depth: 5_000, traded: 15_000 }, "shrink", 1_000],
    ["what traded, where that is less", { depth: 9_000, traded: 15_000 }, "shrink", 1_500],
    ["nothing, where neither is known (decision 0041)", {}, "allow", undefined],
  ] as const)("%s", (_, liquidity, answer, quantity) => {
    const verdict = asked(liquidity)
    expect(verdict).toMatchObject({ answer, ...(quantity === undefined ? {} : { quantity }) })
    if (answer === "shrink") expect(verdict).toMatchObject({ id: "RISK-25" })
  })

  it("says which limit it met, and how much that is", () => {
    expect(asked({ depth: 5_000 })).toMatchObject({
      value: "$200.00 asked",
      limit: "a fifth of the depth within 0.5 % of the middle, 0.01 BTC",
    })
    expect(asked({ traded: 5_000 })).toMatchObject({
      limit: "a tenth of what traded in 30 minutes, 0.005 BTC",
    })
  })

  it("takes whole steps of the market", () => {
    expect(asked({ depth: 5_099 }, { step: 10 })).toMatchObject({ quantity: 1_010 })
  })

  it("another cap that is tighter is the one that is named", () => {
    expect(asked({ depth: 9_000 }, { kellyUnits: 100n * DOLLAR })).toMatchObject({
      id: "RISK-21",
      quantity: 1_000,
    })
  })

  it("factors reduce what it leaves, down to the smallest position (RISK-19, RISK-26)", () => {
    const size = (depth: number, volatilityPpm: number) => asked({ depth }, { volatilityPpm })
    expect(size(5_000, 500_000)).toMatchObject({ id: "RISK-23", quantity: 500 })
    expect(size(5_000, 50_000)).toMatchObject({ id: "RISK-23", quantity: 101 })
  })

  it("a market that gives less than could be sold again is refused, one unit below the smallest", () => {
    expect(asked({ depth: 505 })).toMatchObject({ answer: "shrink", quantity: 101 })
    expect(asked({ depth: 504 })).toMatchObject({
      answer: "refuse",
      id: "RISK-25",
      because: expect.stringMatching(/passes when more is offered/) as string,
    })
    expect(asked({ depth: 0 })).toMatchObject({ answer: "refuse", id: "RISK-25" })
  })

  it("the last part of a plan may be smaller, where the market gives all of it", () => {
    expect(asked({ depth: 250 }, { quantity: 50 })).toMatchObject({ answer: "allow" })
    expect(asked({ depth: 249 }, { quantity: 50 })).toMatchObject({ answer: "refuse" })
  })
})

import { describe, expect, it } from "vitest"
import {
  cancelIntent,
  entryIntent,
  exitIntent,
  LAST,
  pairIntent,
  stopIntent,
} from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Intent } from "../order/intent.ts"
import type { Terms } from "../order/terms.ts"
import type { Verdict } from "../order/verdict.ts"
import { DOLLAR } from "../value/amounts.ts"
import { quantityOf } from "../value/brand.ts"
import { tierAt } from "./tier.ts"
import { judgeTier, type TierScene } from "./tier-rule.ts"

const SNIPER = tierAt(0)
const judge = (intent: Intent, told: Partial<TierScene> = {}): Verdict =>
  judgeTier(intent, sceneOf(intent, told))
const withTerms = (terms: Terms): Intent => ({ ...entryIntent(), terms })
const refusal = (id: string): unknown => expect.objectContaining({ answer: "refuse", id })
const allow = expect.objectContaining({ answer: "allow" })

describe("TIER-2, RISK-2: what Sniper may hold", () => {
  it.each([
    [999, allow],
    [1_000, allow],
    [1_001, expect.objectContaining({ answer: "shrink", id: "TIER-2", quantity: 1_000 })],
  ])("at most $100 a position: %i counts of ten cents", (quantity, verdict) => {
    expect(judge(entryIntent({ quantity }))).toEqual(verdict)
  })

  it("counts what is held and what open entries may add against the cap", () => {
    const at = (positionUnits: bigint): Verdict => judge(entryIntent(), { positionUnits })
    expect(at(80n * DOLLAR)).toEqual(allow)
    expect(at(80n * DOLLAR + 1n)).toMatchObject({ answer: "shrink", quantity: 199 })
    expect(at(100n * DOLLAR - 10_000_000n)).toMatchObject({ answer: "shrink", quantity: 1 })
    expect(at(100n * DOLLAR - 9_999_999n)).toEqual(refusal("TIER-2"))
    expect(at(100n * DOLLAR)).toEqual(refusal("TIER-2"))
    expect(at(101n * DOLLAR)).toEqual(refusal("TIER-2"))
  })

  it("has one position at a time", () => {
    expect(judge(entryIntent(), { otherPositions: 0 })).toEqual(allow)
    expect(judge(entryIntent(), { otherPositions: 1 })).toEqual(refusal("TIER-2"))
    expect(judge(entryIntent(), { otherPositions: 2 })).toEqual(refusal("TIER-2"))
  })

  it("may lose $25 a day", () => {
    expect(SNIPER).toMatchObject({ name: "SNIPER", maxPositions: 1, dayLossUnits: 25n * DOLLAR })
  })
})

describe("TIER-13: how Sniper may enter", () => {
  const quantity = quantityOf(200)

  it.each<[string, Terms]>([
    ["one shot", { type: "limit", quantity, price: LAST, lifetime: "ioc" }],
    ["one passive order", { type: "limit-maker", quantity, price: LAST }],
  ])("allows %s", (_, terms) => {
    expect(judge(withTerms(terms))).toEqual(allow)
  })

  it.each<[string, Terms]>([
    ["a resting limit", { type: "limit", quantity, price: LAST, lifetime: "gtc" }],
    ["fill or kill", { type: "limit", quantity, price: LAST, lifetime: "fok" }],
    [
      "an iceberg",
      { type: "limit", quantity, price: LAST, lifetime: "gtc", iceberg: quantityOf(20) },
    ],
    ["an unbounded market order", { type: "market", quantity }],
    ["a stop to buy", { type: "stop-loss", quantity, stop: LAST }],
    [
      "a stop-limit to buy",
      { type: "stop-loss-limit", quantity, stop: LAST, price: LAST, lifetime: "gtc" },
    ],
    ["a take-profit to buy", { type: "take-profit", quantity, stop: LAST }],
  ])("refuses %s", (_, terms) => {
    expect(judge(withTerms(terms))).toEqual(refusal("TIER-13"))
  })
})

it("RISK-53: never stands in the way of what lowers risk", () => {
  const full = { positionUnits: 500n * DOLLAR, otherPositions: 9 }
  for (const intent of [exitIntent(), stopIntent(), pairIntent(), cancelIntent()]) {
    expect(judge(intent, full)).toEqual({ answer: "allow" })
  }
})

import { describe, expect, it } from "vitest"
import { FALLS } from "../../../src/session/journey/falls.ts"
import { journey } from "../../../src/session/journey/journey.ts"
import { TIER_NAMES } from "../../../src/tier/tier.ts"

describe("the journey of an account", () => {
  it("is told the same as in the file that a reader can follow", async () => {
    const text = `${journey(1).join("\n")}\n`
    await expect(text).toMatchFileSnapshot("journey-1.txt")
  })

  it.each([2, 3])("with seed %i goes up through every tier and down by every trigger", (seed) => {
    const lines = journey(seed)
    const told = (text: string): number => lines.filter((it) => it.includes(text)).length
    for (const [i, tier] of TIER_NAMES.slice(1).entries()) {
      expect(told(`[promotion ${TIER_NAMES[i]} → ${tier}]`)).toBe(1)
    }
    // One emergency for every trigger but the balance, and four more in one go.
    expect(told("[emergency")).toBe(FALLS.length - 1 + 4)
    expect(told("[emergency HUNTER → SNIPER]")).toBe(1)
    expect(told("[lowered ARCHITECT → STRATEGIST]")).toBeGreaterThan(0)
    expect(told("[restored STRATEGIST → ARCHITECT]")).toBe(1)
    for (const letter of "abcdefghi") expect(told(`TIER-28 ${letter}:`)).toBeGreaterThan(0)
  })
})

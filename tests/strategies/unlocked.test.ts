import { expect, it } from "vitest"
import { CATALOGUE } from "../../src/strategy/catalogue/catalogue.ts"
import { featureOfStrategy } from "../../src/tier/feature.ts"

it("TIER-4: the tier rule and the catalogue agree about who may trade what (TIER-13)", () => {
  for (const { name, tier } of CATALOGUE) {
    expect(featureOfStrategy(name)?.tier ?? "SNIPER", name).toBe(tier)
  }
})

import { describe, expect, it } from "vitest"
import { tutorialNamed, TUTORIALS } from "./tutorials.ts"

describe("TIER-23: a short tutorial for each new feature", () => {
  it.each([
    ["iceberg", 5],
    ["twap", 8],
    ["multi-pair", 10],
    ["statistical-arbitrage", 15],
  ])("%s takes %i minutes", (name, minutes) => {
    expect(tutorialNamed(name)?.minutes).toBe(minutes)
  })

  it("the iceberg has its four steps, every step is a whole sentence, and nothing else is there", () => {
    expect(tutorialNamed("iceberg")?.steps).toHaveLength(4)
    for (const { steps } of TUTORIALS) {
      for (const step of steps) expect(step).toMatch(/^[A-Z].{40,}[.]$/s)
    }
    expect(tutorialNamed("options")).toBeUndefined()
  })
})

import { describe, expect, it } from "vitest"
import { Latency } from "../src/simulation/latency.ts"
import { Chance } from "../src/value/chance.ts"
import { foldJournal } from "../src/session/fold.ts"
import { headerOf } from "../src/session/plan.ts"
import { drawMarket } from "./market.ts"
import { earnedTier } from "./earned.ts"
import { drawWorld } from "./world.ts"

describe("an earned past", () => {
  it.each([
    [1, "HUNTER", 3_000n],
    [2, "STRATEGIST", 14_000n],
  ] as const)("of rank %i is folded into %s by the real rules", (rank, name, dollars) => {
    const world = drawWorld(3)
    const latency = new Latency(new Chance(1, "latency"), world.plan.latency)
    const market = { ...world.market, markets: 3, style: "quotes" as const }
    const tape = drawMarket(1, market, latency)
    const { records } = earnedTier({
      header: headerOf(world.plan, tape.instruments),
      tape,
      until: market.first,
      rank,
      capitalUnits: dollars * 100_000_000n,
    })
    const { books, at } = foldJournal(records)
    expect(at).toBeLessThan(market.first)
    const { working, sizePpm, closed } = books.tiers.standing(market.first)
    expect(working.name).toBe(name)
    expect(sizePpm).toBe(1_000_000)
    expect(closed).toBeUndefined()
  })
})

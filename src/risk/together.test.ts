import { describe, expect, it } from "vitest"
import { Correlations } from "../engine/correlations.ts"
import { Lane } from "../engine/lane.ts"
import { entryIntent } from "../../tests/support/intent.ts"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { Chance } from "../value/chance.ts"
import { instantOf } from "../value/brand.ts"
import { days, later, minutes } from "../value/time.ts"
import { CEILINGS, judgeLimits } from "./limits.ts"
import { judgeTogether } from "./together.ts"

const START = instantOf(days(20_000))

/** Three markets over two hours: the first two share a part of every move, the third goes its own way. */
function watched(common: number): Correlations {
  const chance = new Chance(3, "together")
  const lanes = ["BTC", "ETH", "SOL"].map((base, index) => new Lane(instrumentOf({ base, index })))
  const correlations = new Correlations(lanes)
  for (let minute = 0; minute <= 120; minute++) {
    const shared = chance.unit() - 0.5
    for (const [i, lane] of lanes.entries()) {
      const part = i < 2 ? common : 0
      const move = part * shared + (1 - part) * (chance.unit() - 0.5)
      lane.last = (minute === 0 ? 10_000 : lane.last) * (1 + 0.001 * move)
    }
    correlations.onSample(later(START, minutes(minute)))
  }
  return correlations
}

const entry = (correlations: Correlations, held: readonly number[]) =>
  correlations.entryInto(
    0,
    held.map((index) => ({ index, worthUnits: 1n })),
  ).together

describe("RISK-14, D7: another position that moves as those that are held", () => {
  it("is refused when the two are surely above 0.60", () => {
    const together = entry(watched(0.9), [1])
    expect(together?.atLeast).toBeGreaterThan(0.6)
    expect(judgeTogether(together)).toMatchObject({ answer: "refuse", id: "RISK-14" })
  })

  it("is let through when the correlation is high and not surely so", () => {
    const together = entry(watched(0.5), [1])
    expect(together?.correlation).toBeGreaterThan(0.4)
    expect(together?.atLeast).toBeLessThanOrEqual(0.6)
    expect(judgeTogether(together)).toBeUndefined()
  })

  it("is let through when it spreads what is held, even where two of that are close", () => {
    const together = { ...entry(watched(0), [1]), symbol: "ETHUSDT", correlation: 0, bets: 2 }
    expect(judgeTogether({ ...together, atLeast: 0.7, before: 0.7, after: 0.4 })).toBeUndefined()
    expect(judgeTogether({ ...together, atLeast: 0.7, before: 0.7, after: 0.71 })).toBeDefined()
  })

  it.each([
    [0.6, false],
    [0.600001, true],
  ])("the edge: surely above %d is refused: %s", (atLeast, isRefused) => {
    const it = { symbol: "ETHUSDT", correlation: 0.8, atLeast, before: 0, after: atLeast, bets: 1 }
    expect(judgeTogether(it) !== undefined).toBe(isRefused)
  })

  it("is no question while nothing else is held, or nothing is known", () => {
    expect(entry(watched(0.9), [])).toBeUndefined()
    expect(entry(watched(0.9), [0])).toBeUndefined()
    const lanes = [new Lane(instrumentOf()), new Lane(instrumentOf({ base: "ETH", index: 1 }))]
    expect(entry(new Correlations(lanes), [1])).toBeUndefined()
  })
})

describe("RISK-15: the effect of an entry is seen before it", () => {
  it("by the trader and the journal, also when it is allowed", () => {
    const intent = entryIntent()
    const together = entry(watched(0), [1, 2])
    const { value } = judgeLimits(intent, sceneOf(intent, { together }), CEILINGS)
    expect(value).toMatch(/correlation -?0\.\d\d with (ETH|SOL)USDT, .*; (2\.\d|3\.\d) bets in all/)
  })
})

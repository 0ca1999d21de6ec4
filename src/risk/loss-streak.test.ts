import { expect, it } from "vitest"
import { entryIntent, TRADER } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, later, minutes } from "../value/time.ts"
import { CEILINGS, judgeLimits } from "./limits.ts"
import { LossStreaks } from "./loss-streak.ts"

const START = instantOf(days(20_000))

function after(...results: readonly bigint[]): LossStreaks {
  const streaks = new LossStreaks()
  for (const pnlUnits of results) streaks.onTrade({ at: START, by: "trader", pnlUnits })
  return streaks
}

it("RISK-32: three losses in a row ask for half an hour, two do not", () => {
  expect(after(-1n, -1n).restsUntil("trader", START)).toBeUndefined()
  expect(after(-1n, 1n, -1n, -1n).restsUntil("trader", START)).toBeUndefined()
  const end = later(START, minutes(30))
  for (const streaks of [after(-1n, -1n, -1n), after(-1n, 0n, -1n, -1n)]) {
    expect(streaks.restsUntil("trader", (end - 1) as Instant)).toBe(end)
    expect(streaks.restsUntil("trader", end)).toBeUndefined()
    expect(streaks.restsUntil("crossover", START)).toBeUndefined()
  }
})

it("RISK-32: a gain during the rest does not end it, and the next streak begins at nothing", () => {
  const streaks = after(-1n, -1n, -1n, 1n, -1n, -1n)
  expect(streaks.restsUntil("trader", later(START, minutes(29)))).toBeDefined()
  expect(streaks.restsUntil("trader", later(START, minutes(30)))).toBeUndefined()
})

it("RISK-32: the trader's entry is refused until then, a strategy's is not", () => {
  const restsUntil = later(START, minutes(30))
  const judged = (told: Parameters<typeof entryIntent>[0]) => {
    const intent = entryIntent(told)
    return judgeLimits(intent, sceneOf(intent, { restsUntil }), CEILINGS)
  }
  const refusal = judged({ author: TRADER })
  expect(refusal).toMatchObject({ answer: "refuse", id: "RISK-32" })
  expect(refusal.answer === "refuse" && refusal.because).toContain("00:30")
  expect(judged({}).answer).toBe("allow")
})

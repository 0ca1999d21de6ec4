import { array, assert, bigInt, constantFrom, nat, property, record } from "fast-check"
import { expect, it } from "vitest"
import { entryIntent, TRADER } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { pack, type Packed, unpack } from "../ledger/saved.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, later, minutes } from "../value/time.ts"
import { CEILINGS, judgeLimits } from "./limits.ts"
import { LossStreaks, type LossStreaksState } from "./loss-streak.ts"

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

it("a snapshot and the rest give the same streaks as the whole, wherever it is cut", () => {
  const textOf = (it: LossStreaks): string => JSON.stringify(pack(it.state))
  const names = ["trader", "crossover", "__proto__"]
  const trade = record({
    by: constantFrom(...names),
    pnlUnits: bigInt({ min: -2n, max: 1n }),
    after: constantFrom(1, 20, 40),
  })
  assert(
    property(array(trade, { maxLength: 40 }), nat(), (trades, nth) => {
      const whole = new LossStreaks()
      const resumed = new LossStreaks()
      resumed.onTrade({ at: START, by: "someone else", pnlUnits: -1n })
      const cut = nth % (trades.length + 1)
      const restore = (): void => {
        resumed.restore(unpack(JSON.parse(textOf(whole)) as Packed<LossStreaksState>))
      }
      let at = START
      for (const [i, { after, ...rest }] of trades.entries()) {
        if (i === cut) restore()
        at = later(at, minutes(after))
        whole.onTrade({ ...rest, at })
        if (i < cut) continue
        resumed.onTrade({ ...rest, at })
        for (const by of names) {
          expect(resumed.restsUntil(by, at)).toBe(whole.restsUntil(by, at))
        }
      }
      if (cut === trades.length) restore()
      expect(textOf(resumed)).toBe(textOf(whole))
      expect(resumed.state).toStrictEqual(whole.state)
    }),
  )
})

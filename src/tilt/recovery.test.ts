import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { NO_DEBT, owed } from "./debt.ts"
import { isComplete, NO_ENTRY, refusalOf, wordsIn, written } from "./journal-entry.ts"
import { firstStage, shareNow, type Stage, staged } from "./recovery.ts"
import { DOLLAR } from "../value/amounts.ts"

describe("TILT-55: tilt debt", () => {
  it.each([
    [0, 0n],
    [1, 10n],
    [2, 25n],
    [3, 50n],
  ] as const)("a loss of $100 at level %i owes $%i", (level, dollars) => {
    const after = owed(NO_DEBT, { pnlUnits: -100n * DOLLAR, level, isManual: true })
    expect(after.units).toBe(dollars * DOLLAR)
  })

  it("is written down from one dollar, and for trades by hand alone", () => {
    const loss = (pnlUnits: bigint, isManual = true): bigint =>
      owed(NO_DEBT, { pnlUnits, level: 1, isManual }).units
    expect(loss(-10n * DOLLAR + 10n)).toBe(0n)
    expect(loss(-10n * DOLLAR)).toBe(DOLLAR)
    expect(loss(-10n * DOLLAR, false)).toBe(0n)
  })

  it("is paid by calm profits; accepted interventions pay 1.25 times, once (TILT-56)", () => {
    const debt = { units: 10n * DOLLAR, hasBonus: true }
    const win = { pnlUnits: 4n * DOLLAR, isManual: false }
    const after = owed(debt, { ...win, level: 0 })
    expect(after).toEqual({ units: 5n * DOLLAR, hasBonus: false })
    expect(owed(after, { ...win, level: 0 }).units).toBe(DOLLAR)
    expect(owed(after, { ...win, level: 1 }).units).toBe(5n * DOLLAR)
  })

  it("never falls below zero and never grows by a win", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
        (units, pnlUnits, level) => {
          const told = { pnlUnits, level, isManual: true }
          const after = owed({ units, hasBonus: false }, told)
          expect(after.units).toBeGreaterThanOrEqual(0n)
          if (pnlUnits >= 0n) expect(after.units).toBeLessThanOrEqual(units)
          else expect(after.units).toBeGreaterThanOrEqual(units)
        },
      ),
    )
  })
})

describe("TILT-54: the way back to full size", () => {
  /** So many trades at a stage, each of them so much. */
  const play = (stage: Stage, results: readonly bigint[], debt = 0n): Stage =>
    results.reduce((it, pnl) => staged(it, pnl, debt), stage)
  const wins = (many: number): bigint[] => Array<bigint>(many).fill(DOLLAR)

  it("goes by wins: 3, 5 and 7", () => {
    let stage = firstStage(0n)
    for (const [from, many] of [3, 5, 7].entries()) {
      expect(play(stage, wins(many - 1)).stage).toBe(from)
      stage = play(stage, wins(many))
      expect(stage.stage).toBe(from + 1)
    }
    expect(shareNow(stage, 0n)).toBe(1_000_000)
  })

  it("asks for gains of 1.5 times the losses at first", () => {
    expect(play(firstStage(0n), [-2n * DOLLAR - 1n, ...wins(3)]).stage).toBe(0)
    expect(play(firstStage(0n), [-2n * DOLLAR, ...wins(3)]).stage).toBe(1)
  })

  it("asks for a quarter of the debt at first", () => {
    const owing = firstStage(4n * DOLLAR)
    expect(play(owing, wins(3), 3n * DOLLAR + 1n).stage).toBe(0)
    expect(play(owing, wins(3), 3n * DOLLAR).stage).toBe(1)
  })

  it("gives full size only without debt (TILT-55)", () => {
    expect(shareNow(undefined, 0n)).toBe(1_000_000)
    expect(shareNow(undefined, 1n)).toBe(750_000)
    expect(shareNow(firstStage(1n), 1n)).toBe(250_000)
  })
})

describe("TILT-51: the journal entry", () => {
  const line = { part: 1, text: "the second loss felt unfair", keys: 27, pasted: 0, spanMs: 9_000 }

  it.each([
    ["pasted for more than half", { pasted: 14 }, true],
    ["pasted for half", { pasted: 13 }, false],
    ["at more than 120 words a minute", { spanMs: 2_499 }, true],
    ["at 120 words a minute", { spanMs: 2_500 }, false],
    ["to no question", { part: 6 }, true],
  ])("a line that is %s", (_, more, isRefused) => {
    expect(refusalOf({ ...line, ...more }) !== undefined).toBe(isRefused)
    const { characters } = written(NO_ENTRY, { ...line, ...more })
    expect(characters > 0).toBe(!isRefused)
  })

  it("wants 500 words and every question answered", () => {
    const entry = (words: readonly number[]): boolean => isComplete({ words, characters: 9_999 })
    expect(entry([420, 20, 20, 20, 19])).toBe(false)
    expect(entry([421, 20, 20, 20, 19])).toBe(false)
    expect(entry([419, 20, 20, 20, 20])).toBe(false)
    expect(entry([420, 20, 20, 20, 20])).toBe(true)
  })

  it("counts words, not the same word again and again", () => {
    expect(wordsIn("never ".repeat(500))).toBe(3)
    expect(wordsIn("a b c 1 2 3 --")).toBe(0)
    expect(wordsIn("Ich war müde, und zwar sehr.")).toBe(6)
  })
})

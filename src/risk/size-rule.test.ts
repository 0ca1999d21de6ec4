import { describe, expect, it } from "vitest"
import { entryIntent } from "../../tests/support/intent.ts"
import { Holder, START } from "../../tests/support/holder.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { decodeFact } from "../engine/records.ts"
import type { Scene } from "../gate/gate.ts"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf, type Instant, quantityOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { Commissioning } from "./commissioning.ts"
import { edgePart } from "./edge.ts"
import { CEILINGS, judgeLimits } from "./limits.ts"
import { strategyCap } from "./strategy-cap.ts"

/** What the rule makes of an entry for $200 at 10,000: one count is a tenth of a cent's worth of a dollar. */
function asked(told: Partial<Scene>) {
  const entry = entryIntent()
  const intent = { ...entry, terms: { ...entry.terms, quantity: quantityOf(2_000) } }
  const scene = sceneOf(intent, {
    equityUnits: 10_000n * DOLLAR,
    peakUnits: 10_000n * DOLLAR,
    dayStartUnits: 10_000n * DOLLAR,
    tierDayLossUnits: 500n * DOLLAR,
    maxPositions: 5,
    ...told,
  })
  return judgeLimits(intent, scene, CEILINGS)
}

const sizeOf = (told: Partial<Scene>): number => {
  const verdict = asked(told)
  if (verdict.answer === "allow") return 2_000
  return verdict.answer === "shrink" ? verdict.quantity : 0
}

describe("RISK-19: the least cap times every factor", () => {
  it("is whole where nothing reduces it", () => {
    expect(asked({})).toMatchObject({ answer: "allow" })
  })

  it("factors multiply: a volatile market, a recovery and two losing days", () => {
    expect(sizeOf({ volatilityPpm: 750_000 })).toBe(1_500)
    expect(sizeOf({ volatilityPpm: 750_000, isRecovering: true })).toBe(750)
    expect(sizeOf({ volatilityPpm: 750_000, isRecovering: true, losingDays: 2 })).toBe(375)
  })

  it.each([
    [{ volatilityPpm: 750_000 }, "RISK-23"],
    [{ isRecovering: true }, "RISK-30"],
    [{ strategyCapUnits: 100n * DOLLAR }, "RISK-20"],
    [{ kellyUnits: 100n * DOLLAR }, "RISK-21"],
    [{ kellyUnits: 0n }, "RISK-21"],
  ])("says which rule decided: %o", (told, id) => {
    expect(asked(told)).toMatchObject({ id })
  })

  it("RISK-21: a suggestion of nothing lets nothing in, and says what would", () => {
    expect(asked({ kellyUnits: 0n })).toMatchObject({
      answer: "refuse",
      because: expect.stringMatching(/no gain that is surely above zero/) as string,
    })
  })

  it("RISK-23, RISK-26: no reduction goes below what can be sold again", () => {
    const size = sizeOf({ volatilityPpm: 500_000, losingDays: 3, isRecovering: true })
    expect(size).toBeGreaterThan(120)
    expect(sizeOf({ volatilityPpm: 20_000 })).toBeGreaterThanOrEqual(100)
  })
})

describe("RISK-20: caps of strategies", () => {
  it.each([
    ["breakout", 10_000n, 200n],
    ["spread-capture", 2_000n, 40n],
    ["breakout", 500n, 10n],
    ["trend", 10_000n, undefined],
  ])("%s at $%i", (name, equity, cap) => {
    expect(strategyCap(name, equity * DOLLAR)).toBe(cap === undefined ? undefined : cap * DOLLAR)
  })
})

describe("RISK-20, RISK-3: where 2 % could not be sold again", () => {
  it("the smallest position is allowed, and never more", () => {
    expect(sizeOf({ strategyCapUnits: 4n * DOLLAR })).toBe(101)
    expect(sizeOf({ strategyCapUnits: 10n * DOLLAR, viableUnits: 12n * DOLLAR })).toBe(121)
    expect(sizeOf({ strategyCapUnits: 20n * DOLLAR })).toBe(200)
  })
})

describe("RISK-21, RISK-24: what the last trades speak for", () => {
  const mixed = (won: number, lost: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => (i % 5 < 3 ? won : lost))

  it("19 trades say nothing, 20 do", () => {
    expect(edgePart(mixed(0.02, -0.01, 19))).toBeUndefined()
    expect(edgePart(mixed(0.02, -0.01, 20))).toBeGreaterThan(0)
  })

  it("a loss in the mean says nothing is to be staked", () => {
    expect(edgePart(mixed(0.01, -0.02, 20))).toBe(0)
  })

  it("only the last 20 count", () => {
    const lost = Array.from({ length: 100 }, () => -0.02)
    expect(edgePart([...lost, ...mixed(0.02, -0.01, 20)])).toEqual(edgePart(mixed(0.02, -0.01, 20)))
  })

  it("never more than half of the account and a tenth, and half of that where ruin is likely", () => {
    const wild = edgePart(mixed(0.6, -0.3, 20)) ?? 1
    expect(wild).toBeGreaterThan(0)
    expect(wild).toBeLessThanOrEqual(0.55)
  })
})

describe("RISK-49: the first live days", () => {
  const start = instantOf(days(20_000))
  const first = (mode: string, at: Instant) => {
    const book = new Commissioning()
    book.onHeader(mode)
    book.onStarted(start)
    book.onStarted(later(start, days(3)))
    return book.at(at)
  }

  it.each([
    [days(0), "the first 24 hours live"],
    [days(1) - 1, "the first 24 hours live"],
    [days(1), "the first 7 days live"],
    [days(7) - 1, "the first 7 days live"],
    [days(7), undefined],
  ])("%i microseconds in: %s", (span, says) => {
    expect(first("live", (start + span) as Instant)?.says).toBe(says)
    expect(first("paper", (start + span) as Instant)).toBeUndefined()
  })

  it("on the first day positions are the smallest, and $100 in all; then half", () => {
    const day = first("live", start)
    const week = first("live", later(start, days(2)))
    expect(sizeOf({ firstDays: day })).toBe(101)
    expect(asked({ firstDays: day, exposureUnits: 100n * DOLLAR })).toMatchObject({
      answer: "refuse",
      id: "RISK-49",
    })
    expect(sizeOf({ firstDays: week })).toBe(1_000)
  })

  it("the kill switch is tried on the first day: after it entries rest until it was", () => {
    const holder = new Holder({ mode: "live", worth: 0, cash: 1_000 })
    const limitsAt = (when: Instant): unknown => {
      holder.tick(0, 10_000, when)
      holder.command({ kind: "buy", instrument: 0, stakePpm: 40_000 }, when)
      const said = holder.journal.records
        .map(({ body }) => decodeFact(body))
        .filter((it) => it.kind === "placed" || it.kind === "refused")
        .findLast((it) => it.purpose === "entry")
      return said?.answers.find((it) => it.rule === "limits")?.verdict
    }
    // Its session began an hour before.
    const untried = { answer: "refuse", value: "the kill switch was never tried" }
    expect(limitsAt(later(START, hours(22.9)))).not.toMatchObject(untried)
    expect(limitsAt(later(START, hours(23)))).toMatchObject(untried)
    holder.command({ kind: "halt", reason: "to try it" }, later(START, hours(24)))
    holder.command({ kind: "resume", reason: "it works" }, later(START, hours(24.1)))
    expect(limitsAt(later(START, hours(25)))).not.toMatchObject(untried)
    holder.restart(later(START, hours(26)))
    expect(limitsAt(later(START, hours(27)))).not.toMatchObject(untried)
  })

  it("holds through the gate of a live session", () => {
    const holder = new Holder({ mode: "live", worth: 0, cash: 1_000 })
    const when = later(START, minutes(3))
    holder.tick(0, 10_000, when)
    holder.command({ kind: "buy", instrument: 0, stakePpm: 40_000 }, when)
    const entry = holder.facts("placed").find((it) => it.purpose === "entry")
    expect(entry?.answers.find((it) => it.rule === "limits")?.verdict).toMatchObject({
      answer: "shrink",
      id: "RISK-49",
    })
  })
})

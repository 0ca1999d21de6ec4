import { describe, expect, it } from "vitest"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, hours, later } from "../value/time.ts"
import { DemotionWatch } from "./demotion.ts"
import { type Day, Evidence, type Trade } from "./evidence.ts"
import type { Measure } from "./measure.ts"
import { tierAt } from "./tier.ts"

// What costs a tier at once (TIER-28), one unit below and one above each limit.

const NOW: Instant = instantOf(days(20_000))
const SNIPER = tierAt(0)
const HUNTER = tierAt(1)
const usd = (whole: number): bigint => BigInt(whole) * DOLLAR

const day = (nth: number, told: Partial<Day> = {}): Day => ({
  day: nth,
  startUnits: usd(1_000),
  endUnits: usd(1_000),
  lowUnits: usd(1_000),
  drawdownPpm: 0,
  trades: 0,
  ...told,
})
const idOf = (found: { readonly id: string } | undefined): string | undefined => found?.id

describe("TIER-28 a: the loss of a day", () => {
  const lost = (lowUnits: bigint, startUnits = usd(1_000)): string | undefined =>
    idOf(new DemotionWatch().onSample([day(7, { startUnits, lowUnits })], HUNTER))

  it("is more than 15 % of the day's start at its lowest", () => {
    expect(lost(usd(850))).toBeUndefined()
    expect(lost(usd(850) - usd(1) / 1_000n)).toBe("TIER-28 a")
    expect(lost(usd(849))).toBe("TIER-28 a")
  })

  it("is none on a day of gain, nor of an account that began with nothing", () => {
    expect(lost(usd(2_000))).toBeUndefined()
    expect(lost(-usd(1), 0n)).toBeUndefined()
    expect(lost(-usd(5), -usd(1))).toBeUndefined()
  })

  it("is answered once a day", () => {
    const watch = new DemotionWatch()
    const bad = (nth: number): readonly Day[] => [day(nth, { lowUnits: usd(800) })]
    expect(idOf(watch.onSample(bad(7), HUNTER))).toBe("TIER-28 a")
    expect(watch.onSample(bad(7), HUNTER)).toBeUndefined()
    expect(idOf(watch.onSample(bad(8), HUNTER))).toBe("TIER-28 a")
    expect(watch.onSample([], HUNTER)).toBeUndefined()
  })
})

describe("TIER-28 b: three days in a row at the loss limit", () => {
  const after = (...list: readonly Day[]): string | undefined =>
    idOf(new DemotionWatch().onSample(list, SNIPER))
  /** Ended 5 % lower; less than the dollars of the tier. */
  const byShare = { startUnits: usd(400), endUnits: usd(380), lowUnits: usd(380) }
  /** Came as low as the dollars of the tier, and ended well. */
  const byDollars = { lowUnits: usd(975) }

  it("counts 5 % at the end of the day, or the day's dollars at its lowest, to the unit", () => {
    const bad = [day(5, byDollars), day(6, byShare)]
    expect(after(...bad, day(7, byShare))).toBe("TIER-28 b")
    expect(after(...bad, day(7, byDollars))).toBe("TIER-28 b")
    const nearly = usd(1) / 1_000n
    expect(after(...bad, day(7, { ...byShare, endUnits: usd(380) + nearly }))).toBeUndefined()
    expect(after(...bad, day(7, { lowUnits: usd(975) + 1n }))).toBeUndefined()
  })

  it("wants all three, one after the other", () => {
    const bad = (nth: number): Day => day(nth, byDollars)
    expect(after(bad(6), bad(7))).toBeUndefined()
    expect(after(bad(4), bad(6), bad(7))).toBeUndefined()
    expect(after(bad(5), day(6), bad(7))).toBeUndefined()
    expect(after(day(5), bad(6), bad(7))).toBeUndefined()
    expect(after(bad(3), day(4), bad(5), bad(6), bad(7))).toBe("TIER-28 b")
    expect(after(bad(0), bad(1), bad(2))).toBe("TIER-28 b")
    expect(after(bad(1), bad(2))).toBeUndefined()
  })
})

describe("counts of 24 hours", () => {
  const told = { evidence: new Evidence(), tier: HUNTER, isHolding: false, isAdjusting: false }
  const stopped: Trade = {
    at: NOW,
    instrument: 0,
    strategy: "",
    isManual: true,
    isStopped: true,
    pnlUnits: 0n,
  }
  const each: readonly (readonly [string, number, (w: DemotionWatch, at: Instant) => unknown])[] = [
    ["TIER-28 c", 5, (watch, at) => watch.onMeasure(at, { kind: "override-attempt" }, told)],
    ["TIER-28 g", 3, (watch, at) => watch.onTrade({ ...stopped, at })],
    ["TIER-28 i", 3, (watch, at) => watch.onViolation(at)],
  ]

  it.each(each)("%s fires at the %i-th, and begins anew", (id, most, note) => {
    const watch = new DemotionWatch()
    for (let round = 0; round < 2; round++) {
      for (let i = 1; i < most; i++) expect(note(watch, NOW)).toBeUndefined()
      expect(note(watch, NOW)).toMatchObject({ id })
    }
  })

  it.each(each)("%s forgets after 24 hours, to the microsecond", (id, most, note) => {
    const filled = (): DemotionWatch => {
      const watch = new DemotionWatch()
      for (let i = 1; i < most; i++) note(watch, NOW)
      return watch
    }
    expect(note(filled(), later(NOW, (hours(24) - 1) as never))).toMatchObject({ id })
    expect(note(filled(), later(NOW, hours(24)))).toBeUndefined()
  })

  it.each(each)("%s is kept in a snapshot, which does not move with it", (id, most, note) => {
    const watch = new DemotionWatch()
    const empty = watch.state
    for (let i = 1; i < most; i++) note(watch, NOW)
    const woken = new DemotionWatch()
    const kept = watch.state
    woken.restore(kept)
    expect(note(woken, NOW)).toMatchObject({ id })
    expect(kept).toEqual(watch.state)
    expect(empty).toEqual({ stops: [], violations: [], overrides: [], firedDay: -1 })
  })

  it("TIER-28 g: a trade by hand that ends well begins the row anew, a strategy's says nothing", () => {
    const watch = new DemotionWatch()
    watch.onTrade(stopped)
    watch.onTrade(stopped)
    watch.onTrade({ ...stopped, isManual: false, isStopped: false })
    watch.onTrade({ ...stopped, isManual: false })
    expect(watch.state.stops).toHaveLength(2)
    watch.onTrade({ ...stopped, isStopped: false })
    expect(watch.state.stops).toEqual([])
  })
})

describe("what is measured elsewhere", () => {
  const evidence = (worth: number): Evidence => {
    const it = new Evidence()
    it.onSample(NOW, usd(worth))
    return it
  }
  const found = (
    measure: Measure,
    told: { isHolding?: boolean; isAdjusting?: boolean; worth?: number } = {},
  ): string | undefined => {
    const { isHolding = false, isAdjusting = false, worth = 1_000 } = told
    const watch = new DemotionWatch()
    return idOf(
      watch.onMeasure(NOW, measure, {
        evidence: evidence(worth),
        tier: HUNTER,
        isHolding,
        isAdjusting,
      }),
    )
  }
  const tilt = (score: number): Measure => ({ kind: "tilt-score", score })
  const cost = (costUnits: bigint): Measure => ({ kind: "outage-cost", costUnits })
  const exposure = (units: bigint): Measure => ({ kind: "exposure", units })

  it("TIER-28 e: three positions that still move as one", () => {
    expect(found({ kind: "cluster-unbroken", positions: 2 })).toBeUndefined()
    expect(found({ kind: "cluster-unbroken", positions: 3 })).toBe("TIER-28 e")
  })

  it("TIER-28 f: a failure that cost more than 5 % of the account or $500, the smaller", () => {
    expect(found(cost(usd(50)))).toBeUndefined()
    expect(found(cost(usd(50) + 1n))).toBe("TIER-28 f")
    expect(found(cost(usd(500)), { worth: 20_000 })).toBeUndefined()
    expect(found(cost(usd(500) + 1n), { worth: 20_000 })).toBe("TIER-28 f")
  })

  it("TIER-28 h: a tilt score of 80 while something is held", () => {
    expect(found(tilt(79), { isHolding: true })).toBeUndefined()
    expect(found(tilt(80), { isHolding: true })).toBe("TIER-28 h")
    expect(found(tilt(100))).toBeUndefined()
  })

  it("TIER-25: 70 are enough after a promotion, held or not", () => {
    expect(found(tilt(69), { isAdjusting: true })).toBeUndefined()
    expect(found(tilt(70), { isAdjusting: true })).toBe("TIER-25")
    expect(found(tilt(70), { isHolding: true })).toBeUndefined()
  })

  it("TIER-25: positions of twice the tier's allowance after a promotion", () => {
    // Hunter holds five positions of $500.
    const told = { isAdjusting: true }
    expect(found(exposure(usd(5_000) - 1n), told)).toBeUndefined()
    expect(found(exposure(usd(5_000)), told)).toBe("TIER-25")
    expect(found(exposure(usd(9_000)))).toBeUndefined()
  })

  it("takes nothing else for a reason", () => {
    for (const measure of [
      { kind: "failover" },
      { kind: "baseline", days: 0 },
      { kind: "drawdown-drill", isPassed: false },
    ] as const satisfies readonly Measure[]) {
      expect(found(measure, { isHolding: true, isAdjusting: true })).toBeUndefined()
    }
  })
})

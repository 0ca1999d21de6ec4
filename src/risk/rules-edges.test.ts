import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { entryIntent } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf, PPM, quantityOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { type Alert, AlertBook } from "./alert-book.ts"
import { Commissioning } from "./commissioning.ts"
import { dayStep } from "./day-breaker.ts"
import { CEILINGS, judgeLimits, type LimitsScene, tightened } from "./limits.ts"
import { OVERRIDE_PHRASES, type OverrideAsked, OverrideBook } from "./override.ts"
import { PricePath } from "./price-path.ts"
import { ReductionBook } from "./reduction-book.ts"
import { convictionPpm, sizeOf, volatilityPpm, volatilityTarget } from "./sizing.ts"

const NOW: Instant = instantOf(days(20_000))
const after = (duration: number): Instant => later(NOW, duration as never)

/** What of so many counts of ten cents is left in an account of $1,000. */
function left(quantity: number, told: Partial<LimitsScene>): unknown {
  const intent = entryIntent({ quantity })
  const verdict = judgeLimits(intent, sceneOf(intent, { viableUnits: 0n, ...told }), CEILINGS)
  if (verdict.answer === "shrink") return [verdict.id, verdict.quantity]
  return verdict.answer === "refuse" ? verdict.id : "all"
}
const COUNT = DOLLAR / 10n
const HAIR = fc.constantFrom(-1n, 0n, 1n)
const COUNTS = fc.integer({ min: 2, max: 200 })

describe("caps of an entry, to the unit, beside what is held", () => {
  const held = fc.bigInt({ min: 0n, max: 20n * DOLLAR })
  const fits = (counts: number, hair: bigint): number => (hair < 0n ? counts - 1 : counts)

  it("RISK-20: of a strategy", () => {
    fc.assert(
      fc.property(COUNTS, held, HAIR, (counts, positionUnits, hair) => {
        const strategyCapUnits = positionUnits + COUNT * BigInt(counts) + hair
        const told = { strategyCapUnits, positionUnits }
        expect(left(counts + 1, told)).toEqual(["RISK-20", fits(counts, hair)])
      }),
    )
  })

  it("RISK-21: of what Kelly suggests by its lower bound", () => {
    fc.assert(
      fc.property(COUNTS, held, HAIR, (counts, positionUnits, hair) => {
        const kellyUnits = positionUnits + COUNT * BigInt(counts) + hair
        const told = { kellyUnits, positionUnits }
        expect(left(counts + 1, told)).toEqual(["RISK-21", fits(counts, hair)])
      }),
    )
  })

  it("RISK-49: of the first day live, the smallest position and $100 in all", () => {
    const firstDays = new Commissioning()
    firstDays.onHeader("live")
    firstDays.onStarted(NOW)
    const first = firstDays.at(NOW)
    fc.assert(
      fc.property(COUNTS, held, HAIR, (counts, positionUnits, hair) => {
        // The smallest that can be sold again is one count above the least worth.
        const viableUnits = positionUnits + COUNT * BigInt(counts - 1) + hair
        const told = { firstDays: first, viableUnits, positionUnits }
        expect(left(counts + 1, told)).toEqual(["RISK-49", fits(counts, hair)])
        const exposureUnits = 100n * DOLLAR - COUNT * BigInt(counts) - hair
        const second = { firstDays: first, viableUnits: 500n * DOLLAR, exposureUnits }
        expect(left(counts + 1, { ...second, maxPositions: 10 })).toEqual([
          "RISK-49",
          fits(counts, hair),
        ])
      }),
    )
  })
})

describe("reductions of an entry", () => {
  const ppm = fc.integer({ min: 1, max: PPM - 1 })
  const part = (counts: number, share: number): number =>
    Math.max(1, Math.floor((counts * share) / PPM))

  it("RISK-23: by the volatility of the market in its own month", () => {
    fc.assert(
      fc.property(COUNTS, ppm, (counts, share) => {
        expect(left(counts, { volatilityPpm: share })).toEqual(["RISK-23", part(counts, share)])
        expect(left(counts, { volatilityPpm: PPM })).toBe("all")
      }),
    )
  })

  it("RISK-19: factors multiply, and the first one that is not volatility's names itself", () => {
    const told = { volatilityPpm: 500_000, losingDays: 2 }
    expect(left(200, told)).toEqual(["RISK-10", 50])
  })

  it("RISK-49: half of everything in the first week", () => {
    const book = new Commissioning()
    book.onHeader("live")
    book.onStarted(NOW)
    const week = book.at(after(days(2)))
    expect(left(200, { firstDays: week })).toEqual(["RISK-49", 100])
    expect(left(200, { firstDays: week, volatilityPpm: 600_000 })).toEqual(["RISK-49", 60])
    expect(left(200, { firstDays: week && { ...week, sizePpm: PPM } })).toBe("all")
  })
})

describe("RISK-49: the first days live", () => {
  it("are a day of the smallest positions, and six of half sizes, to the microsecond", () => {
    const book = new Commissioning()
    expect(book.state).toEqual({ isLive: false })
    book.onHeader("paper")
    book.onStarted(NOW)
    expect(book.at(NOW)).toBeUndefined()
    book.onHeader("live")
    book.onStarted(after(hours(5)))
    expect(book.state).toEqual({ isLive: true, since: NOW })
    const says = (duration: number): string | undefined => book.at(after(duration))?.says
    expect(says(0)).toBe("the first 24 hours live")
    expect(says(days(1) - 1)).toBe("the first 24 hours live")
    expect(says(days(1))).toBe("the first 7 days live")
    expect(says(days(7) - 1)).toBe("the first 7 days live")
    expect(says(days(7))).toBeUndefined()
    expect(book.at(NOW)).toMatchObject({ exposureUnits: 100n * DOLLAR, isMinimumOnly: true })
    const woken = new Commissioning()
    woken.restore(book.state)
    expect([woken.isLive, woken.state]).toEqual([true, book.state])
  })
})

describe("RISK-40: the ladder of a day", () => {
  it("says what each step asks for, to the unit", () => {
    const steps: readonly (readonly [bigint, unknown])[] = [
      [5n, ["smaller sizes", true, 0, false]],
      [10n, ["sell 25 %", false, 250_000, false]],
      [12n, ["sell 50 %", false, 500_000, false]],
      [14n, ["sell 75 %", false, 750_000, false]],
      [15n, ["close all and halt", false, PPM, true]],
    ]
    const at = (lost: bigint): unknown => {
      const step = dayStep({ dayStartUnits: 100n * DOLLAR, equityUnits: 100n * DOLLAR - lost })
      return step && [step.says, step.isOpen, step.deleveragePpm, step.isHalt]
    }
    let before: unknown
    for (const [percent, step] of steps) {
      expect(at(percent * DOLLAR - 1n)).toEqual(before)
      expect(at(percent * DOLLAR)).toEqual(step)
      expect(at(percent * DOLLAR + 1n)).toEqual(step)
      before = step
    }
    expect(dayStep({ dayStartUnits: 0n, equityUnits: -1n })).toBeUndefined()
    expect(dayStep({ dayStartUnits: 10n, equityUnits: 10n })).toBeUndefined()
    expect(dayStep({ dayStartUnits: 10n, equityUnits: 11n })).toBeUndefined()
  })
})

describe("RISK-50 to RISK-52: the override", () => {
  const asked = (told: Partial<OverrideAsked> = {}): OverrideAsked => ({
    at: NOW,
    reason: "ten chars!",
    phrases: OVERRIDE_PHRASES,
    tiltLevel: 2,
    haltCode: "RISK-42",
    ...told,
  })
  const answer = (told: Partial<OverrideAsked>, book = new OverrideBook()): unknown =>
    book.ask(asked(told))
  const refusal = (id: string, value: string, limit: string, because: string): unknown => ({
    kind: "refused",
    id,
    value,
    limit,
    because,
  })

  it("lifts an emergency of the market and nothing else", () => {
    for (const haltCode of ["RISK-42", "RISK-42 halt", "RISK-43", "RISK-44"]) {
      expect(answer({ haltCode })).toEqual({ kind: "open", until: after(minutes(5)) })
    }
    expect(answer({ haltCode: "RISK-8" })).toEqual(
      refusal(
        "RISK-51",
        "RISK-8",
        "halts by an emergency of the market",
        "No override lifts anything else. It opens by its own way, which its message names.",
      ),
    )
  })

  it("says what it lacks, one thing at a time", () => {
    expect(answer({ tiltLevel: 3, reason: "" })).toEqual(
      refusal(
        "RISK-50",
        "guard level 3",
        "below level 3",
        "The guard holds entries closed. Ask again when its level has fallen.",
      ),
    )
    expect(answer({ reason: "  nine chars " })).toMatchObject({ kind: "open" })
    expect(answer({ reason: " nine char " })).toEqual(
      refusal(
        "RISK-50",
        "a reason of 9 characters",
        "at least 10",
        "Write down why, so that it can be read again tomorrow.",
      ),
    )
    const [first, second] = OVERRIDE_PHRASES
    expect(answer({ phrases: [first, `${second}.`] })).toEqual(
      refusal(
        "RISK-50",
        "a sentence that differs",
        `"${second}"`,
        "Both sentences are typed exactly as they stand.",
      ),
    )
    expect(answer({ phrases: [second, first] })).toMatchObject({ limit: `"${first}"` })
  })

  it("comes once in 24 hours and three times in 30 days, to the microsecond", () => {
    const book = new OverrideBook()
    expect(answer({}, book)).toMatchObject({ kind: "open" })
    expect(answer({ at: after(hours(24) - 1) }, book)).toEqual(
      refusal(
        "RISK-52",
        "one in the last 24 h",
        "1 in 24 h",
        "The next one is possible at 2024-10-05T00:00:00.000Z.",
      ),
    )
    expect(answer({ at: after(hours(24)) }, book)).toMatchObject({ kind: "open" })
    expect(answer({ at: after(hours(48)) }, book)).toMatchObject({ kind: "open" })
    expect(answer({ at: after(days(30) - 1) }, book)).toEqual(
      refusal(
        "RISK-52",
        "3 in 30 days",
        "3 in 30 days",
        "The next one is possible at 2024-11-03T00:00:00.000Z.",
      ),
    )
    expect(answer({ at: after(days(30)) }, book)).toMatchObject({ kind: "open" })
    expect(book.attemptsSince(NOW)).toBe(6)
    expect(book.attemptsSince(after(days(30)))).toBe(1)
  })

  it("is open for five minutes, and is kept in a snapshot", () => {
    const book = new OverrideBook()
    const none = book.state
    expect(book.isOpen(NOW)).toBe(false)
    book.ask(asked())
    const woken = new OverrideBook()
    woken.restore(book.state)
    for (const it of [book, woken]) {
      expect(it.isOpen((NOW - 1) as Instant)).toBe(false)
      expect(it.isOpen(NOW)).toBe(true)
      expect(it.isOpen(after(minutes(5) - 1))).toBe(true)
      expect(it.isOpen(after(minutes(5)))).toBe(false)
    }
    expect(none).toEqual({ granted: [], attempts: [] })
    expect(woken.state).toEqual({ granted: [NOW], attempts: [NOW] })
  })

  it("keeps the last hundred attempts", () => {
    const book = new OverrideBook()
    for (let i = 0; i < 101; i++) book.onAttempt(after(i))
    expect(book.attemptsSince(NOW)).toBe(100)
  })
})

describe("RISK-14: alerts", () => {
  const alert = (told: Partial<Alert> = {}): Alert => ({
    id: "RISK-9",
    level: "warning",
    about: "day",
    what: "Lost.",
    ...told,
  })

  it("are not told again within fifteen minutes, each by what it is about", () => {
    const book = new AlertBook()
    expect(book.isDue(alert(), NOW)).toBe(true)
    book.onAlert(alert(), NOW)
    expect(book.isDue(alert(), after(minutes(15) - 1))).toBe(false)
    expect(book.isDue(alert(), after(minutes(15)))).toBe(true)
    for (const other of [{ id: "RISK-8" }, { level: "info" }, { about: "trade" }] as const) {
      expect(book.isDue(alert(other), NOW)).toBe(true)
    }
  })

  it("come fifty times a day, and what is critical always", () => {
    const book = new AlertBook()
    for (let i = 0; i < 49; i++) book.onAlert(alert({ about: `${i}` }), NOW)
    expect(book.isDue(alert(), NOW)).toBe(true)
    book.onAlert(alert({ about: "49" }), NOW)
    expect(book.isDue(alert(), NOW)).toBe(false)
    expect(book.isDue(alert({ level: "critical" }), NOW)).toBe(true)
    expect(book.isDue(alert(), after(days(1)))).toBe(true)
    // A clock that steps back over midnight opens no new budget.
    book.onAlert(alert({ about: "50" }), (NOW - 1) as Instant)
    expect(book.state).toMatchObject({ day: 20_000, today: 51 })
  })

  it("are known to have been told today, and forgotten on the next day", () => {
    const book = new AlertBook()
    const late = after(days(1) - minutes(10))
    book.onAlert(alert({ about: "early" }), NOW)
    book.onAlert(alert(), late)
    expect(book.wasToldToday(alert(), late)).toBe(true)
    expect(book.wasToldToday(alert(), after(days(1)))).toBe(false)
    expect(book.wasToldToday(alert({ about: "trade" }), late)).toBe(false)
    book.onAlert(alert({ about: "new" }), after(days(1)))
    const { told, ...counted } = book.state
    expect(counted).toEqual({ day: 20_001, today: 1 })
    // Only what may not be told again yet is remembered.
    expect(told.map(([key]) => key)).toEqual(["RISK-9 warning day", "RISK-9 warning new"])
    const woken = new AlertBook()
    woken.restore(book.state)
    expect(woken.state).toEqual(book.state)
    expect(new AlertBook().state).toEqual({ day: -1, today: 0, told: [] })
  })
})

describe("parts that are being sold", () => {
  const part = (instrument: number, downTo: number) => ({
    instrument,
    downTo: quantityOf(downTo),
  })

  it("are done with once no more than wanted is held, or when it was entered anew", () => {
    const book = new ReductionBook()
    book.onReduction({ id: "RISK-44", because: "b", parts: [part(0, 5), part(1, 7)] }, NOW)
    book.onHeld(0, quantityOf(6))
    expect([...book.open.keys()]).toEqual([0, 1])
    book.onHeld(0, quantityOf(5))
    book.onHeld(9, quantityOf(0))
    expect([...book.open]).toEqual([[1, { downTo: 7, because: "b" }]])
    expect(book.clusterAt).toBe(NOW)
    const woken = new ReductionBook()
    woken.restore(book.state)
    expect(woken.state).toEqual({
      day: -1,
      stagePpm: 0,
      clusterAt: NOW,
      open: [{ instrument: 1, downTo: 7, because: "b" }],
    })
    woken.onEntry(1)
    expect(woken.open.size).toBe(0)
  })

  it("RISK-40: remember how far down the ladder of the day they went", () => {
    const book = new ReductionBook()
    const step = (stagePpm: number, at: Instant): void =>
      book.onReduction({ id: "RISK-40", because: "b", stagePpm, parts: [] }, at)
    step(100_000, NOW)
    expect(book.clusterAt).toBeUndefined()
    expect([book.stageAt(NOW), book.stageAt(after(days(1)))]).toEqual([100_000, 0])
    step(120_000, after(days(1)))
    step(100_000, NOW)
    expect(book.stageAt(after(days(1)))).toBe(120_000)
  })
})

describe("RISK-23: where volatility stands in its month", () => {
  it("is known once a third of the month is, and counts what was calmer", () => {
    const path = new PricePath()
    expect(path.volatilityPercentile()).toBeNaN()
    // The price swings ever more: each volatility is above all before it.
    for (let hour = 1; hour <= 253; hour++) {
      path.onSample(hours(hour), 1_000 + (hour % 2) * hour)
    }
    expect(path.volatilityPercentile()).toBeNaN()
    path.onSample(hours(254), 1_000)
    expect(path.volatilityPercentile()).toBeCloseTo(239 / 240, 9)
    // Then it stops: fourteen hours later nothing was ever calmer.
    for (let hour = 255; hour <= 270; hour++) path.onSample(hours(hour), 1_000)
    expect(path.volatilityPercentile()).toBe(0)
  })

  it("is not known while a price is missing", () => {
    const path = new PricePath()
    for (let hour = 1; hour <= 300; hour++) path.onSample(hours(hour), 1_000 + (hour % 7))
    expect(path.volatilityPercentile()).toBeGreaterThanOrEqual(0)
    path.onSample(hours(301), Number.NaN)
    expect(path.volatilityPercentile()).toBeNaN()
  })
})

describe("sizes", () => {
  it("RISK-22: high conviction counts from Strategist on", () => {
    const told = (isUnlocked: boolean): readonly number[] =>
      (["low", "medium", "high"] as const).map((it) => convictionPpm(it, isUnlocked))
    expect(told(true)).toEqual([500_000, 1_000_000, 1_500_000])
    expect(told(false)).toEqual([500_000, 1_000_000, 1_000_000])
  })

  it("RISK-23: whole in the calm third, half in the wild one, evenly between", () => {
    expect([0, 1 / 3 - 1e-9].map(volatilityPpm)).toEqual([PPM, PPM])
    expect([1 / 3, 0.5, 2 / 3 - 1e-9].map(volatilityPpm)).toEqual([PPM, 750_000, 500_000])
    expect([2 / 3, 1, Number.NaN].map(volatilityPpm)).toEqual([500_000, 500_000, 500_000])
  })

  it("meet a target of volatility, never above the cap (quant.md 4.5)", () => {
    expect(volatilityTarget({ forecast: 0.4, target: 0.1, cap: 1 })).toBe(0.25)
    expect(volatilityTarget({ forecast: 0.05, target: 0.1, cap: 1 })).toBe(1)
    expect(volatilityTarget({ forecast: 0, target: 0.1, cap: 1 })).toBeUndefined()
    expect(volatilityTarget({ forecast: -1, target: 0.1, cap: 1 })).toBeUndefined()
  })

  it("RISK-19: are the least cap times every factor, at least viable and never above the cap", () => {
    const caps = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 4 })
    const factors = fc.array(fc.integer({ min: 0, max: 1_500_000 }), { maxLength: 4 })
    const unit = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(caps, factors, unit, fc.option(unit), fc.option(unit), (...told) => {
        const [capsUnits, factorsPpm, viableUnits, kelly, liquidity] = told
        const size = sizeOf({
          capsUnits,
          factorsPpm,
          viableUnits,
          ...(kelly === null ? {} : { kellyUnits: kelly }),
          ...(liquidity === null ? {} : { liquidityUnits: liquidity }),
        })
        const all = [...capsUnits, kelly, liquidity].filter((it) => it !== null)
        const cap = all.reduce((least, it) => (it < least ? it : least))
        const product = factorsPpm.reduce((sum, it) => (sum * BigInt(it)) / BigInt(PPM), cap)
        if (cap < viableUnits || factorsPpm.includes(0)) expect(size).toBe(0n)
        else if (product > cap) expect(size).toBe(cap)
        else expect(size).toBe(product < viableUnits ? viableUnits : product)
      }),
    )
  })
})

it("GEN-7: a limit can be tightened down to anything above nothing, and never loosened", () => {
  for (const name of ["position", "dayLoss", "drawdownHalt"] as const) {
    const ceiling = CEILINGS[name]
    for (const wanted of [1, ceiling - 1, ceiling]) {
      expect(tightened({ [name]: wanted })).toEqual({ ...CEILINGS, [name]: wanted })
    }
    for (const wanted of [0, -1, ceiling + 1]) {
      expect(() => tightened({ [name]: wanted })).toThrow(
        expect.objectContaining({
          code: "LIMIT_LOOSER",
          message: `The limit "${name}" was set to ${wanted / 10_000} %.`,
          why: `It must lie above 0 % and at most at ${ceiling / 10_000} %: limits can be tightened, never loosened.`,
          next: "Set a smaller value, or remove the line to use the built-in limit.",
        }),
      )
    }
  }
})

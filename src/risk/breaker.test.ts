import { array, assert, bigInt, integer, property, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { DOLLAR } from "../value/amounts.ts"
import { type Instant, instantOf } from "../value/brand.ts"
import { days, hours, later, minutes } from "../value/time.ts"
import { Breaker, correlationSpike, flashCrash, isOpen, liquidityCrisis } from "./breaker.ts"
import { dayStep } from "./day-breaker.ts"
import { CEILINGS } from "./ceilings.ts"
import { closingOrder } from "./closing-order.ts"
import { deleverage } from "./deleverage.ts"
import { RecoveryBook, colourOf } from "./drawdown.ts"
import { OVERRIDE_PHRASES, OverrideBook } from "./override.ts"

const START = instantOf(days(20_000))
const after = (count: number): Instant => later(START, minutes(count))

describe("RISK-40: the day's ladder", () => {
  const start = 1_000n * DOLLAR
  it.each([
    [50, undefined, "smaller sizes"],
    [100, "smaller sizes", "sell 25 %"],
    [120, "sell 25 %", "sell 50 %"],
    [140, "sell 50 %", "sell 75 %"],
    [150, "sell 75 %", "close all and halt"],
  ])("at %i thousandths, one unit before and at it", (lost, before, at) => {
    const equity = start - BigInt(lost) * DOLLAR
    expect(dayStep({ dayStartUnits: start, equityUnits: equity + 1n })?.says).toBe(before)
    expect(dayStep({ dayStartUnits: start, equityUnits: equity })?.says).toBe(at)
    expect(dayStep({ dayStartUnits: start, equityUnits: equity - 1n })?.says).toBe(at)
  })

  it("14.9 % must not halt, 15.0 % must", () => {
    expect(dayStep({ dayStartUnits: start, equityUnits: 851n * DOLLAR })?.isHalt).toBe(false)
    expect(dayStep({ dayStartUnits: start, equityUnits: 850n * DOLLAR })?.isHalt).toBe(true)
  })

  it("says nothing of a day that began with nothing", () => {
    expect(dayStep({ dayStartUnits: 0n, equityUnits: -1n })).toBeUndefined()
  })
})

describe("RISK-42: a flash crash", () => {
  it.each([
    [900_001, undefined],
    [900_000, "no entries"],
    [850_001, "no entries"],
    [850_000, "reduce"],
    [800_001, "reduce"],
    [800_000, "exits only"],
    [700_001, "exits only"],
    [700_000, "halt"],
    [1, "halt"],
  ])("from 1,000,000 to %i is %s", (last, stage) => {
    expect(flashCrash(1_000_000, last)?.stage).toBe(stage)
  })

  it("a rise is none, and no price is none", () => {
    expect(flashCrash(1_000, 2_000)).toBeUndefined()
    expect(flashCrash(0, 0)).toBeUndefined()
  })
})

describe("RISK-43: a liquidity crisis", () => {
  it.each([
    [500_000, undefined],
    [499_999, "warn"],
    [400_000, "warn"],
    [399_999, "smaller"],
    [300_000, "smaller"],
    [299_999, "no entries"],
    [200_000, "no entries"],
    [199_999, "exits only"],
    [100_000, "exits only"],
    [99_999, "halt"],
    [0, "halt"],
  ])("at %i ppm of normal is %s", (score, stage) => {
    expect(liquidityCrisis(score)?.stage).toBe(stage)
  })
})

describe("RISK-44: a spike of correlation", () => {
  it.each([
    [0.8, undefined],
    [0.800001, "reduce"],
    [0.95, "reduce"],
    [0.950001, "exits only"],
    [1, "exits only"],
  ])("surely above %d is %s", (lower, stage) => {
    expect(correlationSpike(lower)?.stage).toBe(stage)
  })
})

describe("RISK-45: an emergency ends only when its cause has been gone for its time", () => {
  it.each([
    ["RISK-42", 10],
    ["RISK-43", 15],
    ["RISK-44", 30],
  ] as const)("%s: %i minutes and 5 more", (id, wait) => {
    const breaker = new Breaker(id)
    breaker.onMeasured({ id, stage: "no entries", value: "", limit: "" }, START)
    expect(breaker.at(after(600))?.stage).toBe("no entries")
    breaker.onMeasured(undefined, START)
    const end = after(wait + 5)
    expect(breaker.at((end - 1) as Instant)?.stage).toBe("no entries")
    expect(breaker.at(end)).toBeUndefined()
  })

  it("begins to wait anew when the cause comes back, and keeps the worst of it", () => {
    const breaker = new Breaker("RISK-42")
    breaker.onMeasured(flashCrash(1_000, 690), START)
    breaker.onMeasured(undefined, after(1))
    breaker.onMeasured(flashCrash(1_000, 890), after(14))
    breaker.onMeasured(undefined, after(15))
    expect(breaker.at(after(29))?.stage).toBe("halt")
    expect(breaker.at(after(30))).toBeUndefined()
  })

  it("opens nothing before its time, whatever is measured", () => {
    const measured = record({
      at: integer({ min: 0, max: 200 }),
      last: integer({ min: 1, max: 1_000 }),
    })
    assert(
      property(array(measured, { minLength: 1, maxLength: 50 }), (list) => {
        const breaker = new Breaker("RISK-42")
        let closedAt = -Infinity
        for (const { at, last } of list.toSorted((a, b) => a.at - b.at)) {
          const alarm = flashCrash(1_000, last)
          breaker.onMeasured(alarm, after(at))
          if (alarm && !isOpen(alarm.stage)) closedAt = at
          const held = breaker.at(after(at))
          if (at - closedAt < 15) expect(held && isOpen(held.stage)).toBe(false)
        }
      }),
    )
  })
})

describe("RISK-41: the order of closing", () => {
  const position = record({
    instrument: integer({ min: 0, max: 30 }),
    worthUnits: bigInt({ min: 1n, max: 1_000n * DOLLAR }),
    gainUnits: bigInt({ min: -100n * DOLLAR, max: 100n * DOLLAR }),
    heldFor: integer({ min: 0, max: hours(48) }),
    correlation: integer({ min: -100, max: 100 }).map((it) => it / 100),
  })

  it("puts the largest loser first, and a tie by the instrument", () => {
    const same = { worthUnits: DOLLAR, gainUnits: 0n, heldFor: 1, correlation: 0 }
    const order = closingOrder([
      { instrument: 3, ...same },
      { instrument: 1, ...same },
      { instrument: 2, ...same, gainUnits: -1n },
    ])
    expect(order.map((it) => it.instrument)).toEqual([2, 1, 3])
  })

  it("sells at least the part that is asked and nothing that is not held", () => {
    const part = integer({ min: 0, max: 1_000_000 })
    assert(
      property(array(position, { maxLength: 12 }), part, (positions, ppm) => {
        const held = positions.map((it, i) => ({ ...it, instrument: i }))
        const total = held.reduce((sum, it) => sum + it.worthUnits, 0n)
        const closings = deleverage(held, { ppm, viableUnits: 10n * DOLLAR })
        const sold = closings.reduce((sum, it) => sum + it.units, 0n)
        expect(sold * 1_000_000n).toBeGreaterThanOrEqual(total * BigInt(ppm))
        for (const { instrument, units } of closings) {
          const left = (held[instrument]?.worthUnits ?? 0n) - units
          expect(left === 0n || left >= 10n * DOLLAR).toBe(true)
        }
      }),
    )
  })
})

describe("RISK-50 to RISK-52: the override", () => {
  const asked = (at: Instant) => ({
    at,
    reason: "the exchange is back",
    phrases: OVERRIDE_PHRASES,
    tiltLevel: 2,
    haltCode: "RISK-42",
  })

  it("opens for five minutes, and the halt returns", () => {
    const book = new OverrideBook()
    expect(book.ask(asked(START))).toEqual({ kind: "open", until: after(5) })
    expect(book.isOpen((after(5) - 1) as Instant)).toBe(true)
    expect(book.isOpen(after(5))).toBe(false)
  })

  it.each([
    [{ tiltLevel: 3 }, "RISK-50"],
    [{ reason: "no reason" }, "RISK-50"],
    [{ phrases: [OVERRIDE_PHRASES[0]] }, "RISK-50"],
    [{ phrases: [OVERRIDE_PHRASES[1], OVERRIDE_PHRASES[0]] }, "RISK-50"],
    [{ haltCode: "RISK-8" }, "RISK-51"],
    [{ haltCode: "TILT-50" }, "RISK-51"],
  ])("is refused for %o", (told, id) => {
    const book = new OverrideBook()
    expect(book.ask({ ...asked(START), ...told })).toMatchObject({ kind: "refused", id })
    expect(book.isOpen(START)).toBe(false)
    expect(book.attemptsSince(START)).toBe(1)
  })

  it("a reason of ten characters is enough", () => {
    expect(new OverrideBook().ask({ ...asked(START), reason: "ten chars." }).kind).toBe("open")
  })

  it("comes once in 24 hours and three times in 30 days", () => {
    const book = new OverrideBook()
    const day = 24 * 60
    expect(book.ask(asked(after(0))).kind).toBe("open")
    expect(book.ask(asked((after(day) - 1) as Instant))).toMatchObject({ id: "RISK-52" })
    expect(book.ask(asked(after(day))).kind).toBe("open")
    expect(book.ask(asked(after(2 * day))).kind).toBe("open")
    expect(book.ask(asked((after(30 * day) - 1) as Instant))).toMatchObject({ id: "RISK-52" })
    expect(book.ask(asked(after(30 * day))).kind).toBe("open")
    expect(book.attemptsSince(START)).toBe(6)
  })
})

describe("RISK-8, RISK-30: the drawdown ladder", () => {
  it.each([
    [49_999, "green"],
    [50_000, "yellow"],
    [99_999, "yellow"],
    [100_000, "orange"],
    [149_999, "orange"],
    [150_000, "red"],
  ])("%i ppm is %s", (ppm, colour) => {
    expect(colourOf(ppm, CEILINGS.drawdownHalt)).toBe(colour)
  })

  it("is red from the limit on that holds, where that is a tighter one", () => {
    expect(colourOf(79_999, 80_000)).toBe("yellow")
    expect(colourOf(80_000, 80_000)).toBe("red")
  })

  it("RISK-30, RISK-33: halves sizes from 10 % until all is regained, and keeps the history", () => {
    const book = new RecoveryBook()
    const peakUnits = 1_000n
    const at = (equityUnits: bigint) => book.onSample(START, { equityUnits, peakUnits })
    at(901n)
    expect(book.sizePpm).toBe(1_000_000)
    at(900n)
    expect(book.sizePpm).toBe(500_000)
    at(880n)
    expect(at(910n)).toEqual([25])
    expect(at(939n)).toEqual([])
    expect(at(940n)).toEqual([50])
    expect(book.sizePpm).toBe(500_000)
    expect(at(999n)).toEqual([75])
    expect(at(1_000n)).toEqual([100])
    expect(book.sizePpm).toBe(1_000_000)
    expect(book.past).toMatchObject([{ lowUnits: 880n, milestones: [25, 50, 75, 100] }])
  })
})

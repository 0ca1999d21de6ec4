import { describe, expect, it } from "vitest"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf } from "../value/brand.ts"
import { days, later, minutes } from "../value/time.ts"
import { AlertBook } from "./alert-book.ts"
import { lossAlert } from "./alert-levels.ts"

describe("RISK-9: losses worth telling", () => {
  it.each([
    ["trade", 0, 10, "info"],
    ["trade", 1, 50, "info"],
    ["trade", 2, 200, "info"],
    ["trade", 3, 200, "info"],
    ["day", 0, 25, "warning"],
    ["day", 1, 100, "warning"],
    ["day", 2, 500, "warning"],
    ["drawdown", 0, 50, "critical"],
    ["drawdown", 1, 200, "critical"],
    ["drawdown", 2, 1_000, "critical"],
  ] as const)("%s in tier %i: from $%i on, as %s", (kind, rank, dollars, level) => {
    const of = (lostUnits: bigint) =>
      lossAlert(kind, { lostUnits, equityUnits: 1_000_000n * DOLLAR, rank: () => rank })
    expect(of(BigInt(dollars) * DOLLAR - 1n)).toBeUndefined()
    expect(of(BigInt(dollars) * DOLLAR)).toMatchObject({ level, id: "RISK-9" })
  })

  it.each([
    ["trade", 2],
    ["day", 5],
    ["drawdown", 10],
  ] as const)("a small account is told of a %s at %i %% of its own worth", (kind, percent) => {
    const of = (lostUnits: bigint) =>
      lossAlert(kind, { lostUnits, equityUnits: 100n * DOLLAR, rank: () => 0 })
    expect(of(BigInt(percent) * DOLLAR - 1n)).toBeUndefined()
    expect(of(BigInt(percent) * DOLLAR)).toBeDefined()
  })
})

describe("RISK-14: no alert comes again too soon", () => {
  const start = instantOf(days(20_000))
  const alert = { id: "RISK-14", level: "warning", about: "x", what: "x" } as const

  it("not within 15 minutes, and not beyond 50 a day, save what is critical", () => {
    const book = new AlertBook()
    book.onAlert(alert, start)
    expect(book.isDue(alert, (later(start, minutes(15)) - 1) as typeof start)).toBe(false)
    expect(book.isDue(alert, later(start, minutes(15)))).toBe(true)
    for (let i = 0; i < 49; i++) book.onAlert({ ...alert, about: `${i}` }, start)
    const later1 = later(start, minutes(20))
    expect(book.isDue(alert, later1)).toBe(false)
    expect(book.isDue({ ...alert, level: "critical" }, later1)).toBe(true)
    expect(book.isDue(alert, later(start, days(1)))).toBe(true)
  })

  it("RISK-9: what was told shortly before midnight was not told on the new day", () => {
    const book = new AlertBook()
    const midnight = later(start, days(1))
    book.onAlert(alert, (midnight - minutes(10)) as typeof start)
    book.onAlert({ ...alert, about: "y" }, midnight)
    expect(book.wasToldToday(alert, later(midnight, minutes(1)))).toBe(false)
    expect(book.wasToldToday({ ...alert, about: "y" }, later(midnight, minutes(1)))).toBe(true)
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import { parseUnits } from "../../value/decimal.ts"
import { type Chronicle, chronicleOf } from "../chronicle/chronicle.ts"
import { smallRun } from "../../../tests/support/small-run.ts"
import { figureText } from "./figure.ts"
import { periodAround, wholePeriod } from "./period.ts"
import { type TearSheet, tearSheet } from "./tear-sheet.ts"
import { parseInstant } from "../../value/time.ts"

const units = (text: string): bigint => parseUnits(text, 8)
const sum = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n)

let chronicle: Chronicle
let sheet: TearSheet

beforeAll(async () => {
  const { records } = await smallRun()
  const made = chronicleOf(records)
  if (!made) throw new Error("the journal has no header")
  chronicle = made
  sheet = whole("5")
})

function whole(serverMonthly: string): TearSheet {
  const period = wholePeriod(chronicle.first, chronicle.last)
  const made = tearSheet(chronicle, { period, name: "x", serverMonthly, tried: undefined })
  if (!made) throw new Error("there is nothing to report")
  return made
}

describe("a tear sheet", () => {
  it("is net of fees, slippage and the server, to the last unit (D2)", () => {
    const { costs } = sheet
    const { gross, slippage, fees, infrastructure, net, start, end, paidIn } = costs
    expect(units(fees)).toBeGreaterThan(0n)
    expect(units(infrastructure)).toBeGreaterThan(0n)
    expect(units(gross) - units(slippage) - units(fees) - units(infrastructure)).toBe(units(net))
    expect(units(start) + units(paidIn) + units(net)).toBe(units(end))
  })

  it("takes the server off every figure that a day counts in", () => {
    const free = whole("0")
    expect(sheet.costs.netShare).toBeLessThan(free.costs.netShare)
    expect(units(free.costs.net) - units(sheet.costs.net)).toBe(units(sheet.costs.infrastructure))
    const days = (it: TearSheet): number => it.days.reduce((all, { net }) => all + net, 0)
    expect(days(sheet)).toBeCloseTo(Number(sheet.costs.net), 6)
    expect(days(free)).toBeCloseTo(Number(free.costs.net), 6)
  })

  it("splits the result of the trades without a rest, whichever way (ANLY-1)", () => {
    const net = sum(sheet.trades.map(({ netUnits }) => netUnits))
    expect(sheet.trades.length).toBeGreaterThan(10)
    for (const { rows } of sheet.attributions) {
      expect(sum(rows.map((it) => units(it.net)))).toBe(net)
      expect(rows.reduce((all, it) => all + it.trades, 0)).toBe(sheet.trades.length)
    }
  })

  it("shows no ratio from fewer than thirty days, and says how many there are (D2)", () => {
    const sharpe = sheet.figures.find(({ id }) => id === "sharpe")
    expect(sharpe?.value).toBeNull()
    expect(sharpe && figureText(sharpe)).toBe("n/a (0 of 30 days)")
  })

  it("knows of each trade its orders, its stop and what ended it (AUDIT-8)", () => {
    for (const trade of sheet.trades) {
      expect(trade.stop).not.toBeNull()
      expect(trade.orders.length).toBeGreaterThanOrEqual(2)
      expect(["stop", "signal"]).toContain(trade.left)
      expect(trade.closed).toBeGreaterThan(trade.opened)
    }
  })

  it("measures slippage with its sign against the price of the decision", () => {
    const [entry] = sheet.execution.rows.filter(({ name }) => name === "entry")
    // Where only bars are known a taker pays the assumed half spread of 10 basis points.
    expect(entry?.median).toBeCloseTo(10, 0)
    expect(entry?.dollars).toBeGreaterThan(0)
  })

  it("of a part of the run begins with what was there before", () => {
    const at = parseInstant("2025-06-15")
    const day = periodAround("day", at)
    const terms = { name: "x", serverMonthly: "0", tried: undefined }
    expect(tearSheet(chronicle, { ...terms, period: day })?.trades).toEqual(sheet.trades)
    const before = periodAround("day", parseInstant("2025-06-14"))
    expect(tearSheet(chronicle, { ...terms, period: before })).toBeUndefined()
  })
})

describe("periods", () => {
  it("are whole days, weeks from Monday, months and years of UTC", () => {
    const at = parseInstant("2024-12-31T23:59")
    const told = (["day", "week", "month", "year"] as const).map((name) => {
      const { from, to } = periodAround(name, at)
      return [from, to]
    })
    const span = (from: string, to: string) => [parseInstant(from), parseInstant(to)]
    expect(told).toEqual([
      span("2024-12-31", "2025-01-01"),
      span("2024-12-30", "2025-01-06"),
      span("2024-12-01", "2025-01-01"),
      span("2024-01-01", "2025-01-01"),
    ])
  })
})

import * as fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { smallRun } from "../../../tests/support/small-run.ts"
import { TAX_METHODS } from "../../ledger/tax/tax-lots.ts"
import { parseUnits } from "../../value/decimal.ts"
import { type Chronicle, chronicleOf } from "../chronicle/chronicle.ts"
import { taxBookOf, taxYear } from "../tax/tax-year.ts"
import { periodAround, wholePeriod } from "../tear-sheet/period.ts"
import { csvText, type ExportTable, jsonText } from "./export-table.ts"
import { equityTable, ledgerTable, lotsTable } from "./money-tables.ts"
import { fillsTable, ordersTable } from "./order-tables.ts"
import { tradesTable } from "./trades-table.ts"

let chronicle: Chronicle
const all = () => wholePeriod(chronicle.first, chronicle.last)
const units = (text: string | undefined): bigint => parseUnits(text ?? "", 8)

beforeAll(async () => {
  const made = chronicleOf((await smallRun()).records)
  if (!made) throw new Error("the journal has no header")
  chronicle = made
})

/** Rows as objects, by the names of the columns. */
function read({ columns, rows }: ExportTable): readonly Readonly<Record<string, string>>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
}

/** A reader of RFC 4180, as simple as can be. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === "\r\n") rows.push([])
    if (end === "") break
  }
  // The last line ends like the others.
  return rows.slice(0, -1)
}

describe("exports (AUDIT-30)", () => {
  it("write the totals of the trades in their last row", () => {
    const table = tradesTable(chronicle, all())
    const sum = (name: string): bigint =>
      read(table).reduce((total, it) => total + units(it[name]), 0n)
    const totals = Object.fromEntries(
      table.columns.map(({ name }, i) => [name, table.totals?.[i] ?? ""]),
    )
    expect(totals["number"]).toBe(String(table.rows.length))
    expect(units(totals["pnl"])).toBe(sum("pnl"))
    expect(units(totals["fees"])).toBe(sum("fees"))
    const { ledger } = chronicle.books
    expect(sum("pnl")).toBe(ledger.trades().reduce((total, it) => total + it.pnlUnits, 0n))
  })

  it("balance every entry of the ledger, and come to what the books hold", () => {
    const rows = read(ledgerTable(chronicle, all()))
    const sums = new Map<string, bigint>()
    const ours = new Map<string, bigint>()
    for (const { line, trade, asset = "", account, change } of rows) {
      const entry = `${line}/${trade}/${asset}`
      sums.set(entry, (sums.get(entry) ?? 0n) + units(change))
      if (account === "ours") ours.set(asset, (ours.get(asset) ?? 0n) + units(change))
    }
    expect([...sums.values()].every((it) => it === 0n)).toBe(true)
    const { ledger } = chronicle.books
    for (const [asset, held] of ours) {
      const { freeUnits, heldUnits } = ledger.balance(asset)
      expect(held).toBe(freeUnits + heldUnits)
    }
    expect([...ours.keys()].toSorted()).toEqual(["ETH", "USDT"])
  })

  it("know every order and every fill of the journal", () => {
    const fills = read(fillsTable(chronicle, all()))
    const orders = new Set(read(ordersTable(chronicle, all())).map(({ id }) => id))
    expect(fills.every(({ order }) => orders.has(order))).toBe(true)
    const realised = fills.reduce((sum, it) => sum + units(it["realised"]), 0n)
    expect(realised).toBe(chronicle.books.ledger.realised())
    const fees = fills.reduce((sum, it) => sum + units(it["fee_value"]), 0n)
    expect(fees).toBe(chronicle.books.ledger.feesPaid())
  })

  it("tell the worth of the account over time, beginning with what was paid in", () => {
    const rows = read(equityTable(chronicle, all()))
    expect(rows[0]).toMatchObject({ worth: "500", paid_in: "500" })
    expect(rows.length).toBeGreaterThan(50)
  })

  it("leave out what lies outside of the year", () => {
    const other = periodAround("year", 0 as Chronicle["first"])
    for (const make of [tradesTable, ordersTable, fillsTable, equityTable, ledgerTable]) {
      expect(make(chronicle, other).rows).toEqual([])
    }
  })

  it("sum the lots of a year up to its report, whichever the method", () => {
    const year = periodAround("year", chronicle.first)
    for (const method of TAX_METHODS) {
      const book = taxBookOf(chronicle, method)
      const report = taxYear(book, { year: 2025, period: year, asset: "USDT" })
      const lots = read(lotsTable(book.lines, { period: year, method }))
      const gain = lots.reduce((sum, it) => sum + units(it["gain"]), 0n)
      expect(units(report.total.gain)).toBe(gain)
      const byAsset = report.rows.reduce((sum, it) => sum + units(it.gain), 0n)
      expect(byAsset).toBe(gain)
      expect(report.total.disposals).toBe(lots.length)
    }
  })
})

describe("files", () => {
  const cells = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }))

  it("give back the same text, whatever it holds", () => {
    fc.assert(
      fc.property(cells, (rows) => {
        const columns = ["a", "b"].map((name) => ({ name, says: "" }))
        expect(parseCsv(csvText({ columns, rows }))).toEqual([["a", "b"], ...rows])
        const objects = rows.map(([a, b]) => ({ a: a === "" ? null : a, b: b === "" ? null : b }))
        expect(JSON.parse(jsonText({ columns, rows }))).toEqual(objects)
      }),
    )
  })

  it("keep a spreadsheet from running what a strategy wrote", () => {
    const columns = [
      { name: "pnl", says: "" },
      { name: "because", says: "", isFree: true },
    ]
    const text = csvText({ columns, rows: [["-1.5", "=cmd|' /C calc'!A0"]] })
    expect(text).toBe(`pnl,because\r\n-1.5, =cmd|' /C calc'!A0\r\n`)
  })
})

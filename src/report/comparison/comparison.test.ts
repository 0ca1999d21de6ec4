import { beforeAll, describe, expect, it } from "vitest"
import { smallRun } from "../../../tests/support/small-run.ts"
import { chronicleOf } from "../chronicle/chronicle.ts"
import { wholePeriod } from "../tear-sheet/period.ts"
import { type TearSheet, tearSheet } from "../tear-sheet/tear-sheet.ts"
import { comparisonOf, comparisonText } from "./comparison.ts"

const PARAMS = { minutes: "1", fast: "2", slow: "4", cost: "0" }

async function sheetOf(name: string, file: string, slow: string): Promise<TearSheet> {
  const { records } = await smallRun({ files: [file], params: { ...PARAMS, slow } })
  const chronicle = chronicleOf(records)
  const period = chronicle && wholePeriod(chronicle.first, chronicle.last)
  const terms = { name, serverMonthly: "0", tried: undefined }
  const sheet = chronicle && period && tearSheet(chronicle, { ...terms, period })
  if (!sheet) throw new Error("there is nothing to report")
  return sheet
}

let quick: TearSheet
let slow: TearSheet
let other: TearSheet
beforeAll(async () => {
  quick = await sheetOf("quick", "ETHUSDT-1m-generated.csv", "4")
  slow = await sheetOf("slow", "ETHUSDT-1m-generated.csv", "9")
  other = await sheetOf("other", "BTCUSDT-1m-generated.csv", "4")
})

describe("a comparison", () => {
  it("holds every run against the first", () => {
    const { rows } = comparisonOf([quick, slow, quick])
    const trips = rows.find(({ name }) => name === "Fees")
    const by = Number(slow.costs.fees) - Number(quick.costs.fees)
    expect(trips?.differences).toEqual([
      "",
      expect.stringContaining(by.toFixed(2).slice(1)),
      "$0.00",
    ])
    for (const { values, differences, intervals } of rows) {
      expect([values.length, differences.length, intervals.length]).toEqual([3, 3, 3])
      expect(values[2]).toBe(values[0])
    }
  })

  it("says what speaks against comparing dollars", () => {
    expect(comparisonOf([quick, slow]).notes).toHaveLength(1)
    expect(comparisonOf([quick, other]).notes.join(" ")).toContain("different markets")
  })

  it("puts columns below the names of the runs", () => {
    const [head = "", ...lines] = comparisonText(comparisonOf([quick, slow])).split("\n")
    const at = head.indexOf("slow")
    const net = lines.find((it) => it.startsWith("  Net result")) ?? ""
    expect(net.slice(at)).toMatch(/^-?\$/)
  })
})

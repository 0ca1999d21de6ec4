import { beforeAll, describe, expect, it } from "vitest"
import { type Chronicle, chronicleOf } from "../../../src/report/chronicle/chronicle.ts"
import { wholePeriod } from "../../../src/report/tear-sheet/period.ts"
import { plainSheet } from "../../../src/report/tear-sheet/plain.ts"
import { type TearSheet, tearSheet } from "../../../src/report/tear-sheet/tear-sheet.ts"
import { sheetText } from "../../../src/report/tear-sheet/text.ts"
import { smallRun } from "../../support/small-run.ts"

let sheet: TearSheet
beforeAll(async () => {
  sheet = sheetOf(chronicleOf((await smallRun()).records))
})

function sheetOf(chronicle: Chronicle | undefined): TearSheet {
  if (!chronicle) throw new Error("the journal has no header")
  const period = wholePeriod(chronicle.first, chronicle.last)
  const made = tearSheet(chronicle, { period, name: "small", serverMonthly: "5", tried: 3 })
  if (!made) throw new Error("there is nothing to report")
  return made
}

describe("the report of a small run", () => {
  it("reads in a terminal as in the file", async () => {
    await expect(`${sheetText(sheet)}\n`).toMatchFileSnapshot("small.txt")
  })

  it("tells a script what stands in the file", async () => {
    const text = JSON.stringify(plainSheet(sheet), null, 1)
    await expect(`${text}\n`).toMatchFileSnapshot("small.json")
  })

  it("is the same to the last digit when it is made again", async () => {
    const again = sheetOf(chronicleOf((await smallRun()).records))
    expect(plainSheet(again)).toEqual(plainSheet(sheet))
  })
})

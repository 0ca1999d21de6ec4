import { describe, expect, it } from "vitest"
import { names, numbered } from "./named.ts"
import { TIER_AND_RISK } from "./tier-and-risk.ts"

describe("sections 2 and 3 of the requirements", () => {
  it("have every id in the table, once", () => {
    const ids = [...numbered("TIER", [1, 32]), ...numbered("RISK", [1, 26], [30, 33], [40, 53])]
    expect(TIER_AND_RISK.map((it) => it.id)).toEqual(ids)
  })

  it.each(TIER_AND_RISK.filter((it) => it.state !== "missing"))(
    "$id: its code and its test are there and name it",
    (row) => {
      expect(names(row.code, row.id), row.code).toBe(true)
      expect(names(row.test, row.id), row.test).toBe(true)
    },
  )

  it("are told as they stand", () => {
    const lines = TIER_AND_RISK.map((row) => {
      const where = row.state === "missing" ? "" : `${row.code}  ${row.test}`
      return `${row.id.padEnd(8)} ${row.state.padEnd(9)} ${where}${row.open ? `  open: ${row.open}` : ""}`
    })
    console.log(lines.join("\n"))
    const count = (state: string): number => TIER_AND_RISK.filter((it) => it.state === state).length
    // What is built is not lost again unseen.
    expect(count("in force")).toBeGreaterThanOrEqual(73)
    expect(count("missing")).toBeLessThanOrEqual(1)
  })
})

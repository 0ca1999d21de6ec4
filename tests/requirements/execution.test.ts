import { describe, expect, it } from "vitest"
import { EXECUTION } from "./execution.ts"
import { names, numbered } from "./named.ts"

describe("section 4 of the requirements", () => {
  it("has every id in the table, once", () => {
    const spans = [
      [1, 10],
      [20, 24],
      [30, 33],
      [40, 46],
      [50, 54],
      [60, 75],
    ] as const
    expect(EXECUTION.map((it) => it.id)).toEqual(numbered("EXEC", ...spans))
  })

  it.each(EXECUTION.filter((it) => it.state !== "missing"))(
    "$id: its code and its test are there and name it",
    (row) => {
      expect(names(row.code, row.id), row.code).toBe(true)
      expect(names(row.test, row.id), row.test).toBe(true)
    },
  )

  it("is told as it stands", () => {
    const lines = EXECUTION.map((row) => {
      const where = row.state === "missing" ? "" : `${row.code}  ${row.test}`
      return `${row.id.padEnd(8)} ${row.state.padEnd(9)} ${where}${row.open ? `  open: ${row.open}` : ""}`
    })
    console.log(lines.join("\n"))
    const count = (state: string): number => EXECUTION.filter((it) => it.state === state).length
    // What is built is not lost again unseen.
    expect(count("in force")).toBeGreaterThanOrEqual(45)
    expect(count("missing")).toBe(0)
  })
})

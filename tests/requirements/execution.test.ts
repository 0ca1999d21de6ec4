import { describe, expect, it } from "vitest"
import { EXECUTION } from "./execution.ts"
import { names, numbered, told } from "./named.ts"

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

  it.each(EXECUTION)("$id: its code and its test are there and name it", ({ id, code, test }) => {
    expect(names(code, id), code).toBe(true)
    expect(names(test, id), test).toBe(true)
  })

  it("is told as it stands", () => {
    console.log(told(EXECUTION))
  })
})

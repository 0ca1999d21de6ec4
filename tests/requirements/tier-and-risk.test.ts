import { describe, expect, it } from "vitest"
import { names, numbered, told } from "./named.ts"
import { TIER_AND_RISK } from "./tier-and-risk.ts"

describe("sections 2 and 3 of the requirements", () => {
  it("have every id in the table, once", () => {
    const ids = [...numbered("TIER", [1, 32]), ...numbered("RISK", [1, 26], [30, 33], [40, 53])]
    expect(TIER_AND_RISK.map((it) => it.id)).toEqual(ids)
  })

  it.each(TIER_AND_RISK)(
    "$id: its code and its test are there and name it",
    ({ id, code, test }) => {
      expect(names(code, id), code).toBe(true)
      expect(names(test, id), test).toBe(true)
    },
  )

  it("are told as they stand", () => {
    console.log(told(TIER_AND_RISK))
  })
})

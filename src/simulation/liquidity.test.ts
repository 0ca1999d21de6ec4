import { describe, expect, it } from "vitest"
import { TopLevel } from "./liquidity.ts"

describe("The top of the book", () => {
  it("keeps what was taken until the side changes", () => {
    const top = new TopLevel()
    expect(top.levels).toBe(0)
    top.set(100, 5)
    top.take(0, 3)
    top.set(100, 5)
    expect(top.quantity()).toBe(2)
    top.set(100, 6)
    expect(top.quantity()).toBe(6)
  })
})

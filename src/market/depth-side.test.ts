import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DepthSide } from "./depth-side.ts"

const change = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 5 }))

describe("One side of the whole book", () => {
  it.each(["bids", "asks"] as const)("keeps its %s sorted, best first, whatever comes", (name) => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 900 }), (changes) => {
        const side = new DepthSide(name)
        const expected = new Map<number, number>()
        for (const [price, size] of changes) {
          side.set(price, size)
          if (size === 0) expected.delete(price)
          else expected.set(price, size)
        }
        const sorted = [...expected].sort((a, b) => (name === "bids" ? b[0] - a[0] : a[0] - b[0]))
        const shown = Array.from({ length: side.levels }, (_, level) => [
          side.price(level),
          side.quantity(level),
        ])
        expect(shown).toEqual(sorted)
        const again = new DepthSide(name)
        again.restore(JSON.parse(JSON.stringify(side.save())) as number[])
        expect(again.save()).toEqual(side.save())
        expect(side.price(side.levels)).toBeNaN()
        side.clear()
        expect(side.levels).toBe(0)
      }),
    )
  })

  it("tells a hole from what lies beyond the levels it knows", () => {
    const bids = new DepthSide("bids")
    expect(bids.at(10)).toBe(undefined)
    bids.set(10, 5)
    bids.set(12, 1)
    expect([13, 12, 11, 10, 9].map((price) => bids.at(price))).toEqual([0, 1, 0, 5, undefined])
  })
})

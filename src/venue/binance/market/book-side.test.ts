import * as fc from "fast-check"
import { expect, it } from "vitest"
import { BookSide } from "./book-side.ts"

const change = fc.record({ price: fc.integer({ min: 1, max: 500 }), quantity: fc.nat(3) })

it.each(["bids", "asks"] as const)("%s stand best first, whatever is set and removed", (name) => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 900 }), (changes) => {
      const side = new BookSide(name)
      const plain = new Map<number, number>()
      for (const { price, quantity } of changes) {
        side.set(price, quantity)
        if (quantity > 0) plain.set(price, quantity)
        else plain.delete(price)
      }
      const levels = Array.from({ length: side.length }, (_, i) => [
        side.price(i),
        side.quantity(i),
      ])
      const rising = [...plain].sort(([x], [y]) => x - y)
      expect(levels).toEqual(name === "asks" ? rising : rising.toReversed())
      expect(side.price(side.length)).toBeNaN()
      side.clear()
      expect(side.length).toBe(0)
    }),
  )
})

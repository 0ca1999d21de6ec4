import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { afterTrade, probabilityQueue, riskAverse } from "./queue.ts"

const MODELS = [
  riskAverse,
  probabilityQueue({ kind: "power", exponent: 2 }),
  probabilityQueue({ kind: "power", exponent: 3 }),
  probabilityQueue({ kind: "log" }),
  probabilityQueue({ kind: "share", exponent: 3 }),
]

const count = fc.integer({ min: 0, max: 1_000_000 })

describe("Queue models", () => {
  it("never put an order further back, never ahead of nothing, never behind more than is shown", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODELS),
        count,
        count,
        count,
        count,
        (model, front, behind, next, traded) => {
          const shown = front + behind
          const after = model.afterDepth({ front, shown, next, traded, whole: 1000 })
          expect(after).toBeGreaterThanOrEqual(0)
          expect(after).toBeLessThanOrEqual(Math.min(front, next) + 1e-6)
        },
      ),
    )
  })

  it("never leave an order further back than the pessimistic one does", () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODELS), count, count, count, (model, front, behind, next) => {
        const place = { front, shown: front + behind, next, traded: 0, whole: 1000 }
        expect(model.afterDepth(place)).toBeLessThanOrEqual(riskAverse.afterDepth(place) + 1e-6)
      }),
    )
  })

  it("learn the front of an order that came where nothing was known", () => {
    for (const model of MODELS) {
      const place = { front: Infinity, shown: 0, next: 7, traded: 0, whole: 1000 }
      expect(model.afterDepth(place)).toBe(7)
    }
  })

  it("let a trade eat those ahead before it reaches the order", () => {
    expect(afterTrade(10, 4)).toEqual({ front: 6, overflow: 0 })
    expect(afterTrade(10, 10)).toEqual({ front: 0, overflow: 0 })
    expect(afterTrade(10, 13)).toEqual({ front: 0, overflow: 3 })
    expect(afterTrade(Infinity, 13)).toEqual({ front: Infinity, overflow: 0 })
  })

  it("say their names", () => {
    expect(MODELS.map(({ name }) => name)).toEqual([
      "risk-averse",
      "power-2",
      "power-3",
      "log",
      "share-3",
    ])
  })
})

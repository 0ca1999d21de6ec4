import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plainText } from "../../../../tests/support/frame-text.ts"
import { curveOf, sparkOf } from "./curve.ts"

const drawn = (points: readonly number[], columns = 12, rows = 3): string =>
  plainText(curveOf({ points, labelOf: (it) => it.toFixed(0) }, { columns, rows }))

describe("a curve", () => {
  it("rises from its lowest point at the left to its highest at the right, with its scale", () => {
    expect(drawn([10, 20, 30])).toBe("       ╭─┤30\n      ╭╯ │\n      ╯  ┤10")
  })

  it("is a flat line where nothing moved, not noise", () => {
    expect(drawn([500, 500, 500]).split("\n")[1]).toMatch(/^ *───│$/)
    expect(drawn([500, 500.01, 500]).split("\n")[1]).toMatch(/^ *───│$/)
  })

  it("shows the last of the points that share a column, and never leaves its room", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 14, max: 100 }),
        fc.integer({ min: 2, max: 20 }),
        (points, columns, rows) => {
          const lines = curveOf({ points, labelOf: (it) => it.toFixed(1) }, { columns, rows })
          expect(lines).toHaveLength(rows)
          for (const line of lines) {
            expect(line.map((it) => it.text).join("").length).toBeLessThanOrEqual(columns)
          }
        },
      ),
    )
  })
})

describe("a sparkline", () => {
  it("stands on its lowest point and reaches up to its highest", () => {
    expect(sparkOf([1, 2, 3, 8], 4)).toBe("▁▂▃█")
    expect(sparkOf([5, 5, 5], 5)).toBe("  ▅▅▅")
  })
})

import { expect, it } from "vitest"
import { EMPTY, line, span } from "./line.ts"
import { Painter } from "./painter.ts"
import { paletteFor } from "./palette.ts"

const palette = paletteFor("full", false)

function painted() {
  const written: string[] = []
  return { written, painter: new Painter((text) => written.push(text)) }
}

it("writes a frame in one piece, and of the next one only the rows that have changed (UI-3)", () => {
  const { written, painter } = painted()
  painter.paint([line("above"), EMPTY, line("below")], palette)
  painter.paint([line("above"), line("between"), line("below")], palette)
  painter.paint([line("above"), line("between"), line("below")], palette)
  expect(written).toHaveLength(2)
  expect(written[0]).toContain("above")
  expect(written[1]).toContain("[2;1H")
  expect(written[1]).toContain("between")
  expect(written[1]).toMatch(/\[3;1H$/)
  expect(written[1]).not.toMatch(/above|below/)
})

it("writes all of it where the terminal has another size", () => {
  const { written, painter } = painted()
  painter.paint([line("above"), line("below")], palette)
  painter.wipe()
  painter.paint([line("above"), line("below")], palette)
  expect(written[1]).toBe(written[0])
  painter.paint([line("above")], palette)
  expect(written[2]).toContain("\u001b[2J")
})

it("says what is meant by the tone alone, and lets no text move the cursor", () => {
  const { written, painter } = painted()
  painter.paint([[span("a\u001b[2Jb", "gain"), span("c", "cursor"), span("d")]], palette)
  expect(written[0]).toContain("\u001b[38;5;65;1ma [2Jb\u001b[0m\u001b[7mc\u001b[0md")
})

it.each(["full", "sixteen", "none", "contrast"] as const)(
  "takes the weight alone from a message that pulses (%s, UI-8)",
  (depth) => {
    const [bright, dark] = [paletteFor(depth, false), paletteFor(depth, true)]
    expect(`${dark.protection};1`.replace(/^;/, "")).toBe(bright.protection)
    expect(dark.caution).toBe(bright.caution)
  },
)

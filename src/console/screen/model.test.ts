import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { plainText } from "../../../tests/support/frame-text.ts"
import { Seat } from "../../../tests/support/open-paper.ts"
import { charactersOf, type Line, widthOf } from "./line.ts"
import type { Sight } from "./sight.ts"
import { frameOf } from "./model.ts"

let seat: Seat
let sight: Sight
beforeAll(async () => {
  seat = await Seat.take()
  sight = seat.conversation.sight()
})
afterAll(() => seat.leave())

const SIZE = { columns: 80, rows: 24 }
const text = (changes: Partial<Sight>, size = SIZE): string =>
  plainText(frameOf({ ...sight, ...changes }, size))
const widthOfLine = (whole: Line): number => whole.reduce((sum, it) => sum + widthOf(it.text), 0)

describe("the frame", () => {
  it("is always as large as the terminal, whatever stands in it", () => {
    const anyText = fc.string({ unit: "grapheme", maxLength: 200 })
    const any = fc.record({
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
      answer: anyText,
      typed: anyText,
      page: fc.option(fc.array(anyText, { maxLength: 30 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(any, ({ columns, rows, answer, typed, page }) => {
        const written = { ...sight.typed, text: typed, cursor: charactersOf(typed).length }
        const told = {
          ...sight,
          answer,
          typed: written,
          view: { ...sight.view, haltReason: answer },
        }
        const shown = page ? { ...told, page: { title: answer, lines: page, top: 3 } } : told
        const frame = frameOf(shown, { columns, rows })
        expect(frame).toHaveLength(rows)
        if (columns < 10) return
        for (const one of frame) expect(widthOfLine(one)).toBeLessThanOrEqual(columns)
        expect(plainText(frame)).not.toMatch(/[^\P{Cc}\n]/u)
      }),
      { numRuns: 150 },
    )
  })

  it("says PAPER, the tier and whose market it is (UI-17)", () => {
    expect(text({})).toMatch(/^PAPER {2}generated market, seed 1: not real prices/m)
    expect(text({})).toMatch(/^SNIPER {2}entries are open/m)
  })

  it("shows a gain and a loss alike, dollars before shares (UI-5)", () => {
    const { view } = sight
    const of = (dayUnits: bigint): string =>
      text({ view: { ...view, dayUnits, equityUnits: 50_000_000_000n + dayUnits } })
    expect(of(4_732_000_000n)).toMatch(/^\$547\.32 {3}today \+\$47\.32 \+9\.46 %/)
    expect(of(-4_732_000_000n)).toMatch(/^\$452\.68 {3}today -\$47\.32 -9\.46 %/)
    const tones = (dayUnits: bigint) =>
      frameOf({ ...sight, view: { ...view, dayUnits } }, SIZE)[0]?.map(({ tone }) => tone)
    expect(tones(-1_000_000n)).toEqual(tones(1_000_000n))
  })

  it("says why entries rest, and what the guard over the trader asks", () => {
    const halted = { ...sight.view, isRunning: false, haltReason: "Halted by hand: tea." }
    expect(text({ view: halted })).toMatch(/^SNIPER {2}exits only: Halted by hand: tea\./m)
    expect(text({ tiltLevel: 2 })).toContain("guard 2: half size")
  })

  it("does not guess what an account is worth that holds what has no price", () => {
    expect(text({ unpriced: ["ETH"] })).toMatch(/^Equity n\/a {3}ETH has no price yet/)
  })

  it("keeps the part of a long line in sight that the cursor is in", () => {
    const long = { ...sight.typed, text: `${"x".repeat(300)}END`, cursor: 303 }
    expect(text({ typed: long })).toMatch(/paper> x+END$/)
  })

  it("says calmly that a window is too small, and still takes quit", () => {
    const small = text({}, { columns: 60, rows: 10 })
    expect(small).toContain("needs 80 columns and 24 rows; this window has 60")
    expect(small).toMatch(/paper>$/)
  })
})

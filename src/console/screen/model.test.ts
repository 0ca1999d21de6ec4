import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { plainText } from "../../../tests/support/frame-text.ts"
import { Seat } from "../../../tests/support/open-paper.ts"
import { charactersOf, type Line, widthOf } from "./line.ts"
import type { Sight } from "./sight.ts"
import { frameOf } from "./model.ts"
import { textPage } from "./page.ts"

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
/** The same, with other figures in the account. */
const account = (changes: Partial<Sight["boards"]["account"]>): Pick<Sight, "boards"> => ({
  boards: { ...sight.boards, account: { ...sight.boards.account, ...changes } },
})
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
          ...account({ entries: { isOpen: false, code: "HALT", says: answer } }),
          answer,
          typed: written,
          messages: [{ level: 4, text: answer } as const],
        }
        const shown = page ? { ...told, page: { ...textPage(answer, page), top: 3 } } : told
        const frame = frameOf(shown, { columns, rows })
        expect(frame).toHaveLength(rows)
        if (columns < 10) return
        for (const one of frame) expect(widthOfLine(one)).toBeLessThanOrEqual(columns)
        expect(plainText(frame)).not.toMatch(/[^\P{Cc}\n]/u)
      }),
      { numRuns: 150 },
    )
  })

  it("says PAPER, and connection, market, tier and guard in a word each (UI-2, UI-17)", () => {
    expect(text({})).toMatch(/^PAPER {2}generated market, seed 1: not real prices/m)
    expect(text({})).toMatch(/^market \w+ {3}SNIPER .* {3}guard calm {3}entries are open/m)
  })

  it("shows dollars before shares, a gain muted green and a loss grey, never red (UI-5)", () => {
    const of = (today: string, todayShare: number): Partial<Sight> => account({ today, todayShare })
    expect(text(of("47.32", 0.0946))).toMatch(/^today \+\$47\.32 \+9\.46 %/)
    expect(text(of("-47.32", -0.0946))).toMatch(/^today -\$47\.32 -9\.46 %/)
    const tone = (today: string) => frameOf({ ...sight, ...of(today, 0) }, SIZE)[0]?.[1]?.tone
    expect([tone("47.32"), tone("-47.32"), tone("0.00")]).toEqual(["gain", "loss", "plain"])
  })

  it("shows a Sniper three figures, a Hunter six, a Strategist all (UI-4)", () => {
    const { tier } = sight.boards.account
    const first = (working: string): string =>
      text(account({ tier: { ...tier, working } }), { columns: 160, rows: 40 }).split("\n")[0] ?? ""
    expect(first("SNIPER")).toMatch(/^today \S+ \S+ % {4}open \S+ {4}may still lose today \S+$/)
    expect(first("HUNTER")).toMatch(/^worth \$.* today .* below peak \d.* held 0 of 1$/)
    expect(first("STRATEGIST")).toMatch(/ held 0 of 1 {3}exposed \$0\.00 {3}fees \$.* entries \d+$/)
  })

  it("says why entries rest, and what the guard over the trader asks, in the border (UI-2)", () => {
    const entries = { isOpen: false, code: "HALT", says: "Halted by hand: tea." }
    expect(text(account({ entries }))).toMatch(/^── exits only: Halted by hand: tea\. ─+$/m)
    const guarded = account({ tilt: { level: 2, next: "" } })
    expect(text(guarded)).toMatch(/^━━ guard 2: half size, own entries with a reason ━+$/m)
    const toneOf = (level: number) =>
      frameOf({ ...sight, ...account({ tilt: { level, next: "" } }) }, SIZE)[3]?.[0]?.tone
    expect([0, 1, 2, 3].map(toneOf)).toEqual(["dim", "caution", "intervention", "protection"])
  })

  it("says that the line to the engine is lost, for how long, and dims what is old (UI-24)", () => {
    const tie = { isUp: false, ageMs: 12_000, mayAct: true }
    expect(text({ tie })).toMatch(/^No line to the engine for 12 s; these are its last figures\./m)
    const tones = frameOf({ ...sight, tie }, SIZE)
      .slice(0, 20)
      .flat()
      .map(({ tone }) => tone)
    expect(new Set(tones)).toEqual(new Set(["dim", "attention"]))
  })

  it("keeps what protects in sight beside an answer, and asks for it to be read (UI-44, UI-45)", () => {
    const told = { messages: [{ level: 4, text: "The account fell." } as const], answer: "Said." }
    expect(text(told)).toMatch(/\n█ The account fell\. {2}ok acknowledges\nSaid\.\npaper>$/)
    expect(text({ ...told, isAsking: true })).toMatch(/\nSaid\.\n\ny or n>$/)
    const quiet = { messages: [{ level: 1, text: "Worked in three." } as const] }
    expect(text(quiet)).toMatch(/\n· Worked in three\.\n\npaper>$/)
  })

  it("does not guess what an account is worth that holds what has no price", () => {
    expect(text(account({ equity: null, unpriced: ["ETH"] }))).toMatch(
      /^Equity n\/a {4}ETH has no price yet/,
    )
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

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { plainText } from "../../../tests/support/frame-text.ts"
import { Seat } from "../../../tests/support/open-paper.ts"
import { levelMessage, tiltLines } from "../../report/tilt-page.ts"
import { decodeFact } from "../../engine/records.ts"
import type { Act } from "../../tilt/act.ts"

let seat: Seat
beforeEach(async () => {
  seat = await Seat.take()
})
afterEach(() => seat.leave())

const acts = (): readonly Act[] =>
  [...seat.paper.records()].flatMap(({ body }) => {
    const fact = decodeFact(body)
    return fact.kind === "act" ? [fact.act] : []
  })

/** Keys one by one, as fingers strike them. */
function strike(text: string): void {
  for (const letter of text) {
    seat.type(letter)
    seat.wait(1)
  }
}

describe("the tilt guard on the screen", () => {
  it("TILT-1, TILT-47: speaks calmly: no blame, no diagnosis, no exclamation, and what is fine", () => {
    const { tilt } = seat.paper.session.engine.books
    const said: string[] = []
    for (let level = 0; level < 4; level++) {
      const standing = tilt.standing(seat.wall)
      const message = levelMessage({ ...standing, level: level as 0 | 1 | 2 | 3 })
      expect(message).toMatch(/Stops|Everything goes on|as always/)
      said.push(message, ...tiltLines(standing))
    }
    expect(said.join(" ")).not.toMatch(/!|error|fail|wrong|stupid|addict|disorder|must not/i)
  })

  it("TILT-3: needs nothing but keys: their number and the time between them", () => {
    strike("help")
    seat.press("enter")
    expect(acts().at(-1)).toEqual({
      kind: "line",
      outcome: "view",
      keys: 5,
      corrections: 0,
      pasted: 0,
      spanMs: 4_000,
      decideMs: undefined,
    })
  })

  it("TILT-6: journals time and number of keys, never what was typed", () => {
    strike("secret words")
    seat.press("backspace", "enter")
    const line = acts().findLast((it) => it.kind === "line")
    expect(line).toMatchObject({ outcome: "unclear", keys: 14, corrections: 1, pasted: 0 })
    expect(JSON.stringify(acts())).not.toContain("secret")
  })

  it("TILT-2: tells orders, exits and looks apart, and how long a decision took", () => {
    strike("buy eth 4")
    seat.press("enter")
    seat.wait(3)
    seat.type("y")
    seat.say("close-all")
    seat.type("n")
    seat.say("help")
    seat.say("why last")
    const lines = acts().filter((it) => it.kind === "line")
    expect(lines.map((it) => it.outcome)).toEqual(["order", "abandoned", "view", "analysis"])
    expect(lines[0]).toMatchObject({ decideMs: 12_000 })
  })

  it("shows level, signs and what helps", () => {
    seat.say("tilt")
    const text = plainText(seat.frame())
    expect(text).toContain("Level      0  calm: entries are as always")
    seat.press("page-down", "page-down")
    expect(plainText(seat.frame())).toContain("tilt journal N WORDS")
  })

  it("TILT-43, TILT-49: tells of level 1 once, and spaces own entries from then on", () => {
    for (let i = 0; i < 7; i++) seat.paper.act({ kind: "edit", of: "x" }, seat.wall)
    expect(seat.paper.view().events.at(-1)?.text).toMatch(/^The guard is at level 1: /)
    seat.wait(1)
    seat.say("buy eth 4")
    seat.type("y")
    seat.wait(2)
    seat.say("buy eth 4")
    seat.type("y")
    const refusal = [...seat.paper.records()].findLast(({ kind }) => kind === "refused")
    expect(refusal?.body).toContain("Entries by hand have a little space between them")
  })

  it("TILT-50: a pause passes by the time the program runs, and outlives a restart", async () => {
    for (let i = 0; i < 9; i++) seat.paper.act({ kind: "edit", of: "x" }, seat.wall)
    for (let i = 0; i < 31; i++) seat.paper.act({ kind: "line", ...VIEW }, seat.wall)
    seat.paper.act({ kind: "override", outcome: "refused" }, seat.wall)
    const left = (): number => {
      const { engine } = seat.paper.session
      return engine.books.tiltAt(engine.now).pauseLeft
    }
    expect(left()).toBe(30 * 60e6)
    seat.wait(181)
    expect(left()).toBe(27 * 60e6)
    await seat.comeBack(20 * 60)
    expect(left()).toBe(27 * 60e6)
    seat.wait(61)
    expect(left()).toBe(26 * 60e6)
  })

  it("TILT-51: takes what is typed for the journal, and says why a paste does not count", () => {
    strike("tilt journal 1 the second loss felt unfair")
    seat.press("enter")
    expect(seat.answer).toBe('Kept, 5 words to "Which feeling set this off?"')
    seat.paste("tilt journal 2 somebody else wrote this")
    seat.press("enter")
    expect(seat.answer).toBe(
      "Not counted. More than half of the line was pasted. Only what is typed here counts.",
    )
  })
})

const VIEW = { outcome: "view", keys: 4, corrections: 0, pasted: 0, spanMs: 500 } as const

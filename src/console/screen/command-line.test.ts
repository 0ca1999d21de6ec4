import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { completed, edited, NOTHING_TYPED, sent, type Typed } from "./command-line.ts"
import type { Key, Press } from "./keys.ts"
import { charactersOf } from "./line.ts"

const text = (written: string): Key => ({ kind: "text", text: written })

function after(...keys: readonly (Key | Press)[]): Typed {
  return keys.reduce<Typed>(
    (typed, key) => edited(typed, typeof key === "string" ? { kind: key } : key),
    NOTHING_TYPED,
  )
}

describe("the command line", () => {
  it("takes text where the cursor is", () => {
    expect(after(text("hat"), "left", text("l"))).toMatchObject({ text: "halt", cursor: 3 })
    expect(after(text("alt"), "home", text("h"), "end", text("!")).text).toBe("halt!")
  })

  it.each([
    ["backspace", "buy bt", 6],
    ["delete", "buy btc", 7],
    ["cut-word", "buy ", 4],
    ["cut-before", "", 0],
    ["cut-behind", "buy btc", 7],
  ] as const)("edits by %s", (press, written, cursor) => {
    expect(after(text("buy btc"), press)).toMatchObject({ text: written, cursor })
  })

  it("counts characters, not the units they are stored in", () => {
    for (const one of ["🙂", "👩🏽‍💻", "é", "🇪🇺"]) {
      const typed = after(text(`a${one}b`), "left", "backspace")
      expect(typed).toMatchObject({ text: "ab", cursor: 1 })
    }
    expect(after(text("e"), text("\u0301"))).toMatchObject({ text: "e\u0301", cursor: 1 })
  })

  it("keeps nothing that could move a cursor, and not more than anybody types", () => {
    expect(after(text("a\u001b[2Jb\u0007\u202e")).text).toBe("a [2Jb ")
    expect(charactersOf(after({ kind: "paste", text: "x".repeat(100_000) }).text)).toHaveLength(500)
  })

  it("brings back what was sent, and then what was being typed", () => {
    let typed = sent(after(text("help")))
    typed = sent(edited(typed, text("halt")))
    typed = edited(typed, text("res"))
    const lines = ["up", "up", "up", "down", "down", "down"].map((kind) => {
      typed = edited(typed, { kind } as Key)
      return typed.text
    })
    expect(lines).toEqual(["halt", "help", "help", "halt", "res", "res"])
  })

  it("remembers a line once, and not for ever", () => {
    let typed = NOTHING_TYPED
    for (const line of ["help", "help", " ", "halt"]) typed = sent(edited(typed, text(line)))
    expect(typed.history).toEqual(["help", "halt"])
    for (let i = 0; i < 300; i++) typed = sent(edited(typed, text(`${i}`)))
    expect(typed.history).toHaveLength(100)
  })

  it("completes a word as far as the candidates agree", () => {
    const words = ["close", "close-all", "halt"]
    expect(completed(after(text("h")), words)).toMatchObject({ text: "halt ", cursor: 5 })
    expect(completed(after(text("c")), words).text).toBe("close")
    expect(completed(after(text("close-")), words).text).toBe("close-all ")
    expect(completed(after(text("buy b")), ["BTCUSDT"]).text).toBe("buy BTCUSDT ")
    expect(completed(after(text("x")), words).text).toBe("x")
  })

  it("stays whole under any keys at all", () => {
    const press = fc.constantFrom<Press>(
      ...(["up", "down", "left", "right", "home", "end", "backspace", "delete"] as const),
      ...(["cut-word", "cut-before", "cut-behind", "enter", "tab", "escape"] as const),
    )
    const any = fc.oneof(
      press.map((kind): Key => ({ kind })),
      fc.string({ unit: "binary" }).map(text),
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (keys) => {
        let typed = NOTHING_TYPED
        for (const key of keys) {
          typed = key.kind === "enter" ? sent(typed) : edited(typed, key)
          const length = charactersOf(typed.text).length
          expect(typed.cursor).toBeGreaterThanOrEqual(0)
          expect(typed.cursor).toBeLessThanOrEqual(length)
          expect(length).toBeLessThanOrEqual(500)
          expect(typed.text).not.toMatch(/[\p{Cc}\p{Cs}]/u)
        }
      }),
      { numRuns: 200 },
    )
  })
})

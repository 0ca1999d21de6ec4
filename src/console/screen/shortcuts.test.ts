import type { Key as InkKey } from "ink"
import { describe, expect, it } from "vitest"
import { USUAL_SHORTCUTS } from "../../session/shortcuts.ts"
import { helpPage, hintOf } from "./help-page.ts"
import { functionKeyOf, keysOf } from "./keys.ts"
import { Keyboard } from "./shortcuts.ts"

const F3 = "\u001bOR"
const CTRL = { ctrl: true } as InkKey

const bound = new Keyboard({ ...USUAL_SHORTCUTS, risk: "f3", performance: "f2", quit: "ctrl+x" })

const linesOf = (keyboard: Keyboard): readonly string[] => {
  const page = helpPage(keyboard)
  return page.kind === "text" ? page.lines : []
}

describe("keys that the settings bind (UI-23)", () => {
  it("do what they are bound to, and the usual key nothing any more", () => {
    expect(functionKeyOf(F3, bound.meaningOf)).toEqual([{ kind: "function", number: 2 }])
    expect(keysOf("x", CTRL, bound.meaningOf)).toEqual([{ kind: "quit" }])
    expect(keysOf("q", CTRL, bound.meaningOf)).toEqual([])
    expect(keysOf("\u0018", {} as InkKey, bound.meaningOf)).toEqual([{ kind: "quit" }])
  })

  it("leave the emergency keys alone, whatever is bound", () => {
    for (const keyboard of [
      bound,
      new Keyboard({}),
      new Keyboard({ risk: "ctrl+c", help: "f12" }),
    ]) {
      expect(keysOf("c", CTRL, keyboard.meaningOf)).toEqual([{ kind: "interrupt" }])
      expect(functionKeyOf("\u001b[24~", keyboard.meaningOf)).toEqual([
        { kind: "function", number: 12 },
      ])
    }
  })

  it("stand in the help and in the hint by their own names", () => {
    const text = linesOf(bound).join("\n")
    expect(text).toContain("F3 risk, F2 results")
    expect(text).toContain("Ctrl+X leave")
    expect(text).not.toContain("Ctrl+Q")
    expect(text).toContain("Ctrl+C")
    expect(hintOf(bound)).toContain("F3 risk, F2 results")
    expect(linesOf(new Keyboard({})).some((it) => it.startsWith("  ?  "))).toBe(true)
    expect(hintOf(new Keyboard({}))).toBe("help tells the commands")
  })
})

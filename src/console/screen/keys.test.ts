import type { Key as InkKey } from "ink"
import { describe, expect, it } from "vitest"
import { keysOf } from "./keys.ts"
import { Keyboard } from "./shortcuts.ts"

const { meaningOf } = new Keyboard()

const NO_KEY = {} as InkKey

const kinds = (input: string, key: Partial<InkKey> = {}): string[] =>
  keysOf(input, { ...NO_KEY, ...key }, meaningOf).map((it) =>
    "text" in it ? it.text : `<${it.kind}>`,
  )

describe("what Ink reads, as keys", () => {
  it("finds the Enter behind a word that came in one piece", () => {
    expect(kinds("quit\r")).toEqual(["quit", "<enter>"])
    expect(kinds("quit\r\n")).toEqual(["quit", "<enter>"])
    expect(kinds("\r", { return: true })).toEqual(["<enter>"])
  })

  it("runs nothing of several lines that came at once (UI-25)", () => {
    expect(keysOf("close-all\ry\rquit\r", NO_KEY, meaningOf)).toEqual([
      { kind: "paste", text: "close-all\ry\rquit\r" },
    ])
  })

  it("finds a Tab between words", () => {
    expect(kinds("ha\t")).toEqual(["ha", "<tab>"])
    expect(kinds("\t", { tab: true })).toEqual(["<tab>"])
  })

  it("finds keys held with Ctrl that came in one piece", () => {
    expect(kinds("\u0015\u0011")).toEqual(["<cut-before>", "<quit>"])
    expect(kinds("\u0015halt\r")).toEqual(["<cut-before>", "halt", "<enter>"])
    expect(kinds("\u001a\u0007")).toEqual([])
  })

  it("hears Escape, and what was typed quickly behind it", () => {
    expect(kinds("h", { meta: true })).toEqual(["<escape>", "h"])
    expect(kinds("halt\r", { meta: true })).toEqual(["<escape>", "halt", "<enter>"])
    expect(kinds("", { meta: true })).toEqual([])
  })

  it("knows the keys of the shell, and leaves others alone", () => {
    expect(kinds("c", { ctrl: true })).toEqual(["<interrupt>"])
    expect(kinds("u", { ctrl: true })).toEqual(["<cut-before>"])
    expect(kinds("z", { ctrl: true })).toEqual([])
    expect(kinds("")).toEqual([])
    expect(kinds("", { pageDown: true })).toEqual(["<page-down>"])
  })
})

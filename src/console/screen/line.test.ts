import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  apart,
  beside,
  charactersOf,
  fitted,
  line,
  printable,
  span,
  widthOf,
  wrapped,
} from "./line.ts"

const text = (spans: readonly { readonly text: string }[]): string =>
  spans.map((it) => it.text).join("")

describe("the width of a text", () => {
  it.each([
    ["", 0],
    ["plain", 5],
    ["─▁█…", 4],
    ["é", 1],
    ["e\u0301", 1],
    ["你好", 4],
    ["🚀", 2],
    ["👩🏽‍💻", 2],
    ["\u200b", 0],
  ])("of %j is %d columns", (written, width) => {
    expect(widthOf(written)).toBe(width)
  })

  it("counts characters as a reader does", () => {
    expect(charactersOf("ae\u0301🇪🇺")).toEqual(["a", "e\u0301", "🇪🇺"])
  })
})

describe("text from outside", () => {
  it("can move no cursor and turn no writing round", () => {
    expect(printable("a\u001b[31mb\r\n\tc\u202ed\u2028e")).toBe("a [31mb c d e")
  })
})

describe("a line", () => {
  it("is cut where it is too long, and says so", () => {
    expect(text(fitted(line("0123456789"), 10))).toBe("0123456789")
    expect(text(fitted(line("0123456789"), 6))).toBe("01234…")
    expect(text(fitted([span("abc", "dim"), span("你好你好")], 8))).toBe("abc你好…")
  })

  it("gives its right end up before its left", () => {
    expect(text(apart(line("left"), line("right"), 20))).toBe("left           right")
    expect(text(apart(line("left"), line("right"), 10))).toBe("left")
    expect(text(beside(line("a long beginning"), line("then"), 8))).toBe("a long… then")
    expect(text(beside(line("short"), [], 8))).toBe("short")
  })
})

describe("a paragraph", () => {
  it("is broken between words, and keeps its place from the left", () => {
    expect(wrapped("the quick brown fox", 10)).toEqual(["the quick", "brown fox"])
    expect(wrapped("  the quick brown fox", 11)).toEqual(["  the quick", "  brown fox"])
    expect(wrapped("", 10)).toEqual([""])
  })

  it("is broken within a word only where the word is longer than a line", () => {
    expect(wrapped("a 0123456789ab", 5)).toEqual(["a", "01234", "56789", "ab"])
  })

  it("never comes out wider than asked, nor loses a word", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.integer({ min: 4, max: 40 }),
        (written, columns) => {
          const lines = wrapped(written, columns)
          for (const one of lines) expect(widthOf(one)).toBeLessThanOrEqual(columns)
          expect(lines.join("").replaceAll(" ", "")).toBe(written.replaceAll(" ", ""))
        },
      ),
    )
  })
})

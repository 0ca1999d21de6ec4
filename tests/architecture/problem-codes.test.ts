import { describe, expect, it } from "vitest"
import { ERROR_NUMBERS } from "../../src/console/cli/error-numbers.ts"
import { problemCodes } from "./problem-codes.ts"
import { readSources } from "./sources.ts"

describe("OPS-15", () => {
  it("gives every problem a number", () => {
    const findings = problemCodes(readSources()).flatMap(({ code, place }) => {
      if (code === undefined) return [`${place}: the code is not written down here.`]
      return Object.hasOwn(ERROR_NUMBERS, code)
        ? []
        : [`${place}: ${code} has no number in src/console/cli/error-numbers.ts.`]
    })
    expect(findings.join("\n")).toBe("")
  })

  it("gives no number twice, and each a category and a severity", () => {
    const numbers = Object.values(ERROR_NUMBERS)
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const number of numbers) expect(String(number)).toMatch(/^[1-6][9753]\d\d$/)
  })
})

describe("the search for codes", () => {
  const codesIn = (text: string): (string | undefined)[] =>
    problemCodes(new Map([["src/value/a.ts", text]])).map(({ code }) => code)

  it("finds codes where problems are made, chosen, or handed to a function", () => {
    expect(codesIn('new Problem({ code: "A_B", what: "", why: "", next: "" })')).toEqual(["A_B"])
    expect(codesIn('f({ code: x ? "A" : "B", next: "" })')).toEqual(["A", "B"])
    expect(
      codesIn('const f = (x, code) => new Problem({ code, next: "" }); f(1, "A"); f(2, "B")'),
    ).toEqual(["A", "B"])
  })

  it("finds codes that are not written down, and leaves other codes alone", () => {
    expect(codesIn('new Problem({ code: other.code, next: "" })')).toEqual([undefined])
    expect(codesIn('const asset = { code: "BTC" }')).toEqual([])
  })
})

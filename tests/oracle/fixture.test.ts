import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Problem } from "../../src/value/problem.ts"
import { judgeCase, readFixtures } from "./fixture.ts"

const trial = (input: unknown, expected: unknown) => ({
  name: "trial",
  input,
  expected,
  tolerance: { abs: 1e-12, rel: 1e-9 },
})
const refusing = (code: string) => () => {
  throw new Problem({ code, what: "No.", why: "Because.", next: "Try another." })
}

describe("judgeCase", () => {
  it("passes a right answer and names what is wrong with another", () => {
    const double = ({ x }: { x: number }) => 2 * x
    expect(judgeCase(double, trial({ x: 2 }, 4))).toEqual([])
    expect(judgeCase(double, trial({ x: 2 }, 5))).toEqual(["result: expected 5, got 4"])
  })

  it("hands NaN and the infinities over as floats", () => {
    const seen: unknown[] = []
    judgeCase((input: unknown) => seen.push(input), trial({ x: ["NaN", "-Infinity", "1.50"] }, 1))
    expect(seen).toEqual([{ x: [NaN, -Infinity, "1.50"] }])
  })

  it("wants a refusal with the expected code, thrown or returned", () => {
    const refused = trial({}, { error: "INVALID_INPUT" })
    expect(judgeCase(refusing("INVALID_INPUT"), refused)).toEqual([])
    expect(judgeCase(() => ({ error: "INVALID_INPUT" }), refused)).toEqual([])
  })

  it("fails another code, a plain crash, and an answer where a refusal was expected", () => {
    const refused = trial({}, { error: "INVALID_INPUT" })
    const crash = () => {
      throw new TypeError("x is not a function")
    }
    for (const adapter of [refusing("CROSSED_BOOK"), crash, () => undefined, () => 0]) {
      expect(judgeCase(adapter, refused)).toHaveLength(1)
    }
  })

  it("lets a refusal through where an answer was expected, so that the test fails with it", () => {
    expect(() => judgeCase(refusing("INVALID_INPUT"), trial({}, 1))).toThrow("No.")
  })
})

describe("readFixtures", () => {
  it("reads every fixture of a folder and nothing else in it", () => {
    const folder = mkdtempSync(join(tmpdir(), "genesis-fixtures-"))
    try {
      const cases = [trial({}, 1)]
      writeFileSync(join(folder, "b.json"), JSON.stringify({ function: "beta", cases }))
      writeFileSync(join(folder, "a.json"), JSON.stringify({ function: "alpha", cases: [] }))
      writeFileSync(join(folder, "README.md"), "# not a fixture")
      const fixtures = readFixtures(folder)
      expect(fixtures.map((fixture) => fixture.function)).toEqual(["alpha", "beta"])
      expect(fixtures[1].cases).toEqual(cases)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

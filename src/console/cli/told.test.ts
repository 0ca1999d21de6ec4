import { describe, expect, it } from "vitest"
import { Problem } from "../../value/problem.ts"
import { problemOf } from "./system-problem.ts"
import { toldProblem } from "./told.ts"

const PROBLEM = new Problem({
  code: "LIMIT_LOOSER",
  what: "The limit was set to 20 %.",
  why: "Limits can be tightened, never loosened.",
  next: "Set a smaller value, or remove the line to use the built-in limit.",
})

describe("a problem told", () => {
  it("says what happened, why, what to do next, and the number of OPS-15", () => {
    expect(toldProblem(PROBLEM, 100)).toBe(
      [
        "",
        "The limit was set to 20 %.",
        "",
        "  Why   Limits can be tightened, never loosened.",
        "  Next  Set a smaller value, or remove the line to use the built-in limit.",
        "  Code  GENESIS-4501 LIMIT_LOOSER",
        "",
        "",
      ].join("\n"),
    )
  })

  it("keeps to the width of the terminal, breaking between words", () => {
    const lines = toldProblem(PROBLEM, 44).split("\n")
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(44)
    expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain(PROBLEM.next)
  })
})

describe("an error of the operating system", () => {
  it("is a problem of the world, with the file's name", () => {
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", path: "/data/journal" })
    expect(problemOf(full)?.code).toBe("DISK_FULL")
    expect(problemOf(full)?.message).toBe("/data/journal could not be written.")
  })

  it("is told apart from a mistake of ours", () => {
    expect(problemOf(new TypeError("x is not a function"))).toBeUndefined()
    expect(problemOf(Object.assign(new Error("assert"), { code: "ERR_ASSERTION" }))).toBeUndefined()
  })
})

import { expect, it } from "vitest"
import { scoreOf, scoreTable } from "./scores.ts"

const mutants = (...statuses: readonly string[]): { mutants: { status: string }[] } => ({
  mutants: statuses.map((status) => ({ status })),
})

it("counts a mutant that never ends as noticed, and one that could not run nowhere", () => {
  const report = {
    files: {
      "src/gate/a.ts": mutants("Killed", "Timeout", "Survived", "RuntimeError", "Ignored"),
      "src/gate/b.ts": mutants("Killed", "NoCoverage"),
    },
  }
  expect(scoreOf(report)).toEqual({ killed: 3, survived: 1, uncovered: 1 })
})

it("counts a mutant in a line without a test against the score", () => {
  const table = scoreTable(
    new Map([
      ["gate", { killed: 9, survived: 1, uncovered: 0 }],
      ["tier", { killed: 25, survived: 4, uncovered: 1 }],
    ]),
  )
  expect(table.split("\n").slice(2)).toEqual([
    "| `gate/` | 10 | 9 | 1 | 0 | 90.0 % |",
    "| `tier/` | 30 | 25 | 4 | 1 | 83.3 % |",
    "| all | 40 | 34 | 5 | 1 | 85.0 % |",
  ])
})

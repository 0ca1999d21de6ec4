import type { Problem } from "../../value/problem.ts"
import { ERROR_NUMBERS } from "./error-numbers.ts"

const COLUMNS_MOST = 100
const COLUMNS_LEAST = 40
const INDENT = 8

/**
 * A problem as text for a terminal: what happened, why, what to do next, and its stable code.
 * @param columns width of the terminal; undefined where there is none
 */
export function toldProblem(problem: Problem, columns: number | undefined): string {
  const width = Math.max(COLUMNS_LEAST, Math.min(columns ?? COLUMNS_MOST, COLUMNS_MOST))
  const number = ERROR_NUMBERS[problem.code]
  const code = number === undefined ? problem.code : `GENESIS-${number} ${problem.code}`
  return [
    "",
    wrapped(problem.message, width, 0),
    "",
    `  Why   ${wrapped(problem.why, width, INDENT)}`,
    `  Next  ${wrapped(problem.next, width, INDENT)}`,
    `  Code  ${code}`,
    "",
    "",
  ].join("\n")
}

/** Breaks lines between words; words longer than a line (paths, commands) stay whole. */
function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = []
  for (const paragraph of text.split("\n")) {
    let line = ""
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width - indent) {
        lines.push(line)
        line = word
      } else {
        line = line === "" ? word : `${line} ${word}`
      }
    }
    lines.push(line)
  }
  return lines.join(`\n${" ".repeat(indent)}`)
}

import { Problem } from "../../value/problem.ts"

/** @param why what this means for what was asked */
export function notRunning(file: string, why: string): Problem {
  return new Problem({
    code: "NOT_RUNNING",
    what: "No process runs this account.",
    why: `${why} Nobody listens beside ${file}.`,
    next: '"genesis run" starts it; it compares its books with the exchange before anything else, and says what it finds.',
  })
}

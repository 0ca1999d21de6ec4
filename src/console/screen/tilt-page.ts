import type { Reviewed, TiltTold } from "../../control/controlled.ts"
import { QUESTIONS, refusalOf, type Written, wordsIn } from "../../tilt/journal-entry.ts"
import { gainText, clockText } from "./words.ts"
import { type Page, textPage } from "./page.ts"

/** The page that answers `tilt review`: the trades that were closed in this episode (TILT-52). */
export function reviewPage(trades: readonly Reviewed[]): Page {
  const lines = trades.map(
    ({ at, symbol, gainUnits, because }) =>
      `  ${clockText(at)}  ${symbol.padEnd(10)} ${gainText(gainUnits).padStart(10)}  ${because}`,
  )
  const none = [
    "No trade was closed in it. What came before is in the story of each order: why last.",
  ]
  return textPage("The trades of this episode", ["", ...(lines.length === 0 ? none : lines)])
}

/** What became of a journal line. */
export function journalAnswer(
  line: Written,
  { next, level }: Pick<TiltTold, "next" | "level">,
): string {
  const refusal = refusalOf(line)
  if (refusal !== undefined) return `Not counted. ${refusal}`
  const kept = `Kept, ${wordsIn(line.text)} words to "${QUESTIONS[line.part - 1]}"`
  return level === 3 ? `${kept} ${next}` : kept
}

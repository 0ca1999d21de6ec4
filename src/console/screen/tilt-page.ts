import type { Engine } from "../../engine/engine.ts"
import { tiltLines } from "../../report/tilt-page.ts"
import { openEpisode } from "../../tilt/history.ts"
import { QUESTIONS, refusalOf, type Written, wordsIn } from "../../tilt/journal-entry.ts"
import { gainText, clockText } from "./words.ts"
import type { Page } from "./page.ts"
import { TILT_WORDS } from "./tilt-words.ts"

/** The page that answers `tilt`. */
export function tiltPage({ books, now }: Engine): Page {
  const standing = { ...books.tilt.standing(now), ...books.tiltAt(now) }
  const questions =
    standing.level === 3 ? ["", "The journal's questions:", ...QUESTIONS.map(numbered)] : []
  return {
    title: "The tilt guard",
    lines: [
      "",
      ...tiltLines(standing),
      ...questions,
      "",
      ...TILT_WORDS.map(([usage, meaning]) => `  ${usage.padEnd(22)}${meaning}`),
    ],
    top: 0,
  }
}

const numbered = (question: string, i: number): string => `  ${i + 1}  ${question}`

/** The page that answers `tilt review`: the trades that were closed in this episode (TILT-52). */
export function reviewPage({ books }: Engine): Page {
  const episode = openEpisode(books.tilt.state.history)
  const from = episode?.from ?? Infinity
  const trades = books.ledger.trades().filter((it) => it.closedAt >= from)
  const lines = trades.map((it) => {
    const { symbol } = books.instrument(it.instrument)
    return `  ${clockText(it.closedAt)}  ${symbol.padEnd(10)} ${gainText(it.pnlUnits).padStart(10)}  ${it.because}`
  })
  const none = [
    "No trade was closed in it. What came before is in the story of each order: why last.",
  ]
  return {
    title: "The trades of this episode",
    lines: ["", ...(lines.length === 0 ? none : lines)],
    top: 0,
  }
}

/** What became of a journal line. */
export function journalAnswer(line: Written, { books, now }: Engine): string {
  const refusal = refusalOf(line)
  if (refusal !== undefined) return `Not counted. ${refusal}`
  const { next, level } = books.tilt.standing(now)
  const kept = `Kept, ${wordsIn(line.text)} words to "${QUESTIONS[line.part - 1]}"`
  return level === 3 ? `${kept} ${next}` : kept
}

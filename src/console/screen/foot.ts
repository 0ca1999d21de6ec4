import {
  charactersOf,
  EMPTY,
  fitted,
  type Line,
  line,
  printable,
  span,
  widthOf,
  wrapped,
} from "./line.ts"
import { messageLine } from "./message.ts"
import type { Sight } from "./sight.ts"

/** Lines at the foot: two for what is said, one to type in. */
export const FOOT = 3

const OVER = "The recording is over and everything is kept. quit ends the screen."

/** What is said, and the command line; nothing ever covers it (UI-45). */
export function footLines(sight: Sight, columns: number): readonly Line[] {
  return [...saidLines(sight, columns), promptLine(sight, columns)]
}

/** A question or an answer first; what is told loudly keeps a line of its own beside it. */
function saidLines(sight: Sight, columns: number): readonly Line[] {
  const { answer, isAsking, messages, boards } = sight
  const [loudest, second] = messages
  const isLoud = loudest !== undefined && loudest.level >= 3 && !isAsking
  const text = printable(answer)
  const tone = isAsking ? "attention" : "plain"
  const said = text === "" ? [] : wrapped(text, columns).map((part) => line(part, tone))
  const told = isLoud ? [messageLine(loudest, columns)] : []
  if (said.length > 0) {
    return two(told.length > 0 ? [...told, fitted(line(text, tone), columns)] : said, columns)
  }
  if (loudest) {
    return two(
      [messageLine(loudest, columns), ...(second ? [messageLine(second, columns)] : [])],
      columns,
    )
  }
  return two([line(boards.account.isOver ? OVER : sight.hint, "dim")], columns)
}

/** Always two lines; where a third is needed the second ends in an ellipsis. */
function two(lines: readonly Line[], columns: number): readonly Line[] {
  const [first = EMPTY, second = EMPTY, ...more] = lines
  const cut = more.length === 0 ? second : fitted([...second, span(" ".repeat(columns))], columns)
  return [fitted(first, columns), fitted(cut, columns)]
}

/** The command line; where the text is longer than the row, the part around the cursor is shown. */
export function promptLine({ typed, isAsking, boards, tie }: Sight, columns: number): Line {
  const { mode } = boards.account
  const prompt = isAsking ? "y or n> " : `${tie.mayAct || !tie.isUp ? mode : `${mode}, looking`}> `
  const characters = charactersOf(typed.text)
  const room = columns - prompt.length - 2
  let from = typed.cursor
  for (let width = 0; from > 0; from--) {
    width += widthOf(characters[from - 1] ?? "")
    if (width > room) break
  }
  const at = (start: number, end?: number): string => characters.slice(start, end).join("")
  return fitted(
    [
      span(prompt, "attention"),
      span(at(from, typed.cursor), "strong"),
      span(characters[typed.cursor] ?? " ", "cursor"),
      span(at(typed.cursor + 1), "strong"),
    ],
    columns,
  )
}

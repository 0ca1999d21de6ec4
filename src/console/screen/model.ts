import { headLines } from "./head.ts"
import {
  charactersOf,
  EMPTY,
  fitted,
  type Line,
  line,
  printable,
  type Size,
  span,
  widthOf,
  wrapped,
} from "./line.ts"
import { type Page, pageIn } from "./page.ts"
import type { Sight } from "./sight.ts"
import { dollarText, gainText } from "./words.ts"
import { eventZone, marketZone, orderZone, positionZone, sized } from "./zones.ts"

/** The smallest terminal that holds the screen (UI-1). */
const LEAST: Size = { columns: 80, rows: 24 }
/** From here on there is room for everything. */
const ROOMY = 34

/** Lines above and below the centre. */
const HEAD = 3
const FOOT = 3

const HINT = "Type help for the commands; Tab completes, the arrows bring back what was typed."

/**
 * The whole screen as lines of plain data, one for each row of the terminal: the money above, the
 * position in the middle, the command line at the foot, and never anything else (UI-2).
 */
export function frameOf(sight: Sight, size: Size): readonly Line[] {
  const { columns, rows } = size
  if (columns < LEAST.columns || rows < LEAST.rows) return smallFrame(sight, size)
  const head = headLines(sight, columns)
  const foot = footLines(sight, columns)
  const centre = sight.page
    ? pageLines(sight.page, size)
    : centreLines(sight, { columns, rows: rows - HEAD - FOOT })
  return [...head, ...centre, ...foot]
}

function centreLines(sight: Sight, { columns, rows }: Size): readonly Line[] {
  const { view, plan } = sight
  const isRoomy = rows >= ROOMY - 6
  const positions = positionZone(view, { columns, rows: isRoomy ? 4 : 2 })
  const orders = orderZone(view, { columns, rows: isRoomy ? 3 : 1 })
  const first = plan.params["symbol"] ?? view.positions[0]?.symbol
  const market = marketZone(view, { columns, rows: isRoomy ? 9 : 6, first })
  const above = [
    rule("", columns),
    ...positions,
    ...orders,
    EMPTY,
    ...market,
    rule("Events", columns),
  ]
  return [...above, ...eventZone(view, { columns, rows: rows - above.length })]
}

/** The room of a page's text: what head and foot, its title and its last line leave. */
export function pageRoom({ columns, rows }: Size): Size {
  return { columns, rows: rows - HEAD - FOOT - 2 }
}

function pageLines(page: Page, size: Size): readonly Line[] {
  const { columns, rows } = pageRoom(size)
  const { shown, foot } = pageIn(page, { columns, rows })
  return [rule(page.title, columns), ...sized(shown, { columns, rows }), foot]
}

function rule(title: string, columns: number): Line {
  const head = title === "" ? "" : `${printable(title)} `
  return fitted([span(head, "dim"), span("─".repeat(columns), "dim")], columns).map((it, i) =>
    i === 1 ? span(it.text.replace("…", "─"), "dim") : it,
  )
}

function footLines(sight: Sight, columns: number): readonly Line[] {
  const over = "The recording is over and everything is kept. quit ends the screen."
  const text = printable(sight.answer) || (sight.isOver ? over : HINT)
  const tone = sight.isAsking ? "attention" : sight.answer === "" ? "dim" : "plain"
  const answer = wrapped(text, columns).map((part) => line(part, tone))
  return [...sized(answer, { columns, rows: 2 }), promptLine(sight, columns)]
}

/** The command line; where the text is longer than the row, the part around the cursor is shown. */
function promptLine({ typed, isAsking, plan }: Sight, columns: number): Line {
  const prompt = isAsking ? "y or n> " : `${plan.mode}> `
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

function smallFrame(sight: Sight, { columns, rows }: Size): readonly Line[] {
  const { view } = sight
  const says = [
    `${dollarText(view.equityUnits)}  today ${gainText(view.dayUnits)}`,
    view.market,
    "",
    `The screen needs ${LEAST.columns} columns and ${LEAST.rows} rows; this window has ${columns} and ${rows}.`,
    "The session goes on. Make the window larger, or type quit.",
  ]
  const lines = says.flatMap((text) => wrapped(printable(text), Math.max(1, columns)))
  const body = sized(
    lines.map((text) => line(text)),
    { columns, rows: Math.max(0, rows - 1) },
  )
  return [...body, promptLine(sight, columns)]
}

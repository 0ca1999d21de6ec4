import { fitted, type Line, line, printable, type Size, wrapped } from "./line.ts"

/** A text that covers the centre for a while: the help, the story of an order. */
export interface Page {
  readonly title: string
  readonly lines: readonly string[]
  /** First line shown, counted as they are broken for the screen. */
  readonly top: number
}

/** The page as it stands in so much room, and the line that says what is left of it. */
export function pageIn(
  page: Page,
  size: Size,
): { readonly shown: readonly Line[]; readonly foot: Line } {
  const { columns } = size
  const lines = broken(page, columns)
  const room = size.rows
  const top = Math.min(page.top, topMost(lines.length, room))
  const shown = lines.slice(top, top + room).map((text) => line(text))
  const rest = lines.length - top - shown.length
  const more = [
    rest > 0 ? `${rest} more lines: Page Down. ` : "",
    top > 0 ? "Page Up goes up. " : "",
    "Esc goes back.",
  ]
  return { shown, foot: fitted(line(more.join(""), "dim"), columns) }
}

/** The page moved on by its own height, one line of it kept in sight. */
export function turned(page: Page, by: -1 | 1, size: Size): Page {
  const most = topMost(broken(page, size.columns).length, size.rows)
  const top = Math.min(page.top, most) + by * Math.max(1, size.rows - 1)
  return { ...page, top: Math.max(0, Math.min(most, top)) }
}

const topMost = (lines: number, room: number): number => Math.max(0, lines - room)

function broken(page: Page, columns: number): readonly string[] {
  return page.lines.flatMap((text) => wrapped(printable(text), columns))
}

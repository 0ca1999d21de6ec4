import { fitted, type Line, line, printable, type Size, span, wrapped } from "./line.ts"
import { drawn, type Seen, VIEWS } from "./pages/pages.ts"

/** What covers the centre for a while: a text such as the help, or a view of a board. */
export type Page = (
  | { readonly kind: "text"; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: "view"; readonly seen: Seen }
) & {
  /** First line shown, counted as they are broken for the screen. */
  readonly top: number
}

/** A page of text, from its beginning. */
export const textPage = (title: string, lines: readonly string[]): Page => ({
  kind: "text",
  title,
  lines,
  top: 0,
})

/** What stands above a page. */
export const titleOf = (page: Page): string =>
  page.kind === "text" ? page.title : VIEWS[page.seen.name].title

/** The page as it stands in so much room, and the line that says what is left of it. */
export function pageIn(
  page: Page,
  size: Size,
): { readonly shown: readonly Line[]; readonly foot: Line } {
  const lines = broken(page, size)
  const room = size.rows
  const top = Math.min(page.top, topMost(lines.length, room))
  const shown = lines.slice(top, top + room)
  const rest = lines.length - top - shown.length
  const more = [
    ...(rest > 0 ? [`Page Down: ${rest} more ${rest === 1 ? "line" : "lines"}`] : []),
    ...(top > 0 ? ["Page Up goes up"] : []),
    "Esc goes back",
  ]
  const foot = [span(more.join("   "), rest > 0 ? "attention" : "dim")] as const
  return { shown, foot: fitted(foot, size.columns) }
}

/** The page moved on by its own height, one line of it kept in sight. */
export function turned(page: Page, by: -1 | 1, size: Size): Page {
  const most = topMost(broken(page, size).length, size.rows)
  const top = Math.min(page.top, most) + by * Math.max(1, size.rows - 1)
  return { ...page, top: Math.max(0, Math.min(most, top)) }
}

const topMost = (lines: number, room: number): number => Math.max(0, lines - room)

function broken(page: Page, size: Size): readonly Line[] {
  if (page.kind === "view") return drawn(page.seen, size)
  return page.lines.flatMap((text) => wrapped(printable(text), size.columns)).map((it) => line(it))
}

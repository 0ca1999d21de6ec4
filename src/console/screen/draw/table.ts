import { fitted, type Line, line, printable, span, type Tone, widthOf } from "../line.ts"

/** How a column stands: its title, its width, and on which side its text is. */
export interface Column {
  readonly title: string
  readonly width: number
  readonly side: "left" | "right"
  readonly tone?: Tone
}

/** The titles over a table. */
export function titlesOf(columns: readonly Column[]): Line {
  return line(columns.map((it) => placed(it.title, it)).join(" "), "dim")
}

/** A row of a table; a text too long for its column is cut with an ellipsis, never spilled. */
export function rowOf(columns: readonly Column[], cells: readonly (string | Line)[]): Line {
  return columns.flatMap((column, i): Line => {
    const cell = cells[i] ?? ""
    const gap: Line = i === 0 ? [] : [span(" ")]
    if (typeof cell !== "string") return [...gap, ...cell]
    return [...gap, span(placed(printable(cell), column), column.tone ?? "plain")]
  })
}

function placed(text: string, { width, side }: Column): string {
  const fit = fitted(line(text), width)
    .map((it) => it.text)
    .join("")
  const gap = " ".repeat(Math.max(0, width - widthOf(fit)))
  return side === "left" ? fit + gap : gap + fit
}

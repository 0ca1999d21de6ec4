import { printable, type Line } from "./line.ts"
import type { Palette } from "./palette.ts"

/** A screen of its own, without a cursor, on which a paste is told from what is typed; and back again. */
const ENTER = "\u001b[?1049h\u001b[?25l\u001b[?2004h"
const LEAVE = "\u001b[?2004l\u001b[?25h\u001b[?1049l"
/** Shown at once and not by and by, where the terminal can; and what is too long is cut, not broken. */
const BEGIN = "\u001b[?2026h\u001b[?7l"
const END = "\u001b[?7h\u001b[?2026l"
const CLEAR = "\u001b[2J"

/** Paints frames on a terminal: only the rows that have changed, in one piece. */
export class Painter {
  readonly #write: (text: string) => void
  #shown: readonly string[] = []

  /** @param write to the terminal */
  constructor(write: (text: string) => void) {
    this.#write = write
  }

  enter(): void {
    this.#write(ENTER)
    this.wipe()
  }

  leave(): void {
    this.#write(LEAVE)
  }

  /** Nothing that stands there can be relied on: the terminal has another size. */
  wipe(): void {
    this.#shown = []
  }

  /** The cursor is left on the last row: whatever is written there after us moves the frame up, and not into it. */
  paint(frame: readonly Line[], palette: Palette): void {
    const rows = frame.map((it) => rowOf(it, palette))
    const isFresh = this.#shown.length !== rows.length
    const changed = rows.flatMap((row, i) =>
      !isFresh && row === this.#shown[i] ? [] : `\u001b[${i + 1};1H\u001b[0m\u001b[K${row}`,
    )
    this.#shown = rows
    if (changed.length === 0) return
    this.#write(`${BEGIN}${isFresh ? CLEAR : ""}${changed.join("")}${END}\u001b[${rows.length};1H`)
  }
}

/** Texts come from outside as well: nothing in them can move the cursor. */
function rowOf(spans: Line, palette: Palette): string {
  let row = ""
  for (const { text, tone } of spans) {
    if (text === "") continue
    const style = palette[tone]
    row += style === "" ? printable(text) : `\u001b[${style}m${printable(text)}\u001b[0m`
  }
  return row
}

/** How a piece of text is meant; what it looks like is decided by the screen alone. */
export type Tone =
  | "plain"
  | "dim"
  | "strong"
  /** Names, curves and rising prices: muted green. */
  | "name"
  /** A gain is muted green, a loss grey; both are as strong (UI-5). */
  | "gain"
  | "loss"
  /** What is to be noticed and is no trouble: amber. */
  | "attention"
  /** Levels of messages and marks (UI-42 to UI-44): yellow, orange, red. */
  | "caution"
  | "intervention"
  | "protection"
  | "cursor"

export interface Span {
  readonly text: string
  readonly tone: Tone
}

/** One row of the screen, from the left. */
export type Line = readonly Span[]

export const span = (text: string, tone: Tone = "plain"): Span => ({ text, tone })
export const line = (text: string, tone: Tone = "plain"): Line => [span(text, tone)]
export const EMPTY: Line = []

/** Rows and columns of a terminal. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u
const NARROWLESS = /[\p{M}\p{Cf}]/u
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

const CLUSTERS = new Intl.Segmenter()
const SIMPLE = /^[ -~]*$/

/** A text as the characters that a reader sees: an accent or a skin colour belongs to what it marks. */
export function charactersOf(text: string): readonly string[] {
  if (SIMPLE.test(text)) return Array.from(text)
  return Array.from(CLUSTERS.segment(text), ({ segment }) => segment)
}

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  if (SIMPLE.test(text)) return text.length
  return charactersOf(text).reduce((sum, character) => sum + cellsOf(character), 0)
}

function cellsOf(character: string): number {
  if (character <= "~") return 1
  if (WIDE.test(character)) return 2
  const [first = ""] = character
  return NARROWLESS.test(first) ? 0 : 1
}

/** Text from outside as it may stand on a screen: nothing in it moves a cursor or turns writing round. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, " ")
}

/** The line cut to so many columns; where something is missing, an ellipsis says so. */
export function fitted(whole: Line, columns: number): Line {
  if (lengthOf(whole) <= columns) return whole
  const kept: Span[] = []
  let left = columns - 1
  for (const { text, tone } of whole) {
    const part = cut(text, left)
    left -= widthOf(part)
    kept.push({ text: part === text ? part : `${part}…`, tone })
    if (part !== text) return kept
  }
  return kept
}

function cut(text: string, columns: number): string {
  let width = 0
  let end = 0
  for (const character of charactersOf(text)) {
    width += cellsOf(character)
    if (width > columns) break
    end += character.length
  }
  return text.slice(0, end)
}

/** Two ends of a line; the right one is left out where both do not fit. */
export function apart(left: Line, right: Line, columns: number): Line {
  const gap = columns - lengthOf(left) - lengthOf(right)
  return gap < 2 ? fitted(left, columns) : [...left, span(" ".repeat(gap)), ...right]
}

/** A second line that begins at a column, whatever the first one holds. */
export function beside(left: Line, right: Line, at: number): Line {
  if (right.length === 0) return left
  const fit = fitted(left, at - 1)
  return [...fit, span(" ".repeat(at - lengthOf(fit))), ...right]
}

/** Columns that a line takes in a terminal. */
export function lengthOf(whole: Line): number {
  return whole.reduce((sum, { text }) => sum + widthOf(text), 0)
}

/**
 * Breaks a text between words; a word longer than a line is broken where the line ends. The blanks it
 * begins with stand before every line of it.
 */
export function wrapped(text: string, columns: number): readonly string[] {
  const indent = /^ */.exec(text)?.[0].slice(0, Math.floor(columns / 2)) ?? ""
  const room = columns - indent.length
  const lines: string[] = []
  let current = ""
  for (let word of text.trimStart().split(" ")) {
    if (current !== "" && widthOf(current) + 1 + widthOf(word) > room) {
      lines.push(current)
      current = ""
    }
    while (widthOf(word) > room) {
      // Where not even one character fits, it stands there all the same: the line must come to an end.
      const part = cut(word, room) || (charactersOf(word)[0] ?? " ")
      lines.push(part)
      word = word.slice(part.length)
    }
    current = current === "" ? word : `${current} ${word}`
  }
  return [...lines, current].map((it) => (it === "" ? "" : `${indent}${it}`))
}

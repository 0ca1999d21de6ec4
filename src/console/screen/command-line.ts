import type { Key } from "./keys.ts"
import { charactersOf, printable } from "./line.ts"

/** More than anybody types; what a paste brings beyond it is left out. */
const LENGTH_MOST = 500
/** One character may be made of many units; this many are looked at in one go. */
const UNITS_MOST = 4_000
const HISTORY_MOST = 100

/** What stands in the command line, and what stood there before. */
export interface Typed {
  readonly text: string
  /** Characters to the left of the cursor. */
  readonly cursor: number
  /** Oldest first. */
  readonly history: readonly string[]
  /** Which line of the history is shown; undefined while something new is typed. */
  readonly recalled: number | undefined
  /** What was being typed before the history was opened. */
  readonly draft: string
}

export const NOTHING_TYPED: Typed = Object.freeze({
  text: "",
  cursor: 0,
  history: [],
  recalled: undefined,
  draft: "",
})

/** The line after a key; keys that do not edit leave it as it is. */
export function edited(typed: Typed, key: Key): Typed {
  const characters = charactersOf(typed.text)
  const { cursor } = typed
  const before = characters.slice(0, cursor)
  const behind = characters.slice(cursor)
  switch (key.kind) {
    case "text":
    case "paste":
      return inserted(typed, key.text)
    case "left":
      return { ...typed, cursor: Math.max(0, cursor - 1) }
    case "right":
      return { ...typed, cursor: Math.min(characters.length, cursor + 1) }
    case "home":
      return { ...typed, cursor: 0 }
    case "end":
      return { ...typed, cursor: characters.length }
    case "backspace":
      return written(typed, before.slice(0, -1), behind)
    case "delete":
      return written(typed, before, behind.slice(1))
    case "cut-before":
      return written(typed, [], behind)
    case "cut-behind":
      return written(typed, before, [])
    case "cut-word":
      return written(typed, [before.join("").replace(/\S*\s*$/u, "")], behind)
    case "up":
      return recalled(typed, -1)
    case "down":
      return recalled(typed, 1)
    case "enter":
    case "tab":
    case "escape":
    case "page-up":
    case "page-down":
    case "interrupt":
    case "positions":
    case "quit":
    case "function":
      return typed
    default:
      return key satisfies never
  }
}

/** The line was sent: it is empty again, and what stood there can be brought back. */
export function sent(typed: Typed): Typed {
  const text = typed.text.trim()
  const isNew = text !== "" && text !== typed.history.at(-1)
  const history = isNew ? [...typed.history, text].slice(-HISTORY_MOST) : typed.history
  return { ...NOTHING_TYPED, history }
}

/**
 * Completes the word before the cursor as far as the candidates agree.
 * @param candidates the words that may stand there
 */
export function completed(typed: Typed, candidates: readonly string[]): Typed {
  const before = beforeCursor(typed)
  const word = /\S*$/u.exec(before)?.[0] ?? ""
  const fits = matching(word, candidates)
  const [first = ""] = fits
  if (fits.length === 0) return typed
  const length = commonLength(fits)
  const whole = fits.length === 1 ? `${first} ` : first.slice(0, Math.max(length, word.length))
  const start = before.slice(0, before.length - word.length)
  return written(typed, [start, whole], [typed.text.slice(before.length)])
}

/** What stands to the left of the cursor. */
export function beforeCursor({ text, cursor }: Typed): string {
  return charactersOf(text).slice(0, cursor).join("")
}

/** The candidates that a word may become. */
export function matching(word: string, candidates: readonly string[]): readonly string[] {
  return candidates.filter((it) => it.toLowerCase().startsWith(word.toLowerCase()))
}

function commonLength(words: readonly string[]): number {
  const [first = ""] = words
  let length = first.length
  for (const word of words) {
    while (!word.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length--
  }
  return length
}

function inserted(typed: Typed, text: string): Typed {
  const characters = charactersOf(typed.text)
  const room = LENGTH_MOST - characters.length
  const whole = printable(text.slice(0, UNITS_MOST).toWellFormed())
  const added = charactersOf(whole).slice(0, Math.max(0, room))
  const { cursor } = typed
  return written(typed, [...characters.slice(0, cursor), ...added], characters.slice(cursor))
}

function written(typed: Typed, before: readonly string[], behind: readonly string[]): Typed {
  const left = before.join("")
  const text = left + behind.join("")
  // What stood apart may have become one character.
  const cursor = Math.min(charactersOf(left).length, charactersOf(text).length)
  return { ...typed, text, cursor, recalled: undefined }
}

function recalled(typed: Typed, step: -1 | 1): Typed {
  const { history } = typed
  const from = typed.recalled ?? history.length
  const to = from + step
  if (to < 0 || to > history.length) return typed
  const draft = typed.recalled === undefined ? typed.text : typed.draft
  const text = history[to] ?? draft
  const recalledNow = to === history.length ? undefined : to
  return { ...typed, text, draft, recalled: recalledNow, cursor: charactersOf(text).length }
}

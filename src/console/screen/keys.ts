import type { Key as InkKey } from "ink"

/** What was pressed. Text may be several characters: they come as fast as the line carries them. */
export type Key =
  | { readonly kind: "text" | "paste"; readonly text: string }
  /** F1 to F12. */
  | { readonly kind: "function"; readonly number: number }
  | { readonly kind: Press }

/** What is bound to a key by its name, `f2` or `ctrl+p`; nothing for many. */
export type MeaningOf = (key: string) => readonly Key[]

/** Keys that write nothing. */
export type Press =
  | "enter"
  | "tab"
  | "escape"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "page-up"
  | "page-down"
  | "backspace"
  | "delete"
  | "cut-before"
  | "cut-behind"
  | "cut-word"
  | "interrupt"
  | "positions"
  | "quit"

const PRESSES: readonly (readonly [flag: keyof InkKey, press: Press])[] = [
  ["return", "enter"],
  ["tab", "tab"],
  ["escape", "escape"],
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["backspace", "backspace"],
  ["delete", "delete"],
]

/** A terminal that was asked how it is, and took its time. */
const LATE_ANSWER = "[0n"

/** Line ends with nothing but line ends behind them: somebody pressed Enter. */
const SENT = /^([^\r\n]*)[\r\n]+$/

/** Keys held with Ctrl at the beginning of a chunk; Tab and Enter are keys of their own. */
// oxlint-disable-next-line no-control-regex
const BURST = /^[\u0001-\u0008\u000b\u000c\u000e-\u001a]+/
/** Ctrl takes this much off a letter. */
const LETTERS = 0x60

/**
 * What Ink read, as keys. A chunk that holds an Enter at its end was typed quickly; one with lines
 * behind the Enter was pasted by a terminal that does not say so, and is text, not commands (UI-25).
 */
export function keysOf(input: string, key: InkKey, meaningOf: MeaningOf): readonly Key[] {
  if (key.ctrl) return meaningOf(`ctrl+${input}`)
  const pressed = PRESSES.find(([flag]) => key[flag])
  if (pressed) return [{ kind: pressed[1] }]
  if (input === "" || input === LATE_ANSWER) return []
  // A terminal sends Escape by the byte that Alt begins with: with text behind it, it is both.
  if (key.meta) return [{ kind: "escape" }, ...keysOf(input, { ...key, meta: false }, meaningOf)]
  const [held = ""] = BURST.exec(input) ?? []
  if (held !== "") {
    return [...heldOf(held, meaningOf), ...keysOf(input.slice(held.length), key, meaningOf)]
  }
  const sent = SENT.exec(input)?.[1]
  if (sent !== undefined) return [...tabbed(sent), { kind: "enter" }]
  if (/[\r\n]/.test(input)) return [{ kind: "paste", text: input }]
  return tabbed(input)
}

/** Keys held with Ctrl, pressed so quickly that they came in one piece. */
function heldOf(controls: string, meaningOf: MeaningOf): readonly Key[] {
  return Array.from(controls).flatMap((it) =>
    meaningOf(`ctrl+${String.fromCodePoint((it.codePointAt(0) ?? 0) + LETTERS)}`),
  )
}

function tabbed(text: string): readonly Key[] {
  return text.split("\t").flatMap((part, i): readonly Key[] => {
    const typed: readonly Key[] = part === "" ? [] : [{ kind: "text", text: part }]
    return i === 0 ? typed : [{ kind: "tab" }, ...typed]
  })
}

/** How terminals tell of F1 to F12: by VT220, by xterm and rxvt, and by the Linux console. */
const FUNCTION_KEYS: readonly (readonly string[])[] = [
  ["OP", "[11~", "[[A", "[P"],
  ["OQ", "[12~", "[[B", "[Q"],
  ["OR", "[13~", "[[C", "[R"],
  ["OS", "[14~", "[[D", "[S"],
  ["[15~", "[[E"],
  ["[17~"],
  ["[18~"],
  ["[19~"],
  ["[20~"],
  ["[21~"],
  ["[23~"],
  ["[24~"],
]

/** What the function key of a sequence of the terminal does; nothing for anything else. */
export function functionKeyOf(sequence: string, meaningOf: MeaningOf): readonly Key[] {
  if (!sequence.startsWith("\u001b")) return []
  const number = 1 + FUNCTION_KEYS.findIndex((it) => it.includes(sequence.slice(1)))
  return number === 0 ? [] : meaningOf(`f${number}`)
}

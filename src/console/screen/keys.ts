import type { Key as InkKey } from "ink"

/** What was pressed. Text may be several characters: they come as fast as the line carries them. */
export type Key =
  | { readonly kind: "text" | "paste"; readonly text: string }
  | { readonly kind: Press }

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

/** Held together with Ctrl, as in every shell. */
const HELD: Readonly<Record<string, Press>> = {
  a: "home",
  b: "left",
  c: "interrupt",
  d: "delete",
  e: "end",
  f: "right",
  k: "cut-behind",
  u: "cut-before",
  w: "cut-word",
}

/** Line ends with nothing but line ends behind them: somebody pressed Enter. */
const SENT = /^([^\r\n]*)[\r\n]+$/

/**
 * What Ink read, as keys. A chunk that holds an Enter at its end was typed quickly; one with lines
 * behind the Enter was pasted by a terminal that does not say so, and is text, not commands (UI-25).
 */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  if (key.ctrl) {
    const press = HELD[input]
    return press === undefined ? [] : [{ kind: press }]
  }
  const pressed = PRESSES.find(([flag]) => key[flag])
  if (pressed) return [{ kind: pressed[1] }]
  if (input === "" || key.meta) return []
  const sent = SENT.exec(input)?.[1]
  if (sent !== undefined) return [...tabbed(sent), { kind: "enter" }]
  if (/[\r\n]/.test(input)) return [{ kind: "paste", text: input }]
  return tabbed(input)
}

function tabbed(text: string): readonly Key[] {
  return text.split("\t").flatMap((part, i): readonly Key[] => {
    const typed: readonly Key[] = part === "" ? [] : [{ kind: "text", text: part }]
    return i === 0 ? typed : [{ kind: "tab" }, ...typed]
  })
}

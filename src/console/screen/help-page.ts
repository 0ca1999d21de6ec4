import type { Shortcut } from "../../session/shortcuts.ts"
import { type Page, textPage } from "./page.ts"
import type { Keyboard } from "./shortcuts.ts"
import { WORDS } from "./vocabulary.ts"

/** What each key shows, in the order of the help; a word does the same. */
const SHOWS: readonly (readonly [name: Shortcut, shows: string])[] = [
  ["risk", "risk"],
  ["performance", "results"],
  ["spreads", "spreads"],
  ["tilt", "calm"],
  ["tier", "tier"],
  ["orders", "orders"],
  ["events", "events"],
  ["operations", "operations"],
  ["validation", "validation"],
  ["positions", "positions"],
  ["quit", "leave"],
]
const EDITS: readonly (readonly [name: Shortcut, does: string])[] = [
  ["home", "start"],
  ["end", "end"],
  ["left", "back"],
  ["right", "on"],
  ["delete", "delete"],
  ["cut-word", "cut the word"],
  ["cut-before", "cut before"],
  ["cut-behind", "cut behind"],
]
/** Not to be bound to anything else. */
const FIXED: readonly Described[] = [
  ["Ctrl+C", "take all entries back; twice in 2 s asks to sell all"],
  ["F12", "emergency halt: then type halt"],
  ["Esc", "the main view; so does a minute without a key"],
  ["Tab, up, down", "complete a word; what was typed before"],
]
/** So wide is the narrowest screen; what is described begins here. */
const [COLUMNS, BEHIND] = [80, 28]

/** Every word and key, what each is for, and what holds whatever is typed (UI-20, UI-23). */
export function helpPage(keyboard: Keyboard): Page {
  const named = (list: readonly (readonly [Shortcut, string])[]): readonly string[] =>
    list.flatMap(([name, does]) => {
      const key = keyboard.nameOf(name)
      return key === undefined ? [] : [`${key} ${does}`]
    })
  const help = keyboard.nameOf("help")
  return textPage("Help", [
    ...WORDS.flatMap(described),
    "",
    ...described([help === undefined ? "?" : `${help} or ?`, "this page"]),
    ...flowing("Keys", named(SHOWS)),
    ...FIXED.flatMap(described),
    ...flowing("In the line", named(EDITS)),
    "",
    "  SYMBOL is a market like BTCUSDT, or just btc. What moves money asks first:",
    "  y does it, anything else does not, and no answer in 10 s means no.",
    "  Every position has a stop that rests at the exchange, whoever opened it.",
    "  Keys other than Ctrl+C and F12 can be changed in genesis.yaml, as in",
    "  shortcuts: { risk: f3, performance: f2 }. The next screen has them.",
  ])
}

type Described = readonly [what: string, meaning: string]

const described = ([what, meaning]: Described): readonly string[] => [
  `  ${what.padEnd(BEHIND - 2)}${meaning}`,
]

/** Items one after the other, as many to a line as fit. */
function flowing(what: string, items: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + item.length + 3 + BEHIND <= COLUMNS) {
      lines[lines.length - 1] = `${last}, ${item}`
    } else lines.push(item)
  }
  return lines.flatMap((text, i) => described([i === 0 ? what : "", text]))
}

/** One line of the keys that are needed most. */
export function hintOf(keyboard: Keyboard): string {
  const help = keyboard.nameOf("help")
  const shown = SHOWS.slice(0, 5).flatMap(([name, shows]) => {
    const key = keyboard.nameOf(name)
    return key === undefined ? [] : [`${key} ${shows}`]
  })
  const first = `help${help === undefined ? "" : ` or ${help}`} tells the commands`
  return shown.length === 0 ? first : `${first}; ${shown.join(", ")}`
}

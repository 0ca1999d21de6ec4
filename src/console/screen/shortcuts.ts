import { type Shortcut, type Shortcuts, USUAL_SHORTCUTS } from "../../session/shortcuts.ts"
import type { Key } from "./keys.ts"

/** What each shortcut is to a conversation: the key that usually does it. */
const DOES: Readonly<Record<Shortcut, Key>> = {
  help: { kind: "function", number: 1 },
  risk: { kind: "function", number: 2 },
  performance: { kind: "function", number: 3 },
  spreads: { kind: "function", number: 4 },
  tilt: { kind: "function", number: 5 },
  tier: { kind: "function", number: 6 },
  orders: { kind: "function", number: 7 },
  events: { kind: "function", number: 8 },
  operations: { kind: "function", number: 9 },
  validation: { kind: "function", number: 10 },
  positions: { kind: "positions" },
  quit: { kind: "quit" },
  home: { kind: "home" },
  left: { kind: "left" },
  delete: { kind: "delete" },
  end: { kind: "end" },
  right: { kind: "right" },
  "cut-behind": { kind: "cut-behind" },
  "cut-before": { kind: "cut-before" },
  "cut-word": { kind: "cut-word" },
}

/** These are for emergencies and can be given to nothing else (UI-23). */
const FIXED: readonly (readonly [key: string, does: Key])[] = [
  ["ctrl+c", { kind: "interrupt" }],
  ["f12", { kind: "function", number: 12 }],
]

/** The keys of a screen by their names: `f2`, `ctrl+p`. Whatever is bound to them, the conversation hears what it does. */
export class Keyboard {
  readonly #shortcuts: Shortcuts
  readonly #does: ReadonlyMap<string, Key>

  constructor(shortcuts: Shortcuts = USUAL_SHORTCUTS) {
    this.#shortcuts = shortcuts
    const bound = Object.entries(DOES).flatMap(([name, does]): (readonly [string, Key])[] => {
      const key = shortcuts[name as Shortcut]
      return key === undefined ? [] : [[key, does]]
    })
    this.#does = new Map([...bound, ...FIXED])
  }

  /** What a key does; nothing for one that nothing is bound to. */
  readonly meaningOf = (key: string): readonly Key[] => {
    const does = this.#does.get(key)
    return does === undefined ? [] : [does]
  }

  /** The key of a shortcut as a person reads it: `F2`, `Ctrl+P`; undefined without one. */
  nameOf(shortcut: Shortcut): string | undefined {
    const key = this.#shortcuts[shortcut]
    return key?.replace(/^ctrl/, "Ctrl").replace(/.$|^f/g, (it) => it.toUpperCase())
  }
}

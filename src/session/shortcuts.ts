/** What a key of the screen can do, and the key that does it when the settings say nothing (UI-23). */
export const USUAL_SHORTCUTS = {
  help: "f1",
  risk: "f2",
  performance: "f3",
  spreads: "f4",
  tilt: "f5",
  tier: "f6",
  orders: "f7",
  events: "f8",
  operations: "f9",
  validation: "f10",
  positions: "ctrl+p",
  quit: "ctrl+q",
  home: "ctrl+a",
  left: "ctrl+b",
  delete: "ctrl+d",
  end: "ctrl+e",
  right: "ctrl+f",
  "cut-behind": "ctrl+k",
  "cut-before": "ctrl+u",
  "cut-word": "ctrl+w",
} as const

/** Something that a key of the screen can do. */
export type Shortcut = keyof typeof USUAL_SHORTCUTS

/** Every shortcut with its key: `f2`, `ctrl+p`; those without one are absent. */
export type Shortcuts = Readonly<Partial<Record<Shortcut, string>>>

/** Every name of a shortcut. */
export const SHORTCUT_NAMES = Object.keys(USUAL_SHORTCUTS) as readonly Shortcut[]

/** What was given, and the usual key of everything else, where it is still free. */
export function shortcutsFrom(given: Readonly<Record<string, string | undefined>>): Shortcuts {
  const taken = new Set(Object.values(given))
  return Object.fromEntries(
    SHORTCUT_NAMES.flatMap((name): (readonly [Shortcut, string])[] => {
      const key = given[name] ?? (taken.has(USUAL_SHORTCUTS[name]) ? "none" : USUAL_SHORTCUTS[name])
      return key === "none" ? [] : [[name, key]]
    }),
  )
}

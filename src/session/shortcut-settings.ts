import { z } from "zod"
import { SHORTCUT_NAMES, shortcutsFrom } from "./shortcuts.ts"

/**
 * Ctrl+C and F12 are for emergencies and stay what they are; a terminal takes the other letters that
 * are left out for Backspace, Tab and Enter.
 */
const KEY = /^(?:none|f(?:[1-9]|1[01])|ctrl\+[abdefgklnopqrstuvwxyz])$/

/** What the settings may say of keys: a name of a shortcut with its key. */
export function shortcutSettings() {
  const key = z
    .string()
    .regex(KEY)
    .optional()
    .describe(
      "a key that nothing else here has: f1 to f11, or ctrl+ and a letter other than c, h, i, j and m, or none",
    )
  const shape = Object.fromEntries(SHORTCUT_NAMES.map((name) => [name, key]))
  return z
    .strictObject(shape)
    .superRefine((given, context) => {
      for (const name of SHORTCUT_NAMES) {
        const taken = SHORTCUT_NAMES.find((it) => it !== name && given[it] === given[name])
        if (given[name] === undefined || given[name] === "none" || taken === undefined) continue
        context.addIssue({ code: "custom", path: [name], message: `${taken} has it` })
      }
    })
    .prefault({})
    .transform(shortcutsFrom)
    .describe("a map of names with a key each, as help lists them: { risk: f3 }")
}

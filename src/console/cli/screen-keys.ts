import { existsSync, readFileSync } from "node:fs"
import { settingsFile } from "../../session/settings-file.ts"
import { type Shortcuts, USUAL_SHORTCUTS } from "../../session/shortcuts.ts"
import { Problem } from "../../value/problem.ts"

/** Whether the file speaks of them outside a remark. */
const NAMED = /^[^#\n]*\bshortcuts\b/m

/**
 * The keys that the settings give to a screen (UI-23). Settings that cannot be used do not keep anybody
 * from the screen: the usual keys hold then, and the note says so.
 */
export async function screenKeys(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly shortcuts: Shortcuts; readonly note: string }> {
  const usual = { shortcuts: USUAL_SHORTCUTS, note: "" }
  // The reader of all settings takes more memory than the screen itself: it is loaded where it is needed.
  if (!namesKeys(home, environment)) return usual
  const { readSettings } = await import("../../session/settings.ts")
  try {
    return { shortcuts: readSettings(home, environment).shortcuts, note: "" }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...usual, note: `The usual keys hold. ${error.why}` }
  }
}

function namesKeys(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (Object.keys(environment).some((it) => it.startsWith("GENESIS_SHORTCUTS_"))) return true
  const file = settingsFile(home)
  return existsSync(file) && NAMED.test(readFileSync(file, "utf8"))
}

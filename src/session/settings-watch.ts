import type { FSWatcher } from "chokidar"
import { Problem } from "../value/problem.ts"
import type { Settings } from "./settings.ts"
import { settingsFile } from "./settings-file.ts"

/** An editor writes a file in several steps; so long after the last of them it is read. */
const SETTLED_MS = 100

/**
 * Notices within a second that the settings were changed, and reads them again (PERF-13, STRAT-76).
 * Settings that cannot be used change nothing: what held before goes on.
 */
export class SettingsWatch {
  readonly #watcher: FSWatcher
  readonly #told: Parameters<typeof SettingsWatch.begin>[0]
  #timer: NodeJS.Timeout | undefined
  #known: string

  private constructor(told: Parameters<typeof SettingsWatch.begin>[0], watcher: FSWatcher) {
    this.#told = told
    this.#watcher = watcher
    this.#known = textOf(told.now)
    watcher.on("all", () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#look(), SETTLED_MS)
    })
  }

  static async begin(told: {
    readonly home: string
    /** The settings that hold now. */
    readonly now: Settings
    /** Reads them again, as they were read at the start. @throws Problem */
    readonly read: () => Settings
    readonly onChange: (settings: Settings) => void
    readonly onTrouble: (problem: Problem) => void
  }): Promise<SettingsWatch> {
    // Loaded when a session runs: no other command watches anything.
    const { watch } = await import("chokidar")
    const watcher = watch(settingsFile(told.home), { ignoreInitial: true })
    const begun = new SettingsWatch(told, watcher)
    await new Promise<void>((resolve) => watcher.once("ready", () => resolve()))
    return begun
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#watcher.close()
  }

  #look(): void {
    let settings: Settings
    try {
      settings = this.#told.read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.#told.onTrouble(error)
      return
    }
    const text = textOf(settings)
    if (text === this.#known) return
    this.#known = text
    this.#told.onChange(settings)
  }
}

/** Keys of the screen are read by screens, and are nothing to an engine. */
function textOf(settings: Settings): string {
  return JSON.stringify({ ...settings, shortcuts: undefined })
}

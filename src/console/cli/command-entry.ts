import type { Command } from "commander"

/** What is known of a command before its file is loaded: enough to list it and to guess typing mistakes. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** Loads the command's own file, and with it all that the command needs. */
  readonly load: () => Promise<Command>
}

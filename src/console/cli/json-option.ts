import type { Command } from "commander"
import type { WatchedEvent } from "../../session/watch.ts"
import { plainJson } from "./plain-json.ts"

/** What every command that prints a result offers to scripts. */
export interface JsonOption {
  readonly json?: true
}

/** Gives a command the option to print its result for a script. */
export function withJson(command: Command): Command {
  return command.option("--json", "print one JSON object")
}

/** Prints a result: as one JSON object for a script, or in words. */
export function printResult({ json }: JsonOption, value: object, text: string): void {
  process.stdout.write(json ? `${plainJson(value)}\n` : `${text.replace(/\n$/, "")}\n`)
}

/** Prints what an order to a session caused at once. */
export function printCaused(
  options: JsonOption,
  { events }: { readonly events: readonly WatchedEvent[] },
): void {
  if (!options.json && events.length === 0) return
  printResult(options, { events }, events.map(({ text }) => text).join("\n"))
}

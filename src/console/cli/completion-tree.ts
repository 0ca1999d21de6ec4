import type { Command } from "commander"
import type { CommandEntry } from "./command-entry.ts"

/** A command as a shell completes it. */
export interface Completed {
  /** Words from the program on: empty for the program itself. */
  readonly path: readonly string[]
  readonly summary: string
  readonly children: readonly Completed[]
  /** Words that an argument may be. */
  readonly choices: readonly string[]
  readonly takesFiles: boolean
  readonly options: readonly CompletedOption[]
}

interface CompletedOption {
  /** `--html`. */
  readonly flag: string
  readonly summary: string
  readonly takesValue: boolean
  readonly choices: readonly string[]
  readonly takesFile: boolean
}

const FILES = /file|path|folder/i

/** Everything that can be typed, read from the commands themselves. */
export async function completionTree(entries: readonly CommandEntry[]): Promise<Completed> {
  const children: Completed[] = []
  for (const { name, summary, load } of entries) {
    children.push(completed(await load(), [name], summary))
  }
  const none = { choices: [], takesFiles: false, options: [] }
  return { path: [], summary: "", children, ...none }
}

function completed(command: Command, path: readonly string[], summary: string): Completed {
  const { registeredArguments: given } = command
  return {
    path,
    summary,
    children: command.commands.map((it) =>
      completed(it, [...path, it.name()], it.description().split(". ")[0] ?? ""),
    ),
    choices: given.flatMap((it) => it.argChoices ?? []),
    takesFiles: given.some((it) => FILES.test(it.name()) || FILES.test(it.description)),
    options: command.options.flatMap((it) => {
      if (it.long === null || it.long === undefined) return []
      const { long: flag, description, argChoices, flags } = it
      const takesValue = it.required || it.optional
      const takesFile = takesValue && FILES.test(flags)
      return [{ flag, summary: description, takesValue, choices: argChoices ?? [], takesFile }]
    }),
  }
}

/** The command itself and everything below it. */
export const everyCommand = (tree: Completed): readonly Completed[] => [
  tree,
  ...tree.children.flatMap(everyCommand),
]

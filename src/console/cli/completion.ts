import { Argument, Command } from "commander"
import type { CommandEntry } from "./command-entry.ts"
import { completionScript, type Shell, SHELLS } from "./completion-scripts.ts"
import { completionTree } from "./completion-tree.ts"

/** `genesis completion`: a script by which a shell completes commands, options and their values. */
export function completionCommand(entries: readonly CommandEntry[]): Command {
  return new Command("completion")
    .description(
      "Print a script that completes commands, options and their values. It is made from the commands " +
        "themselves; print it again after an update.",
    )
    .addArgument(new Argument("<shell>", "the shell that is to complete").choices(SHELLS))
    .action(async (shell: Shell) => {
      process.stdout.write(completionScript(shell, await completionTree(entries)))
    })
}

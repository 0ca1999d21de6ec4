import { CommanderError } from "commander"
import { redaction } from "../../session/redaction.ts"
import type { Problem } from "../../value/problem.ts"
import type { CommandEntry } from "./command-entry.ts"
import { COMMANDS } from "./commands.ts"
import { keepCrash } from "./crash.ts"
import { EXIT } from "./exit.ts"
import { leaveQuietly } from "./pipe.ts"
import { programFor } from "./program.ts"
import { problemOf } from "./system-problem.ts"
import { toldProblem } from "./told.ts"

/**
 * Runs one command line to its end and sets the exit code of the process (see {@link EXIT}).
 * Whatever goes wrong is told here, once: a Problem calmly, a mistake of ours with a crash file.
 */
export async function main(
  args: readonly string[],
  entries: readonly CommandEntry[] = COMMANDS,
): Promise<void> {
  process.stdout.on("error", leaveQuietly)
  // After an error that nobody caught, memory cannot be trusted. The journal can, so: stop at once.
  process.on("uncaughtException", (error) => process.exit(tell(error, args, true)))
  let hasBegun = (): boolean => false
  try {
    const program = await programFor(args, entries)
    hasBegun = program.hasBegun
    await program.command.parseAsync(program.args, { from: "user" })
  } catch (error) {
    process.exitCode = tell(error, args, hasBegun())
  }
}

/** Tells a person what went wrong, and returns the exit code that tells a script. */
function tell(error: unknown, args: readonly string[], hasBegun: boolean): number {
  if (error instanceof CommanderError) {
    // Help or the version were asked for, or help was shown since the word after a command is missing.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
  const problem = problemOf(error)
  show(problem ?? keepCrash(error, args))
  if (problem === undefined) return EXIT.mistake
  if (problem.code === "INTERRUPTED") return EXIT.interrupted
  // A problem before any work began lies in the command line itself.
  return hasBegun ? EXIT.world : EXIT.usage
}

function show(problem: Problem): void {
  process.stderr.write(redaction.clean(toldProblem(problem, process.stderr.columns)))
}

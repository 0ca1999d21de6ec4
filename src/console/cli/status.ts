import { Command } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import { type Status, statusOfJournal } from "../../session/status.ts"
import { EXIT } from "./exit.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { statusText } from "./status-text.ts"

/** `genesis status`: what an account is and does, from its process, or from its journal. */
export function statusCommand(): Command {
  return withJournal(new Command("status"))
    .description(
      "Tell what an account is worth, holds and waits for: from the process that runs it, or from " +
        "its journal when none does.",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when a process runs it, entries are open and nothing was found; with 3 when one\n" +
        "of these is not so; with 1 when it could not be told.\n",
    )
    .action(run)
}

async function run(options: JournalOptions & { readonly json?: true }): Promise<void> {
  const file = journalFile(options)
  const status = (await new ControlClient(file).status()) ?? (await statusOfJournal(file))
  process.stdout.write(options.json ? `${JSON.stringify(status)}\n` : statusText(status))
  if (!isWell(status)) process.exitCode = EXIT.found
}

function isWell({ process, entries, findings }: Status): boolean {
  return process !== null && entries.open && findings.length === 0
}

import { existsSync } from "node:fs"
import { Command } from "commander"
import { controlKeysFile, makeControlKeys, readControlKeys } from "../../control/keys.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"

/** `genesis api`: what programs of your own need to speak with an engine. */
export function apiCommand(): Command {
  const command = new Command("api").description(
    "What programs of your own need to speak with an engine: see docs/control.md.",
  )
  command.addCommand(
    withJournal(new Command("keys"))
      .summary("the keys of an account's control API")
      .description(
        "Make the two keys with which requests over loopback are signed: one may look, one may act. They " +
          "are kept beside the journal, for its owner's eyes alone. Existing keys are told, not changed.",
      )
      .option(
        "--renew",
        "make new keys; the old ones are good no more from the engine's next start",
      )
      .option("--json", "print one JSON object")
      .action(keys),
  )
  return command
}

function keys(options: JournalOptions & { readonly renew?: true; readonly json?: true }): void {
  const journal = journalFile(options)
  const file = controlKeysFile(journal)
  const isThere = existsSync(file) && options.renew !== true
  const found = (isThere ? readControlKeys(journal) : undefined) ?? makeControlKeys(journal)
  const told = { file, read: found.read.id, write: found.write.id }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(told)}\n`
      : `\n  To look   ${told.read}\n  To act    ${told.write}\n  File      ${file}, which holds their secrets\n\n` +
          "  Start the engine with --listen PORT for programs to reach it.\n\n",
  )
}

import { Command } from "commander"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { showScreen } from "./screen-show.ts"

/** `genesis screen`: looks at an engine that runs, and acts on it. */
export function screenCommand(): Command {
  return withJournal(new Command("screen"))
    .description(
      "Show the engine of an account on this terminal. Any number of screens may look at one engine; " +
        "one of them has the command line. Leaving the screen changes nothing in the engine.",
    )
    .action(async (options: JournalOptions) => {
      await showScreen({ journal: journalFile(options), account: options.name })
    })
}

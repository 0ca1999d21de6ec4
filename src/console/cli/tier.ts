import { Command } from "commander"
import { tierReport } from "../../report/tier-report.ts"
import { foldJournal } from "../../session/fold.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { plainJson } from "./plain-json.ts"
import { tierText } from "./tier-text.ts"

/** `genesis tier`: the tier, its gates, what is to be written, and what there was (TIER-6, TIER-27). */
export function tierCommand(): Command {
  return withJournal(new Command("tier"))
    .description(
      "Show the tier of an account, every gate with its value and its requirement, and its history. " +
        "It shows and changes nothing: a tier moves only by what a running session journals.",
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: JournalOptions & { readonly json?: true }): Promise<void> {
  const journal = await SqliteJournal.open(journalFile(options), { mode: "read" })
  try {
    const { books, at } = foldJournal(journal.records())
    const report = tierReport(books, at)
    const text = options.json ? plainJson(report) : `\n${tierText(report)}\n`
    process.stdout.write(`${text}\n`)
  } finally {
    journal.close()
  }
}

import { Command } from "commander"
import { executionReport } from "../../report/execution-report.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { executionText } from "./execution-text.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { plainJson } from "./plain-json.ts"

/** `genesis execution`: what orders cost against the prices they could have had (EXEC-46, EXEC-53). */
export function executionCommand(): Command {
  return withJournal(new Command("execution"))
    .description(
      "Show how well orders were executed: against the decision, the arrival and the market's mean " +
        "price, by way, pair, hour and month.",
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: JournalOptions & { readonly json?: true }): Promise<void> {
  const journal = await SqliteJournal.open(journalFile(options), { mode: "read" })
  try {
    const report = executionReport(journal.records())
    const text = options.json ? plainJson(report) : `\n${executionText(report)}\n`
    process.stdout.write(`${text}\n`)
  } finally {
    journal.close()
  }
}

import { Command } from "commander"
import { type LimitLine, limitsReport } from "../../report/limits-report.ts"
import { foldJournal } from "../../session/fold.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { plainJson } from "./plain-json.ts"

/** `genesis limits`: every limit in force, its source, and who could change it when. */
export function limitsCommand(): Command {
  return withJournal(new Command("limits"))
    .description(
      "Show every limit that holds for an account now, where it comes from, and who could change it when.",
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: JournalOptions & { readonly json?: true }): Promise<void> {
  const journal = await SqliteJournal.open(journalFile(options), { mode: "read" })
  try {
    const { books, at } = foldJournal(journal.records())
    const lines = limitsReport(books, at)
    const text = options.json ? plainJson({ limits: lines }) : limitsText(lines)
    process.stdout.write(`${text}\n`)
  } finally {
    journal.close()
  }
}

function limitsText(lines: readonly LimitLine[]): string {
  return lines
    .map(({ id, name, limit, now, source, change }) => {
      const value = now === "" ? "" : ` (${now})`
      return `${id.padEnd(9)} ${name.padEnd(22)} ${limit}${value}\n${" ".repeat(33)}${source}; ${change}.`
    })
    .join("\n")
}

import { writeFileSync } from "node:fs"
import { Command } from "commander"
import { comparisonOf, comparisonText } from "../../report/comparison/comparison.ts"
import { comparisonPage } from "../../report/html/comparison-page.ts"
import { plainSheet } from "../../report/tear-sheet/plain.ts"
import type { TearSheet } from "../../report/tear-sheet/tear-sheet.ts"
import { reportAssets } from "../../session/report-assets.ts"
import { journalNamed } from "./journal-option.ts"
import { tellWritten } from "./report.ts"
import { readSheet } from "./sheet.ts"

interface Options {
  readonly html?: string
  readonly json?: true
}

/** `genesis compare`: runs side by side, each held against the first. */
export function compareCommand(): Command {
  return new Command("compare")
    .description(
      "Show runs side by side, net of all costs: figures with their intervals, how far each is from " +
        "the first, and with --html their curves over each other.",
    )
    .argument("<first>", "an account, a journal file, or a folder that holds one")
    .argument("<others...>", "the runs to hold against it")
    .option("--html <file>", "write one page that stands on its own")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(first: string, others: readonly string[], options: Options): Promise<void> {
  const sheets: TearSheet[] = []
  for (const word of [first, ...others]) sheets.push(await readSheet(journalNamed(word)))
  const comparison = comparisonOf(sheets)
  if (options.html !== undefined) {
    writeFileSync(options.html, comparisonPage(comparison, reportAssets()))
    tellWritten(options.html)
    return
  }
  if (!options.json) {
    process.stdout.write(`\n${comparisonText(comparison)}\n\n`)
    return
  }
  const { rows, notes } = comparison
  const runs = sheets.map((it) => plainSheet(it))
  process.stdout.write(`${JSON.stringify({ rows, notes, runs })}\n`)
}

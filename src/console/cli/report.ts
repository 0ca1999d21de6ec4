import { writeFileSync } from "node:fs"
import path from "node:path"
import { Argument, Command } from "commander"
import { reportPage } from "../../report/html/page.ts"
import { PERIODS } from "../../report/tear-sheet/period.ts"
import { plainSheet } from "../../report/tear-sheet/plain.ts"
import type { TearSheet } from "../../report/tear-sheet/tear-sheet.ts"
import { sheetText } from "../../report/tear-sheet/text.ts"
import { reportAssets } from "../../session/report-assets.ts"
import { reportMarket } from "../../session/report-market.ts"
import type { Instant } from "../../value/brand.ts"
import { parseInstant } from "../../value/time.ts"
import { journalFile, journalNamed, type JournalOptions, withJournal } from "./journal-option.ts"
import { readSheet } from "./sheet.ts"

interface Options extends JournalOptions {
  readonly of?: Instant
  readonly html?: string
  readonly json?: true
}

/** `genesis report`: what a run came to, net of all costs, with what each figure rests on. */
export function reportCommand(): Command {
  return withJournal(new Command("report"))
    .description(
      "Tell what a run came to, net of all costs: the result and its parts, every figure with its " +
        "interval and what it rests on, execution, behaviour and gates.",
    )
    .addArgument(
      new Argument(
        "[what]",
        "an account, a journal file, or day, week, month, year; default all of an account",
      ),
    )
    .option("--of <date>", "the day, week, month or year that this date lies in", parseInstant)
    .option("--html <file>", "write one page that stands on its own, for a browser or paper")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(what: string | undefined, options: Options): Promise<void> {
  const period = PERIODS.find((it) => it === what)
  const file = what === undefined || period ? journalFile(options) : journalNamed(what)
  const sheet = await readSheet(file, { period, of: options.of })
  if (options.html !== undefined) {
    await writePage(options.html, file, sheet)
    return
  }
  const text = options.json ? JSON.stringify(plainSheet(sheet)) : `\n${sheetText(sheet)}\n`
  process.stdout.write(`${text}\n`)
}

async function writePage(target: string, journal: string, sheet: TearSheet): Promise<void> {
  const { candles, note } = await reportMarket(journal, sheet)
  const notes = note === undefined ? sheet.notes : [...sheet.notes, note]
  const page = reportPage({ ...sheet, notes }, { candles, assets: reportAssets() })
  writeFileSync(target, page)
  tellWritten(target)
}

/** Where a page was written to. */
export function tellWritten(target: string): void {
  process.stdout.write(
    `The report is in ${path.resolve(target)}. Open it in a browser; it needs no network.\n`,
  )
}

import { Argument, Command, Option } from "commander"
import { TAX_METHODS, type TaxMethod } from "../../ledger/tax/tax-lots.ts"
import { taxBookOf, taxText, taxYear } from "../../report/tax/tax-year.ts"
import { periodAround } from "../../report/tear-sheet/period.ts"
import { readRun } from "../../session/read-run.ts"
import { formatInstant, instantOfDate } from "../../value/time.ts"
import { taxMethodOf } from "./export.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { yearNumber } from "./option.ts"

type Options = JournalOptions & { readonly method?: TaxMethod; readonly json?: true }

/** `genesis tax`: what a year's disposals came to, by lots of the whole account (AUDIT-31). */
export function taxCommand(): Command {
  return withJournal(new Command("tax"))
    .description(
      "Tell what a tax year came to: proceeds, cost and gain by asset, by lots of the whole account. " +
        "Fees paid in an asset are disposals of it. The method of a year stands in genesis.yaml " +
        '(tax.years); --method shows another, to compare. "genesis export lots" writes every lot.',
    )
    .addArgument(new Argument("[year]", "default the year of the last line").argParser(yearNumber))
    .addOption(
      new Option("--method <name>", "which lots leave first; default by genesis.yaml").choices(
        TAX_METHODS,
      ),
    )
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(given: number | undefined, options: Options): Promise<void> {
  const chronicle = await readRun(journalFile(options))
  const year = given ?? Number(formatInstant(chronicle.last).slice(0, 4))
  const period = periodAround("year", instantOfDate({ year, month: 1, date: 1 }))
  const book = taxBookOf(chronicle, options.method ?? taxMethodOf(year))
  const report = taxYear(book, { year, period, asset: chronicle.header.accountAsset })
  const text = options.json ? JSON.stringify(report) : `\n${taxText(report)}\n`
  process.stdout.write(`${text}\n`)
}

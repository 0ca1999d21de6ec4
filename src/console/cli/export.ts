import { writeFileSync } from "node:fs"
import path from "node:path"
import { Argument, Command, Option } from "commander"
import { TAX_METHODS, type TaxMethod } from "../../ledger/tax/tax-lots.ts"
import type { Chronicle } from "../../report/chronicle/chronicle.ts"
import { csvText, type ExportTable, jsonText } from "../../report/export/export-table.ts"
import { equityTable, ledgerTable, lotsTable } from "../../report/export/money-tables.ts"
import { fillsTable, ordersTable } from "../../report/export/order-tables.ts"
import { tradesTable } from "../../report/export/trades-table.ts"
import { taxBookOf } from "../../report/tax/tax-year.ts"
import { type Period, periodAround, wholePeriod } from "../../report/tear-sheet/period.ts"
import { readRun } from "../../session/read-run.ts"
import { readSettings } from "../../session/settings.ts"
import type { Instant } from "../../value/brand.ts"
import { instantOfDate, parseInstant } from "../../value/time.ts"
import { homePath } from "./home.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { yearNumber } from "./option.ts"

const KINDS = ["trades", "orders", "fills", "equity", "ledger", "lots"] as const
type Kind = (typeof KINDS)[number]

interface Options extends JournalOptions {
  readonly year?: number
  readonly from?: Instant
  readonly to?: Instant
  readonly out?: string
  readonly method?: TaxMethod
  readonly columns?: true
  readonly json?: true
}

/** `genesis export`: everything that happened, as files that any program reads (AUDIT-30). */
export function exportCommand(): Command {
  return withJournal(new Command("export"))
    .description(
      "Write what a journal tells as CSV or JSON: exact decimals as text, times in UTC. The last row " +
        "of trades in CSV has the totals.",
    )
    .addArgument(new Argument("<what>", "what to write").choices(KINDS))
    .option("--year <year>", "only this year", yearNumber)
    .option("--from <time>", "leave out what is earlier, like 2023-03-01", parseInstant)
    .option("--to <time>", "leave out what is at or after", parseInstant)
    .addOption(
      new Option("--method <name>", "of lots: which leave first; default by genesis.yaml").choices(
        TAX_METHODS,
      ),
    )
    .option("--out <file>", "write into a file instead of the terminal")
    .option("--columns", "tell what each column holds, and write nothing else")
    .option("--csv", "write CSV; this is the default")
    .option("--json", "write a list of JSON objects")
    .action(run)
}

async function run(what: Kind, options: Options): Promise<void> {
  const chronicle = await readRun(journalFile(options))
  const table = tableOf(what, chronicle, options)
  if (options.columns) {
    const width = Math.max(...table.columns.map(({ name }) => name.length)) + 2
    const lines = table.columns.map(({ name, says }) => `  ${name.padEnd(width)}${says}`)
    process.stdout.write(`\n${lines.join("\n")}\n\n`)
    return
  }
  const text = options.json ? jsonText(table) : csvText(table)
  if (options.out === undefined) {
    process.stdout.write(text)
    return
  }
  writeFileSync(options.out, text)
  const rows = table.rows.length.toLocaleString("en-US")
  process.stdout.write(`${rows} rows of ${what} are in ${path.resolve(options.out)}.\n`)
}

function tableOf(what: Kind, chronicle: Chronicle, options: Options): ExportTable {
  const period = periodOf(chronicle, options)
  switch (what) {
    case "trades":
      return tradesTable(chronicle, period)
    case "orders":
      return ordersTable(chronicle, period)
    case "fills":
      return fillsTable(chronicle, period)
    case "equity":
      return equityTable(chronicle, period)
    case "ledger":
      return ledgerTable(chronicle, period)
    case "lots": {
      const method = options.method ?? taxMethodOf(options.year)
      const { lines } = taxBookOf(chronicle, method)
      return lotsTable(lines, { period, method })
    }
    default:
      return what satisfies never
  }
}

/** The method of a year by the settings: its own, where it has one. */
export function taxMethodOf(year: number | undefined): TaxMethod {
  const { tax } = readSettings(homePath(), process.env)
  return (year === undefined ? undefined : tax.years[String(year)]) ?? tax.method
}

function periodOf({ first, last }: Chronicle, { year, from, to }: Options): Period {
  const whole = wholePeriod(first, last)
  if (year !== undefined) return periodAround("year", instantOfDate({ year, month: 1, date: 1 }))
  return { ...whole, from: from ?? whole.from, to: to ?? whole.to }
}

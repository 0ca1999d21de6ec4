import { Command } from "commander"
import { Catalog } from "../../catalog/catalog.ts"
import type { FileReport } from "../../catalog/import-report.ts"
import { catalogPath } from "./catalog-path.ts"
import {
  checkText,
  importSummary,
  listText,
  plainCheck,
  plainHolding,
  showText,
} from "./data-text.ts"
import { EXIT } from "./exit.ts"
import { importedText, plainImport } from "./import-text.ts"
import { plainJson } from "./plain-json.ts"
import { ProgressLine } from "./progress-line.ts"
import { toldProblem } from "./told.ts"

interface AsJson {
  readonly json?: true
}

/** `genesis data`: market data into the catalog, and what is there. */
export function dataCommand(): Command {
  return new Command("data")
    .description("Bring market data into the catalog, and see what it holds.")
    .addCommand(
      new Command("import")
        .description("Read files of market data into the catalog; what is there already stays.")
        .argument("<path...>", "files, and folders of files; plain, .gz or .zip")
        .option("--symbol <symbol>", "for files that do not say which symbol they are about")
        .option("--json", "print one JSON object")
        .addHelpText("after", FORMS)
        .action(runImport),
    )
    .addCommand(
      new Command("list")
        .description("List what the catalog holds, by symbol and kind.")
        .option("--json", "print JSON")
        .action(runList),
    )
    .addCommand(
      new Command("show")
        .description("Show what the catalog holds of one symbol, month by month.")
        .argument("<symbol>", "like BTCUSDT")
        .option("--json", "print JSON")
        .action(runShow),
    )
    .addCommand(
      new Command("check")
        .description("Compare every file of the catalog with what was written, and mend the list.")
        .option("--json", "print JSON")
        .action(runCheck),
    )
}

const FORMS = `
Known forms, by content (csv with or without a header, times in milliseconds or microseconds):
  klines      open_time,open,high,low,close,volume,close_time,...   Binance's twelve columns
  OHLCV       time,open,high,low,close,volume
  closes      open_time,close   hourly, times like 2021-01-01 00:00:00
  trades      id,price,qty,quote_qty,time,is_buyer_maker,is_best_match
  aggTrades   id,price,qty,first_id,last_id,time,is_buyer_maker,is_best_match
  bookTicker  update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,...
  streams     depthUpdate, trade, aggTrade and bookTicker messages and depth snapshots as they
              came, one json message a line, with or without the recorder's time before it
  depth       ...,EventTime,Symbol,FirstUpdateId,FinalUpdateId,IsAsk,Price,Quantity   changes
  snapshots   TimestampOfReceive,TimestampOfRequest,LastUpdateId,IsAsk,Price,Quantity
  recorded trades   ...,TransactionTime,Symbol,TradeId,Price,Quantity,IsBuyerMarketMaker,...
  ccxt trades   [[milliseconds,id,type,side,price,amount,cost],...]   also freqtrade's
  exchangeInfo  Binance's answer, for the filters of all symbols
The symbol and the length of bars are read from the name: BTCUSDT-1m-2023-01.csv; recorded
messages say their symbol themselves. A recording may go on in a second file: give both.
`

async function runImport(
  paths: readonly string[],
  options: AsJson & { readonly symbol?: string },
): Promise<void> {
  const line = new ProgressLine(options.json === true)
  const catalog = await Catalog.open(catalogPath())
  try {
    line.begin("importing")
    const started = performance.now()
    const reports = await catalog.import(paths, {
      symbol: options.symbol,
      onProgress: (rows, part) => line.show(rows, part),
    })
    line.end()
    const seconds = (performance.now() - started) / 1000
    if (options.json) process.stdout.write(`${plainJson({ files: reports.map(plainImport) })}\n`)
    else {
      for (const report of reports) tell(report)
      process.stdout.write(importSummary(reports, seconds))
    }
    if (reports.some(({ problem }) => problem !== undefined)) process.exitCode = EXIT.world
  } finally {
    line.end()
    await catalog.close()
  }
}

/** What was taken goes to standard output, what was refused to standard error. */
function tell(report: FileReport): void {
  if (report.problem === undefined) process.stdout.write(importedText(report))
  else process.stderr.write(toldProblem(report.problem, process.stderr.columns))
}

async function runList({ json }: AsJson): Promise<void> {
  const catalog = await Catalog.open(catalogPath())
  const holdings = catalog.list()
  process.stdout.write(
    json ? `${JSON.stringify(holdings.map((it) => plainHolding(it)))}\n` : listText(holdings),
  )
}

async function runShow(symbol: string, { json }: AsJson): Promise<void> {
  const catalog = await Catalog.open(catalogPath())
  const holdings = catalog.show(symbol)
  process.stdout.write(
    json ? `${JSON.stringify(holdings.map((it) => plainHolding(it)))}\n` : showText(holdings),
  )
}

async function runCheck({ json }: AsJson): Promise<void> {
  const line = new ProgressLine(json === true)
  const catalog = await Catalog.open(catalogPath())
  try {
    line.begin("checking")
    const report = await catalog.check({ onProgress: (rows, part) => line.show(rows, part) })
    line.end()
    process.stdout.write(json ? `${JSON.stringify(plainCheck(report))}\n` : checkText(report))
    if (report.damaged.length > 0) process.exitCode = EXIT.found
  } finally {
    line.end()
    await catalog.close()
  }
}

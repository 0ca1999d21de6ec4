import { Command, InvalidArgumentError } from "commander"
import type { Journal } from "../../engine/ports.ts"
import type { Tape } from "../../market/tape.ts"
import { type Finished, runBacktest } from "../../session/backtest.ts"
import { isBarsOnly } from "../../session/dress.ts"
import { loadTape, type MarketData, noteData } from "../../session/market-data.ts"
import { type Plan, planFrom } from "../../session/plan.ts"
import { noteTrial } from "../../session/trials.ts"
import { readSettings, type Settings } from "../../session/settings.ts"
import { MemoryJournal } from "../../storage/memory-journal.ts"
import { SqliteJournal } from "../../storage/sqlite/journal.ts"
import { makeStrategy } from "../../strategy/catalogue/catalogue.ts"
import { type Instant, ratioOf } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import { parseInstant } from "../../value/time.ts"
import { catalogPath } from "./catalog-path.ts"
import { homeFolder, homePath } from "./home.ts"
import { collect, pair, whole } from "./option.ts"
import { ProgressLine } from "./progress-line.ts"
import { summaryText } from "./summary-text.ts"

/** Between two writes of a journal that is kept. */
const COMMITS_A_BLOCK = 1_000

interface Options {
  readonly strategy?: string
  readonly data: readonly string[]
  readonly symbols: readonly string[]
  readonly from?: Instant
  readonly to?: Instant
  readonly param?: Readonly<Record<string, string>>
  readonly capital?: string
  readonly seed?: number
  readonly halfSpread?: number
  readonly journal?: string
  readonly json?: true
}

/** `genesis backtest`: a strategy over market data, from raw files or the catalog. */
export function backtestCommand(): Command {
  return new Command("backtest")
    .description("Run a strategy over past market data and sum up what it would have come to.")
    .option(
      "--strategy <name>",
      'which strategy, see "genesis strategies"; default from genesis.yaml, else crossover',
    )
    .option("--data <path>", "a raw file or folder; may be given again", collect, [])
    .option("--symbols <list>", "symbols of the catalog, like BTCUSDT,ETHUSDT", symbolList, [])
    .option("--from <time>", "leave out what is earlier, like 2023-03-01", parseInstant)
    .option("--to <time>", "leave out what is at or after", parseInstant)
    .option(
      "--param <name=value>",
      'a parameter of the strategy, see "genesis strategies NAME"; may be given again',
      pair,
    )
    .option("--capital <amount>", "opening capital in USDT")
    .option("--seed <n>", "seed of latency and chance", whole)
    .option("--half-spread <bps>", "half the spread where the data does not show it", bps)
    .option("--journal <file>", "keep the journal, for replay and why")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: Options): Promise<void> {
  const settings = settingsOf(options)
  const strategyName = options.strategy ?? settings.strategy
  const params = { ...textParams(settings, options.strategy), ...options.param }
  // A slip of the hand is told at once, not after millions of rows.
  makeStrategy(strategyName, params)
  const line = new ProgressLine(options.json === true)
  const data = dataOf(options, settings)
  line.begin("reading")
  const tape = await loadTape(data, (rows, part) => line.show(rows, part))
  const symbol = tape.instruments[0]?.symbol
  // Most strategies trade one market: with one on the tape there is nothing to choose.
  const chosen = { ...(symbol === undefined ? {} : { symbol }), ...params }
  const strategy = makeStrategy(strategyName, chosen)
  const plan = planOf(settings, options, { strategy: strategyName, params: chosen })
  const kept = options.journal === undefined ? undefined : await newJournal(options.journal)
  if (options.journal !== undefined) noteData(options.journal, data)
  const journal = kept ? unhurried(kept) : new MemoryJournal()
  const started = performance.now()
  line.begin("playing", tape.length)
  const done = await runBacktest({
    plan,
    tape,
    strategy,
    journal,
    onProgress: async (rows) => {
      line.show(rows)
      await new Promise((resolve) => setImmediate(resolve))
    },
  })
  line.end()
  kept?.commit()
  kept?.close()
  const seconds = (performance.now() - started) / 1000
  const symbols = tape.instruments.map((it) => it.symbol)
  noteTrial(homeFolder(), plan, { symbols, digest: done.digest })
  if (options.json) process.stdout.write(`${JSON.stringify(figures(done, tape, seconds))}\n`)
  else process.stdout.write(summaryText({ done, tape, plan, seconds, notes: notesOn(tape) }))
}

function settingsOf({ capital, seed }: Options): Settings {
  return readSettings(homePath(), process.env, {
    ...(capital === undefined ? {} : { capital }),
    ...(seed === undefined ? {} : { seed }),
  })
}

/** @throws Problem `JOURNAL_OF_OTHER_RUN` when the file holds one already; and those of the journal */
async function newJournal(file: string): Promise<SqliteJournal> {
  const journal = await SqliteJournal.open(file, { mode: "write" })
  if (journal.seq === 0) return journal
  journal.close()
  throw new Problem({
    code: "JOURNAL_OF_OTHER_RUN",
    what: `${file} holds the journal of another run.`,
    why: "A journal tells of one run from its first line to its last, and nothing in it is overwritten.",
    next: "Name a file that is not there yet with --journal, or move that one away.",
  })
}

/** A backtest can be run again, so its journal need not be on the disk line by line, but in blocks. */
function unhurried(journal: SqliteJournal): Journal {
  let waiting = 0
  return {
    append: (entry) => journal.append(entry),
    commit: () => {
      if (++waiting % COMMITS_A_BLOCK === 0) journal.commit()
    },
    get seq() {
      return journal.seq
    },
    get digest() {
      return journal.digest
    },
  }
}

/** Parameters of the settings belong to the strategy of the settings, not to another. */
function textParams(settings: Settings, named: string | undefined): Record<string, string> {
  if (named !== undefined && named !== settings.strategy) return {}
  return Object.fromEntries(Object.entries(settings.params).map(([k, v]) => [k, String(v)]))
}

/** @throws Problem `NO_MARKET_NAMED` */
function dataOf(options: Options, settings: Settings): MarketData {
  const { data: paths, from, to } = options
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  if (paths.length > 0) return { paths, ...span }
  const symbols = options.symbols.length > 0 ? options.symbols : settings.symbols
  if (symbols.length > 0) return { catalog: catalogPath(), symbols, ...span }
  throw new Problem({
    code: "NO_MARKET_NAMED",
    what: "No market data was named.",
    why: "A backtest runs on files (--data) or on symbols of the catalog (--symbols).",
    next: 'Try --data examples/data, or see "genesis data list" for what the catalog holds.',
  })
}

function planOf(
  settings: Settings,
  options: Options,
  named: Pick<Plan, "strategy" | "params">,
): Plan {
  const plan = planFrom(settings, { mode: "backtest", run: "b", ...named })
  if (options.halfSpread === undefined) return plan
  const half = ratioOf(Math.round(options.halfSpread * 100))
  return { ...plan, halfSpread: { trades: half, bars: half } }
}

function figures(done: Finished, tape: Tape, seconds: number): Record<string, unknown> {
  const { course } = done
  return {
    ...done.summary,
    digest: done.digest,
    rows: done.rows,
    seconds,
    rowsPerSecond: Math.round(done.rows / seconds),
    orders: course.orders,
    fills: course.fills,
    refusals: course.refusals,
    notes: notesOn(tape),
  }
}

/** What a reader must know before believing the figures (D19, quant.md 10.5). */
function notesOn(tape: Tape): readonly string[] {
  const notes: string[] = []
  const guessed = tape.instruments.filter((it) => it.source === "detected")
  if (guessed.length > 0) {
    const names = guessed.map((it) => it.symbol).join(", ")
    notes.push(`Exchange filters of ${names} were not recorded and are guessed from the data.`)
  }
  if (tape.instruments.some((it) => it.source === "generated")) {
    notes.push(
      "The market is generated: it shows how the program works, not what a strategy earns.",
    )
  }
  if (isBarsOnly(tape)) {
    notes.push(
      "Only bars are known: takers pay the assumed half spread, limits fill only when traded through, and a stop comes before a target.",
    )
  }
  return notes
}

const symbolList = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value.split(",").filter((it) => it !== ""),
]

function bps(value: string): number {
  const n = Number(value)
  if (!(n >= 0 && n <= 100)) throw new InvalidArgumentError("It must be a number from 0 to 100.")
  return n
}

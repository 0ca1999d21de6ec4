import { readRaw } from "../../src/catalog/raw.ts"
import { runBacktest } from "../../src/session/backtest.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { makeStrategy } from "../../src/strategy/catalogue/catalogue.ts"
import { Problem } from "../../src/value/problem.ts"
import { DATA, exchangeInfoIn, type Market, marketsIn } from "./markets.ts"
import { type Outcome, outcomeOf, type Passed, type Report } from "./outcome.ts"

// One strategy over every market that it can run on, with its defaults, in a process of its own: a
// hot loop that serves several strategies is slower. Prints one line of JSON.

const [strategy = ""] = process.argv.slice(2)

const STABLE_PAIR = /^(BUSD|FDUSD|TUSD|USDC|USDP|XUSD)(BUSD|USDC|USDT)$/

async function run(market: Market): Promise<Outcome | Passed> {
  try {
    const tape = await readRaw([...market.files, ...exchangeInfoIn(DATA)])
    const [instrument] = tape.instruments
    const { symbol, quote } = instrument
    const pass = (reason: string): Passed => ({ market: market.name, reason })
    if (quote.code !== DEFAULT_PLAN.accountAsset) {
      return pass(`it is paid for in ${quote.code}, and the account holds USDT`)
    }
    if (strategy === "reversion" && !STABLE_PAIR.test(symbol)) {
      return pass("it is no pair of two stablecoins")
    }
    const params = { symbol }
    const done = await runBacktest({
      plan: { ...DEFAULT_PLAN, mode: "backtest", run: "s", strategy, params },
      tape,
      strategy: makeStrategy(strategy, params),
      journal: new MemoryJournal(),
    })
    return outcomeOf(market.name, done, tape)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { market: market.name, reason: REASONS[error.code] ?? error.code }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  DATA_TOO_COARSE: "its bars are longer than the strategy's",
  NOTHING_TO_WATCH: "it does not hold what the strategy watches",
  FORMAT_UNKNOWN: "it is in no form that can be read",
  NOT_WHAT_IT_CLAIMS: "it is in no form that can be read",
  NO_ROWS: "it holds no rows to play",
}

const outcomes: Outcome[] = []
const passed: Passed[] = []
for (const market of marketsIn(DATA)) {
  const came = await run(market)
  if ("reason" in came) passed.push(came)
  else outcomes.push(came)
}
const report: Report = { strategy, outcomes, passed }
process.stdout.write(`${JSON.stringify(report)}\n`)

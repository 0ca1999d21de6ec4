import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { CATALOGUE, type Listing } from "../../src/strategy/catalogue/catalogue.ts"
import { rangeText } from "../../src/strategy/catalogue/params.ts"
import { type Idea, IDEAS } from "./ideas.ts"
import type { Outcome, Passed, Report } from "./outcome.ts"
import { type Total, totalOf } from "./total.ts"

const { capitalUnits, fees, latency, halfSpread } = DEFAULT_PLAN
const capital = (): string => dollars(Number(capitalUnits) / 1e8, 0)
const share = (ppm: number): string => `${ppm / 10_000} %`

/** docs/strategies.md, whole. */
export function pageOf(reports: readonly Report[]): string {
  const sections = CATALOGUE.map((listing) => {
    const report = reports.find((it) => it.strategy === listing.name)
    if (!report) throw new Error(`${listing.name} was not run.`)
    return sectionOf(listing, report)
  })
  return `${[head(), overview(reports), ...sections].join("\n\n")}\n`
}

const head = (): string => `# Strategies

Written by \`npm run strategies\`, which runs every built-in strategy over all real market data at
hand (\`GENESIS_DATA\`, by default \`../shared/data\`) and writes this page anew. Run again on the same
data it does not change.

**How to read it.** Every strategy ran with its defaults, one configuration each; no parameter was
fitted to this data. ${capital()} of capital for each market, at most 5 % of it in a position and a stop 2 %
below at the furthest, so a result is one of about a twentieth of the capital. Fees of ${share(fees.taker)} on every
fill; ${latency.entry / 1000} ms of delay each way; where only bars are known a taker pays half a spread of ${share(halfSpread.bars)}, a limit
fills only when traded through, a stop comes before a target, and nothing fills on the bar that made
the signal. Profit is after all of that, and before the cost of a server. *Hold* is what 5 % of the capital put in at
the first price and taken out at the last came to, at the same costs. A Sharpe ratio is shown with
its standard error from 30 days on. Markets of one span move together, so
the ± of a trade, which takes trades to be independent, is too small; and the coins of *close-1h-spot*
are those that were still traded in 2025, of which holding in particular looks too good, and in hourly
closes a stop sees nothing of what the price did within the hour. The built-in generated market is left out: what is earned on it is no evidence.

Exchange filters are the recorded ones of the data's exchange information, which is younger than much
of the data; where a symbol is marked *, they are guessed. Data names are those of the folder;
its own README says where each file comes from.`

function overview(reports: readonly Report[]): string {
  const rows = reports.map((report) => {
    const total = totalOf(report.outcomes)
    return `| [${report.strategy}](#${report.strategy}) | ${total.markets} | ${figures(total)} | ${verdictWord(total)} |`
  })
  return `## At a glance

| Strategy | Markets | Trades | Profit after fees | Fees | Worst drawdown | Wins | Profit factor | In market | Hold | |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
${rows.join("\n")}`
}

function verdictWord({ trades, profit }: Total): string {
  if (trades === 0) return "did not trade"
  return profit < 0 ? "loses" : "gains"
}

function sectionOf(listing: Listing, { outcomes, passed }: Report): string {
  const idea = IDEAS[listing.name]
  if (!idea) throw new Error(`Nothing is said of ${listing.name} yet.`)
  const total = totalOf(outcomes)
  const parts = [
    `## ${listing.name}`,
    idea.says,
    `Rule: ${listing.says} Source: ${idea.source} Tier: ${listing.tier}.${breakEvenText(listing)}`,
    paramTable(listing),
    verdict(outcomes, total, idea),
    outcomeTable(outcomes, total),
    idleText(outcomes, passed),
    passedText(passed, outcomes),
  ]
  return parts.filter((it) => it !== "").join("\n\n")
}

/** What can be set about a strategy, as the catalogue has it. */
export function paramTable({ params }: Listing): string {
  const rows = params.map(
    (it) => `| \`${it.name}\` | ${it.default} | ${rangeText(it)} | ${it.says} |`,
  )
  return `| Parameter | Default | May be | What it is |\n|---|---:|---|---|\n${rows.join("\n")}`
}

function breakEvenText({ breakEven }: Listing): string {
  if (!breakEven) return ""
  const share = breakEven({})
  const limit =
    share > 0.65 ? ", so it may not leave paper before 200 paper trades show that they do" : ""
  return ` Of its trades ${percent(share)} must win to break even${limit} (D3).`
}

function verdict(outcomes: readonly Outcome[], total: Total, { asked }: Idea): string {
  const { trades, profit, held, losing, markets, fees, expectancy } = total
  if (trades === 0) return "**It did not trade.** Nowhere in this data did its conditions hold."
  const came = `${dollars(profit)} over ${counted(markets, "market")} and ${whole(trades)} trades, after ${dollars(fees)} of fees`
  const lost = `It ended lower than it began in ${losing} of them; holding came to ${dollars(held)}.`
  const word = profit < 0 ? "**It loses:**" : "**It gained**"
  const less = profit > 0 && held > profit ? "It gained less than holding did." : ""
  return [
    `${word} ${came}.`,
    lost,
    less,
    partsText(outcomes),
    expectancyText(expectancy),
    asked?.(total) ?? "",
  ]
    .filter((it) => it !== "")
    .join(" ")
}

function expectancyText(expectancy: Total["expectancy"]): string {
  if (!expectancy) return "These are too few trades to say what the next one brings."
  const { mean, error } = expectancy
  const said = `A trade brings ${dollars(mean, 4)} ± ${error.toFixed(4)}`
  if (Math.abs(mean) <= error) return `${said}, which cannot be told from nothing.`
  return mean < 0 ? `${said}, which is a loss beyond doubt.` : `${said}.`
}

function outcomeTable(outcomes: readonly Outcome[], total: Total): string {
  const traded = outcomes.filter((it) => it.trades > 0 || it.profit !== 0)
  if (traded.length === 0) return ""
  const rows = traded.map(
    (it) =>
      `| ${it.symbol}${it.isGuessed ? "*" : ""} | ${folderOf(it)} | ${it.span} | ${figures(it)} | ${sharpeText(it)} |`,
  )
  const folders = [...new Set(outcomes.map(folderOf))]
  const sums = folders.map((folder) => {
    const part = totalOf(outcomes.filter((it) => folderOf(it) === folder))
    return `| *Sum* | ${folder}, ${counted(part.markets, "market")} | ${whole(part.days)} days | ${figures(part)} | |`
  })
  return `| Market | Data | Span | Trades | Profit after fees | Fees | Worst drawdown | Wins | Profit factor | In market | Hold | Sharpe |
|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${[...rows, ...sums].join("\n")}
| **Total** | ${counted(total.markets, "market")} | ${whole(total.days)} days | ${figures(total)} | |`
}

function figures(it: Omit<Total, "markets" | "days" | "losing" | "expectancy">): string {
  return [
    whole(it.trades),
    dollars(it.profit),
    dollars(it.fees),
    percent(it.drawdown, 2),
    it.trades === 0 ? "n/a" : percent(it.wins / it.trades),
    it.lost > 0 ? (it.gained / it.lost).toFixed(2) : "n/a",
    percent(it.exposure),
    dollars(it.held),
  ].join(" | ")
}

function sharpeText({ sharpe, sharpeError }: Outcome): string {
  if (sharpe === null) return "n/a"
  return sharpeError === null
    ? sharpe.toFixed(1)
    : `${sharpe.toFixed(1)} ± ${sharpeError.toFixed(1)}`
}

function idleText(outcomes: readonly Outcome[], passed: readonly Passed[]): string {
  const all = [...outcomes, ...passed]
  const idle = outcomes.filter((it) => it.trades === 0 && it.profit === 0)
  if (idle.length === 0) return ""
  const refused = idle.filter((it) => it.refused > 0)
  const listed = namesOf(
    idle.filter((it) => it.refused === 0),
    all,
  )
  const said = listed === "" ? "" : `Ran without a trade on ${listed}.`
  if (refused.length === 0) return said
  return `${said} Every wish was refused by the rules on ${namesOf(refused, all)}.`.trim()
}

function passedText(passed: readonly Passed[], outcomes: readonly Outcome[]): string {
  const all = [...passed, ...outcomes]
  const reasons = [...new Set(passed.map((it) => it.reason))]
  const lines = reasons.map((reason) => {
    const markets = passed.filter((it) => it.reason === reason)
    return `- ${reason}: ${namesOf(markets, all)}`
  })
  return lines.length === 0 ? "" : `Not run where:\n\n${lines.join("\n")}`
}

/** Where the result comes from; a sign that differs between kinds of data is no result. */
function partsText(outcomes: readonly Outcome[]): string {
  const folders = [...new Set(outcomes.map(folderOf))]
  if (folders.length < 2) return ""
  const parts = folders.map((folder) => ({
    folder,
    profit: totalOf(outcomes.filter((it) => folderOf(it) === folder)).profit,
  }))
  const said = parts
    .filter((it) => it.profit !== 0)
    .map((it) => `${it.folder} ${dollars(it.profit)}`)
    .join(", ")
  const isMixed = totalOf(outcomes).profit > 0 && parts.some((it) => it.profit < 0)
  return `By data: ${said}.${isMixed ? " Where the sign depends on the data, the sum proves little." : ""}`
}

/** More markets of one folder are counted, not named. */
const NAMED_MOST = 4

type Named = { readonly market: string }

/** Markets by folder: `klines-1m-spot (BTCUSDT-1m, ETHUSDT-1m)`, or `ohlcv-1m-spot (16 of 19)`. */
function namesOf(markets: readonly Named[], all: readonly Named[]): string {
  const folders = [...new Set(markets.map(folderOf))]
  const texts = folders.map((folder) => {
    const mine = markets.filter((it) => folderOf(it) === folder)
    const whole = all.filter((it) => folderOf(it) === folder)
    const names = mine.map(({ market }) => market.split("/")[1])
    return mine.length > NAMED_MOST
      ? `${folder} (${mine.length} of ${whole.length})`
      : `${folder} (${names.join(", ")})`
  })
  return texts.join("; ")
}

const folderOf = ({ market }: Named): string => market.split("/")[0] ?? ""
const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`
const whole = (n: number): string => Math.round(n).toLocaleString("en-US")
const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`

function dollars(amount: number, digits = 2): string {
  const rounded = Number(Math.abs(amount).toFixed(digits))
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return `${amount < 0 && rounded !== 0 ? "-" : ""}$${rounded.toLocaleString("en-US", places)}`
}

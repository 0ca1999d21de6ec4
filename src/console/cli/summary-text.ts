import type { Tape } from "../../market/tape.ts"
import { OBSERVATIONS_LEAST } from "../../report/tear-sheet/figure.ts"
import type { Finished } from "../../session/backtest.ts"
import type { Plan } from "../../session/plan.ts"
import { parseUnits } from "../../value/decimal.ts"
import { type Duration } from "../../value/brand.ts"
import { formatDuration, formatInstant } from "../../value/time.ts"
import { dollarText } from "../screen/words.ts"
import { count } from "./progress-line.ts"

const LABEL = 18

/** The end of a backtest, for a person: dollars first, shares after, and what to know about them. */
export function summaryText(told: {
  readonly done: Omit<Finished, "engine">
  readonly tape: Pick<Tape, "instruments">
  readonly plan: Plan
  readonly seconds: number
  readonly notes: readonly string[]
}): string {
  const { done, tape, plan, notes } = told
  const { summary } = done
  const symbols = tape.instruments.map((it) => it.symbol).join(", ")
  const refused = Object.entries(done.course.refusals).filter(([, n]) => n > 0)
  const span = (done.last - done.first) as Duration
  const rows: readonly (readonly [label: string, text: string])[] = [
    ["Strategy", [plan.strategy, ...paramTexts(plan)].join("  ")],
    ["Market", `${symbols}, ${count(done.rows)} rows`],
    [
      "Span",
      `${formatInstant(done.first)} to ${formatInstant(done.last)}, ${formatDuration(span)}`,
    ],
    ["", ""],
    ["Equity", `${money(summary.equity)} from ${dollarText(plan.capitalUnits)}`],
    ["Profit after fees", `${money(summary.profit)}  (${share(summary.profitShare)})`],
    ["Fees paid", money(summary.fees)],
    ["Worst drawdown", share(summary.maxDrawdown)],
    ["Time in market", share(summary.exposure)],
    ["", ""],
    ["Round trips", `${count(summary.trades)}, ${count(done.course.fills)} fills`],
    ["Win rate", summary.winRate === null ? "n/a" : share(summary.winRate)],
    ["Profit factor", ratio(summary.profitFactor)],
    [
      "Expectancy",
      summary.expectancy === null
        ? "n/a"
        : `${summary.expectancy < 0 ? "-" : ""}$${Math.abs(summary.expectancy).toFixed(4)} a trade`,
    ],
    ["Sharpe", daily(summary.sharpe, summary.days) + intervalText(summary.sharpeInterval)],
    ["Sortino", daily(summary.sortino, summary.days)],
    ["Calmar", daily(summary.calmar, summary.days)],
    ["Chance Sharpe > 0", daily(summary.probabilisticSharpe, summary.days)],
    ["", ""],
    ["Refused", refused.length === 0 ? "nothing" : refused.map(([r, n]) => `${r} ${n}`).join(", ")],
    ["Speed", `${count(done.rows / told.seconds)} rows/s, ${told.seconds.toFixed(2)} s`],
    ["Digest", done.digest],
  ]
  const lines = rows.map(([label, text]) => (label === "" ? "" : `  ${label.padEnd(LABEL)}${text}`))
  const said = notes.map((note) => `  Note: ${note}`)
  return `\n${[...lines, ...(said.length > 0 ? ["", ...said] : [])].join("\n")}\n\n`
}

function paramTexts(plan: Plan): readonly string[] {
  return Object.entries(plan.params).map(([name, value]) => `${name}=${value}`)
}

const money = (text: string): string => dollarText(parseUnits(text, 8))
const share = (x: number): string => `${(x * 100).toFixed(2)} %`
const ratio = (x: number | null): string => (x === null ? "n/a" : x.toFixed(2))

/** D2: a ratio from too few days is not shown, and the days are said. */
function daily(x: number | null, days: number): string {
  if (days < OBSERVATIONS_LEAST) return `n/a (${days} of ${OBSERVATIONS_LEAST} days)`
  return x === null ? "n/a" : x.toFixed(2)
}

/** D2: no figure without how far it is from being known. */
function intervalText(interval: readonly [number, number] | null): string {
  if (interval === null) return ""
  return `, with 95 % between ${interval[0].toFixed(2)} and ${interval[1].toFixed(2)}`
}

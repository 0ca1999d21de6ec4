import { figureText, intervalText, unitText } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { counted, moneyText, triedText } from "../tear-sheet/words.ts"
import { minuteText } from "../../value/time.ts"
import { escaped } from "./escape.ts"

/** The top of the page: what ran, on what, and what all figures rest on. */
export function headHtml(sheet: TearSheet): string {
  const { header, name, period, first, last, days, trades, tried, open } = sheet
  const over = days.filter(({ isOver }) => isOver).length
  const params = Object.entries(header.params).map(([key, value]) => `${key}=${value}`)
  const symbols = header.instruments.map(({ symbol }) => symbol)
  const facts: readonly (readonly [string, string])[] = [
    ["Run", `${header.mode} of ${header.strategy}`],
    ["Parameters", params.length === 0 ? "as built in" : params.join("  ")],
    ["Markets", shortened(symbols)],
    ["Time", `${minuteText(first)} to ${minuteText(last)} UTC`],
    [
      "Evidence",
      `${counted(over, "whole day")}, ${counted(trades.length, "trade")}, ${triedText(tried)}`,
    ],
    ...(open.length === 0
      ? []
      : [["Still open", `${open.join(", ")}, counted at its worth`] as const]),
  ]
  const notes = sheet.notes.map((it) => `<p class="note">${escaped(it)}</p>`)
  return `<header><p class="brand">Genesis report</p><h1>${escaped(name)} <span>${escaped(period.title)}</span></h1>
<dl class="facts">${facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${escaped(text)}</dd></div>`).join("")}</dl>
<p class="net">Every figure is net of all costs: fees, slippage and server.</p>${notes.join("")}</header>`
}

const SHOWN = 6

function shortened(symbols: readonly string[]): string {
  const more = symbols.length - SHOWN
  return symbols.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "")
}

interface Tile {
  readonly title: string
  readonly value: string
  readonly under: readonly string[]
}

/** The eight figures to look at first. */
export function tilesHtml(sheet: TearSheet): string {
  const { costs, drawdown, days } = sheet
  const over = days.filter(({ isOver }) => isOver).length
  const named = (id: string): Tile => {
    const it = sheet.figures.find((one) => one.id === id)
    if (!it) return { title: id, value: "n/a", under: [] }
    const interval = intervalText(it)
    const basis = it.value === null ? "" : counted(it.evidence.have, it.evidence.of.slice(0, -1))
    return {
      title: it.name,
      value: figureText(it),
      under: [...(interval === "" ? [] : [`95 %: ${interval}`]), ...(basis === "" ? [] : [basis])],
    }
  }
  const winRate = named("win-rate")
  const tiles: readonly Tile[] = [
    {
      title: "Net result",
      value: moneyText(costs.net),
      under: [
        `${unitText(costs.netShare, "share")} of ${moneyText(costs.start)}`,
        counted(over, "whole day"),
      ],
    },
    {
      title: "Deepest fall",
      value: unitText(drawdown.deepest, "share"),
      under: [
        `${unitText(drawdown.now, "share")} at the end`,
        `under water up to ${unitText(drawdown.longestDays, "days")} days`,
      ],
    },
    named("expectancy"),
    {
      ...winRate,
      under: [...winRate.under, `breaks even at ${named("break-even").value}`],
    },
    named("sharpe"),
    named("profit-factor"),
    {
      title: "Costs",
      value: moneyText(costTotal(sheet)),
      under: [
        `fees ${moneyText(costs.fees)}, slippage ${moneyText(costs.slippage)}`,
        Number(costs.serverMonthly) > 0
          ? `server ${moneyText(costs.infrastructure)}`
          : "server cost not set",
      ],
    },
    {
      title: "Time in the market",
      value: unitText(sheet.timeInMarket, "share"),
      under: [counted(sheet.trades.length, "trade")],
    },
  ]
  return `<dl class="tiles">${tiles.map(tileHtml).join("")}</dl>`
}

function tileHtml({ title, value, under }: Tile): string {
  const size = value.length > 9 ? "value small" : "value"
  // A sign of percent alone on a line is hard to read.
  const bound = (text: string): string => escaped(text.replaceAll(/(\d) (?=%)/g, "$1\u00a0"))
  const lines = under.map((it) => `<dd>${bound(it)}</dd>`).join("")
  return `<div><dt>${escaped(title)}</dt><dd class="${size}">${escaped(value)}</dd>${lines}</div>`
}

function costTotal({ costs }: TearSheet): string {
  const total = Number(costs.fees) + Number(costs.slippage) + Number(costs.infrastructure)
  return total.toFixed(8)
}

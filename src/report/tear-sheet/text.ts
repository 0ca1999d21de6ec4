import { formatDuration, formatInstant } from "../../value/time.ts"
import type { Attribution } from "./attribution.ts"
import { figureText, intervalText, unitText } from "./figure.ts"
import { monthsOf } from "./months.ts"
import type { TearSheet } from "./tear-sheet.ts"
import { counted, moneyText, negated, triedText } from "./words.ts"

const LABEL = 28
/** Of a long list of trades a terminal shows the last. */
const TRADES_SHOWN = 10

/** A sheet as a person reads it in a terminal: money first, and beside each figure what it rests on. */
export function sheetText(sheet: TearSheet): string {
  return [
    headLines(sheet),
    costLines(sheet),
    figureLines(sheet),
    monthLines(sheet),
    fanLines(sheet),
    ...sheet.attributions
      .filter(({ id, rows }) => rows.length > 1 && id !== "hour")
      .map(attributionLines),
    executionLines(sheet),
    conductLines(sheet),
    gateLines(sheet),
    tradeLines(sheet),
    sheet.notes.map((it) => `Note: ${it}`),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((it) => `  ${it}`.trimEnd()).join("\n"))
    .join("\n\n")
}

function headLines({ name, header, period, first, last, days, trades, tried, open }: TearSheet) {
  const over = days.filter(({ isOver }) => isOver).length
  return [
    `Report of ${name}: ${header.mode} of ${header.strategy}, ${period.title}`,
    `${formatInstant(first).slice(0, 16)} to ${formatInstant(last).slice(0, 16)} UTC, ${header.instruments.map((it) => it.symbol).join(", ")}`,
    `Evidence: ${counted(over, "whole day")}, ${counted(trades.length, "trade")}, ${triedText(tried)}. All figures are net of all costs.`,
    ...(open.length === 0
      ? []
      : [`Still open, and counted at its worth: ${open.join(", ")}. Trades tell closed ones.`]),
  ]
}

function costLines({ costs, drawdown, timeInMarket }: TearSheet): string[] {
  const server = Number(costs.serverMonthly) > 0
  return rowsOf([
    ["Worth at the start", moneyText(costs.start)],
    ...(Number(costs.paidIn) === 0 ? [] : [["Paid in", moneyText(costs.paidIn)] as const]),
    ["Gross, at decided prices", moneyText(costs.gross)],
    ["  slippage", moneyText(negated(costs.slippage))],
    ["  fees", moneyText(negated(costs.fees))],
    [
      "  server",
      server
        ? moneyText(negated(costs.infrastructure))
        : "not set: costs.serverMonthly in genesis.yaml",
    ],
    ["Net result", `${moneyText(costs.net)}  (${unitText(costs.netShare, "share")})`],
    ["Worth at the end", moneyText(costs.end)],
    [
      "Deepest fall",
      `${unitText(drawdown.deepest, "share")}, under water for up to ${unitText(drawdown.longestDays, "days")} days`,
    ],
    ["Time in the market", unitText(timeInMarket, "share")],
    ["Fees of gross gains", costs.feeShare === null ? "n/a" : unitText(costs.feeShare, "share")],
  ])
}

function figureLines({ figures, streaks }: TearSheet): string[] {
  return [
    ...figures.map((it) => {
      const interval = intervalText(it)
      const reach = interval === "" ? "" : `   95 %: ${interval}`
      return `${it.name.padEnd(LABEL)}${figureText(it).padStart(12)}${reach}`
    }),
    ...rowsOf([
      [
        "Longest streaks",
        `${counted(streaks.gains, "gain")}, ${counted(streaks.losses, "loss", "losses")}`,
      ],
    ]),
  ]
}

function monthLines({ days }: TearSheet): string[] {
  const months = monthsOf(days)
  if (months.length < 2) return []
  return [
    "Month             net      share   days with a gain",
    ...months.map(
      ({ month, net, share, days, gains }) =>
        `${month}  ${unitText(net, "dollars").padStart(12)} ${unitText(share, "share").padStart(10)}   ${gains} of ${days}`,
    ),
  ]
}

function fanLines({ fan, costs }: TearSheet): string[] {
  const own = fan.own.at(-1)
  const chance = fan.chance.at(-1)
  if (!own || !chance) return []
  const worth = (growth: number): string => unitText(growth * Number(costs.end), "dollars")
  const line = (name: string, it: typeof own): string =>
    `${name.padEnd(LABEL)}${[it.p5, it.p50, it.p95].map((x) => worth(x).padStart(12)).join("")}`
  return [
    `What ${fan.days} days like these could make of ${moneyText(costs.end)}; no promise:`,
    `${"".padEnd(LABEL)}${["5 of 100", "middle", "95 of 100"].map((it) => it.padStart(12)).join("")}`,
    line("By the account's own days", own),
    line("By chance alone", chance),
  ]
}

function attributionLines({ by, rows }: Attribution): string[] {
  const width = Math.max(LABEL, ...rows.map(({ name }) => name.length + 2))
  return [
    `${by.padEnd(width)}trades         net  expectancy`,
    ...rows.map(
      ({ name, trades, net, expectancy }) =>
        `${name.padEnd(width)}${String(trades).padStart(6)}${moneyText(net).padStart(12)}  ${figureText(expectancy)}`,
    ),
  ]
}

function executionLines({ execution }: TearSheet): string[] {
  if (execution.rows.length === 0) return []
  const { answerMs, makerShare } = execution
  return [
    `${"Execution".padEnd(LABEL)}orders  filled  slippage by value`,
    ...execution.rows.map(
      (it) =>
        `${it.name.padEnd(LABEL)}${String(it.orders).padStart(6)}${String(it.filled).padStart(8)}  ${figureText(it.slippage)}, ${unitText(it.dollars, "dollars")}`,
    ),
    `Maker share ${makerShare === null ? "n/a" : unitText(makerShare, "share")}, fees ${moneyText(execution.fees)}` +
      (answerMs === null
        ? "."
        : `, answered in ${answerMs.median.toFixed(0)} ms, slowest of twenty ${answerMs.p95.toFixed(0)} ms.`),
  ]
}

function conductLines({ conduct }: TearSheet): string[] {
  const share = (x: number | null): string => (x === null ? "n/a" : unitText(x, "share"))
  return [
    `Discipline ${share(conduct.discipline)} of ${counted(conduct.acts, "act")} by hand; ${share(conduct.automatic)} of trades without a hand; last 30 days.`,
    `Entered calm: ${counted(conduct.calm.trades, "trade")}, ${moneyText(conduct.calm.net)}. Entered tilted: ${counted(conduct.tilted.trades, "trade")}, ${moneyText(conduct.tilted.net)}. Overrides: ${conduct.overrides}.`,
    ...conduct.refusals.map(
      ({ by, id, times }) => `Refused by ${by} (${id}): ${times.toLocaleString("en-US")} times.`,
    ),
    ...conduct.closures.map(
      ({ at, until, code, reason }) =>
        `Entries closed ${formatInstant(at).slice(0, 16)} to ${until === null ? "the end" : formatInstant(until).slice(0, 16)} (${code}): ${reason}`,
    ),
  ]
}

function gateLines({ tier }: TearSheet): string[] {
  const { standing, next, gates } = tier
  if (next === undefined) return [`Tier ${standing.held.name}.`]
  return [
    `Tier ${standing.held.name}. Gates to ${next.name}: ${gates.filter((it) => it.isPassed).length} of ${gates.length} passed.`,
    ...gates.map(
      (it) =>
        `${it.isPassed ? "yes" : "no "} ${it.name.padEnd(LABEL)} ${it.value}; ${it.required} (${it.id})`,
    ),
  ]
}

function tradeLines({ trades }: TearSheet): string[] {
  if (trades.length === 0) return ["No trade was closed."]
  const shown = trades.slice(-TRADES_SHOWN)
  return [
    shown.length < trades.length
      ? `The last ${TRADES_SHOWN} of ${counted(trades.length, "trade")} ("genesis export trades" has all):`
      : "Trades:",
    ...shown.map(
      (it) =>
        `${String(it.number).padStart(5)}  ${formatInstant(it.closed).slice(0, 16)}  ${it.symbol.padEnd(10)}${moneyText(it.net).padStart(10)}  ${it.left}, after ${formatDuration(it.heldUs)}`,
    ),
  ]
}

function rowsOf(rows: readonly (readonly [label: string, text: string])[]): string[] {
  return rows.map(([label, text]) => `${label.padEnd(LABEL)}${text.padStart(12)}`)
}

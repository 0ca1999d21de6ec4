import { type ExecutionReport, type Group, SCORE_LEAST } from "../../report/execution-report.ts"
import { formatInstant } from "../../value/time.ts"

const ORDERS_SHOWN = 20

/** What orders cost, for people: groups first, then the last orders, then what is worth a look. */
export function executionText(report: ExecutionReport): string {
  const { orders, byMethod, byPair, byHour, byMonth } = report
  if (orders.length === 0) return "No order has been filled yet, so there is nothing to measure."
  const low = orders.filter((it) => it.score < SCORE_LEAST)
  return [
    "Costs in hundredths of a percent (bp), above zero against you; fees and cost in the quote asset.",
    "",
    ...table("By way", byMethod),
    ...table("By pair", byPair),
    ...table("By hour", byHour),
    ...table("By month", byMonth),
    `The last ${Math.min(ORDERS_SHOWN, orders.length)} of ${orders.length}:`,
    ...orders.slice(-ORDERS_SHOWN).map(orderLine),
    "",
    low.length === 0
      ? `Every order has a score of ${SCORE_LEAST} or more.`
      : `${low.length} orders score below ${SCORE_LEAST} (EXEC-53): ${low
          .slice(-5)
          .map(({ id, score }) => `${id} (${score})`)
          .join(", ")}. "genesis why ORDER" tells the story of each.`,
  ].join("\n")
}

function table(title: string, groups: readonly Group[]): readonly string[] {
  const head = `${title.padEnd(22)}${"orders".padStart(7)}${"arrival".padStart(9)}${"decision".padStart(10)}${"fees".padStart(11)}${"cost".padStart(11)}${"score".padStart(7)}`
  return [
    head,
    ...groups.map(
      (it) =>
        `  ${it.name.padEnd(20)}${String(it.orders).padStart(7)}${bps(it.againstArrival).padStart(9)}` +
        `${bps(it.againstDecision).padStart(10)}${it.fees.toFixed(4).padStart(11)}` +
        `${it.cost.toFixed(4).padStart(11)}${String(it.score).padStart(7)}`,
    ),
    "",
  ]
}

function orderLine(it: ExecutionReport["orders"][number]): string {
  const market = it.againstVwap === undefined ? "" : `, market ${bps(it.againstVwap)}`
  return (
    `  ${formatInstant(it.at).slice(0, 19)} ${it.id.padEnd(14)} ${it.symbol} ${it.purpose} ` +
    `${it.method}, ${it.slices} ${it.slices === 1 ? "part" : "parts"}, ` +
    `${(it.filled * 100).toFixed(0)} % filled: decision ${bps(it.againstDecision)}, ` +
    `arrival ${bps(it.againstArrival)}${market}; score ${it.score}`
  )
}

const bps = (value: number): string => `${value > 0 ? "+" : ""}${value.toFixed(1)}`

import { dayAllowance } from "../../risk/limits.ts"
import type { SessionView } from "../../session/watch.ts"
import { apart, EMPTY, fitted, type Line, line, printable, span, widthOf } from "./line.ts"
import type { Sight } from "./sight.ts"
import { dollarText, gainText, momentText, shareText } from "./words.ts"

const GAP = "   "
const GUARD = [
  "",
  "guard 1: space between own entries",
  "guard 2: half size",
  "guard 3: no entries",
]

/** The three lines that never change their place: the money, the market, what is allowed. */
export function headLines(sight: Sight, columns: number): readonly Line[] {
  return [moneyLine(sight, columns), marketLine(sight, columns), tierLine(sight, columns)]
}

/** Equity, today, what is open, and what today may still cost (UI-4). Dollars first, shares after. */
function moneyLine(sight: Sight, columns: number): Line {
  const { view, unpriced } = sight
  if (unpriced.length > 0) {
    const why = `${unpriced.join(", ")} ${unpriced.length === 1 ? "has" : "have"} no price yet`
    return fitted([span("Equity n/a", "strong"), span(`${GAP}${why}`, "dim")], columns)
  }
  const open = view.positions.reduce((sum, it) => sum + it.gainUnits, 0n)
  const left: Line = [
    span(dollarText(view.equityUnits), "strong"),
    span(`${GAP}today `, "dim"),
    span(gainText(view.dayUnits), "strong"),
    span(` ${shareText(dayShare(view))}`, "dim"),
    span(`${GAP}open `, "dim"),
    span(view.positions.length === 0 ? "nothing" : gainText(open)),
  ]
  const leaves = dollarText(lossLeft(sight))
  const long: Line = [span("loss limit leaves ", "dim"), span(leaves)]
  const short: Line = [span("limit ", "dim"), span(leaves)]
  const full = apart(left, long, columns)
  return full.at(-1)?.text === leaves ? full : apart(left, short, columns)
}

function dayShare(view: SessionView): number {
  const start = view.equityUnits - view.dayUnits
  return start > 0n ? Number(view.dayUnits) / Number(start) : NaN
}

/** RISK-5, RISK-6: what today may still lose before entries rest. */
function lossLeft({ view, plan }: Sight): bigint {
  const dayStartUnits = view.equityUnits - view.dayUnits
  const scene = { dayStartUnits, tierDayLossUnits: view.standing.working.dayLossUnits }
  const lost = view.dayUnits < 0n ? -view.dayUnits : 0n
  const left = dayAllowance(scene, plan.limits) - lost
  return left > 0n ? left : 0n
}

/** The market's name says itself when it is generated; it goes before the clock where both do not fit. */
function marketLine({ view, plan }: Sight, columns: number): Line {
  const left: Line = [
    span(plan.mode.toUpperCase(), "attention"),
    span(`  ${printable(view.market)}`),
  ]
  return apart(left, line(`${momentText(view.now)} UTC`, "dim"), columns)
}

function tierLine(sight: Sight, columns: number): Line {
  const { view, plan, tiltLevel } = sight
  const tier = span(view.standing.working.name, "name")
  const guard = tiltLevel === 0 ? EMPTY : [span(GAP), span(GUARD[tiltLevel] ?? "", "attention")]
  if (!view.isRunning) {
    const reason = `  exits only: ${printable(view.haltReason)}`
    return fitted([tier, span(reason, "attention"), ...guard], columns)
  }
  if (view.standing.closed) {
    const reason = `  entries rest: ${printable(view.standing.closed.because)}`
    return fitted([tier, span(reason, "attention"), ...guard], columns)
  }
  const entries = span(sight.isOver ? "  the recording is over" : "  entries are open")
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`)
  const strategy = [plan.strategy, ...params].join(" ")
  const left = [tier, entries, ...guard]
  const room = columns - left.reduce((sum, it) => sum + widthOf(it.text), 0) - GAP.length
  return apart(left, fitted(line(printable(strategy), "dim"), Math.max(0, room)), columns)
}

import type { Passage } from "../../tier/course.ts"
import type { Item, TierReport } from "../../report/tier-report.ts"
import { moneyText, ppmText } from "../../value/amounts.ts"
import { formatInstant } from "../../value/time.ts"

/** The report as a person reads it: where one stands, what is missing, what there was. */
export function tierText(report: TierReport): string {
  return [
    headText(report),
    gatesText(report),
    writtenText(report),
    section("Practice on paper", report.practice, (it) => [
      mark(it.isPassed),
      it.method.padEnd(22),
      `${it.value} (needs ${it.required})`,
    ]),
    report.isShadowing
      ? "Shadow mode is on: each entry is rehearsed as the next tier works it; nothing of that is sent (TIER-15)."
      : "",
    section("What the tier unlocks", report.features, (it) => [
      mark(it.isUnlocked),
      it.tier.padEnd(11),
      it.says,
    ]),
    section("History", report.history, historyLine),
  ]
    .filter((it) => it !== "")
    .join("\n\n")
}

function headText(report: TierReport): string {
  const { standing, approach, readiness } = report
  const { held, working, sizePpm, closed, closedByHand } = standing
  const lines = [
    `Tier ${held.name}${working === held ? "" : `, working as ${working.name} (TIER-29)`}`,
    `Equity ${moneyText(report.equityUnits)}; for the tier ${moneyText(report.tierEquityUnits)}, without deposits of the last 30 days.`,
    `At most ${working.maxPositions} at a time, ${moneyText(working.positionCapUnits)} each; at most ${moneyText(working.dayLossUnits)} lost a day.`,
    `Sizes are ${ppmText(sizePpm)} of normal. The guard watches ${standing.sensitivityPercent / 100} times as closely.`,
    `Readiness ${readiness.score} of 100.`,
  ]
  if (approach) lines.push(approach.says)
  if (closed) lines.push(`${closed.because} (${closed.id}: ${closed.value})`)
  if (closedByHand) lines.push(`${closedByHand.because} (${closedByHand.id})`)
  return lines.join("\n")
}

function gatesText({ next, gates, missing }: TierReport): string {
  if (next === undefined) return "There is no higher tier."
  const open = gates.filter((it) => !it.isPassed).length
  const gate = section(`Gates to ${next.name}: ${open} of ${gates.length} missing`, gates, (it) => [
    mark(it.isPassed),
    it.name.padEnd(28),
    `${it.value}; ${it.required} (${it.id})`,
  ])
  return missing.length === 0
    ? `${gate}\n\nOnly the sentence is missing. Type it in the session: tier confirm …`
    : `${gate}\n\nBefore the ceremony: ${missing.join(", ")}.`
}

function writtenText({ checklist, recovery, habits, signed }: TierReport): string {
  const items = (title: string, list: readonly Item[]): string =>
    section(title, list, (it) => [mark(it.isDone), it.name.padEnd(10), it.asks])
  return [
    items("To recover", recovery),
    items("Checklist", checklist),
    section("Habits given up", habits, (it) => [`${it.habit}:`, it.commitment]),
    signed === undefined ? "" : `Valley contract signed by ${signed}.`,
  ]
    .filter((it) => it !== "")
    .join("\n\n")
}

const historyLine = ({ at, kind, from, to, reason }: Passage): readonly string[] => [
  formatInstant(at).slice(0, 16),
  kind.padEnd(17),
  from === to ? from : `${from} → ${to}`,
  reason,
]

function section<T>(
  title: string,
  list: readonly T[],
  cells: (item: T) => readonly string[],
): string {
  if (list.length === 0) return ""
  return [title, ...list.map((it) => `  ${cells(it).join("  ")}`)].join("\n")
}

const mark = (isDone: boolean): string => (isDone ? "yes" : "no ")

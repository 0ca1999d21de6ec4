import type { ActiveMarker, Standing } from "../tilt/standing.ts"
import { moneyText } from "../value/amounts.ts"
import type { Duration } from "../value/brand.ts"
import { formatDuration } from "../value/time.ts"

const LEVELS = [
  "calm: entries are as always",
  "space between own entries",
  "half size; own entries with a pause and a reason",
  "no entries; stops and exits work as always",
] as const

/** What the tilt guard sees and means, line by line, in the calm words of UI-40. */
export function tiltLines(it: Standing): readonly string[] {
  const debt =
    it.debtUnits === 0n
      ? []
      : [`Debt of ${moneyText(it.debtUnits)}, paid by profits of calm trades.`]
  const share = it.share / 10_000
  const lines = [
    `Level ${it.level}, ${LEVELS[it.level]}.`,
    `Score ${it.score} of 100; ${countText(it)}.`,
    ...(it.pauseLeft > 0 ? [`Own entries rest for ${formatDuration(it.pauseLeft)} more.`] : []),
    ...(it.lockLeft > 0 ? [`Entries rest for ${formatDuration(it.lockLeft)} more.`] : []),
    ...(share < 100 ? [`Entries are at ${share} % of their size.`] : []),
    ...(it.stage === undefined ? [] : [`The next step up: ${it.stage}.`]),
    ...debt,
    ...(it.hasBonus ? ["The next win pays 1.25 times towards the debt."] : []),
    ...(it.outside > 0 ? [`Orders placed outside during a lock: ${it.outside}.`] : []),
    ...(it.hint === undefined ? [] : [`A hint: ${it.hint}. A short break is a good idea.`]),
    ...(it.markers.length === 0 ? ["No signs in the last half hour."] : ["Signs:"]),
    ...it.markers.flatMap(markerLines),
    it.next,
    `Baseline: ${it.learnt} of ${it.metrics} metrics known; the others are being learnt.`,
  ]
  return lines.flatMap(folded)
}

/** So many columns has the narrowest terminal that is looked after (UI-1). */
const COLUMNS = 80

/** A line as several that fit, each behind the same indent as the first. */
function folded(text: string): readonly string[] {
  const indent = /^ *(TILT-\d+ +)?/.exec(text)?.[0].length ?? 0
  const lines: string[] = []
  let rest = text
  while (rest.length > COLUMNS) {
    const end = rest.lastIndexOf(" ", COLUMNS)
    if (end <= indent) break
    lines.push(rest.slice(0, end))
    rest = `${" ".repeat(indent)}${rest.slice(end + 1)}`
  }
  return [...lines, rest]
}

function countText({ count, factor }: Standing): string {
  const watchful = factor > 1 ? `, counted ${rounded(factor)} times` : ""
  return `${rounded(count)} signs count${watchful}; levels begin at 2, 4 and 6`
}

function markerLines(it: ActiveMarker): readonly string[] {
  const usual = it.baseline === undefined ? "" : `, usually ${rounded(it.baseline)}`
  const weight = it.isInforming ? "informs only" : `counts ${rounded(it.weight)}`
  return [
    `  ${it.id}  ${it.name}: ${rounded(it.value)} ${it.unit}${usual}, limit ${rounded(it.limit)}`,
    `           ${it.rule}; ${formatDuration(it.agoUs as Duration)} ago, ${weight}`,
  ]
}

/** One line for the moment when a level is reached: what happened, what is fine, what to do (UI-40). */
export function levelMessage(it: Standing): string {
  const signs = it.markers.filter((one) => !one.isInforming).map((one) => one.name)
  const because = signs.length === 0 ? "" : `: ${signs.slice(0, 3).join("; ")}`
  if (it.level === 0) return "The guard is back to calm. Entries are as always."
  return `The guard is at level ${it.level}${because}. ${FINE[it.level]} ${it.next}`
}

/** One quiet line for what a score calls for (TILT-46); what is told elsewhere has none here. */
export function alarmMessage(alarm: string, score: number): string | undefined {
  const is = `The guard's score is ${score} of 100`
  if (alarm === "warn")
    return `${is}. Stops and exits work as always. A short break is a good idea.`
  if (alarm !== "alert") return undefined
  return `${is}, and has been high for two minutes. Stops and exits work as always. Five quiet minutes help now: tilt breathe.`
}

const FINE = [
  "",
  "Everything goes on; own entries have 5 minutes between them, and a short breath may help.",
  "Stops and exits work, entries are halved.",
  "Stops and exits work; no entry can add to what happened.",
] as const

const rounded = (value: number): string => String(Math.round(value * 100) / 100)

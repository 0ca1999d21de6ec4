import type { ActiveMarker, Standing } from "../tilt/standing.ts"
import { formatUnits } from "../value/decimal.ts"
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
    it.debtUnits === 0n ? [] : [`Debt of ${dollars(it.debtUnits)}, paid by profits of calm trades.`]
  const share = it.share / 10_000
  return [
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

const FINE = [
  "",
  "Everything goes on; own entries have 5 minutes between them, and a short breath may help.",
  "Stops and exits work, entries are halved.",
  "Stops and exits work; no entry can add to what happened.",
] as const

const rounded = (value: number): string => String(Math.round(value * 100) / 100)
const dollars = (units: bigint): string => `$${formatUnits(units / 1_000_000n, 2, 2)}`

import type { Findings } from "../../catalog/findings.ts"
import type { FileReport, Held } from "../../catalog/import-report.ts"
import { intervalName } from "../../catalog/names.ts"
import type { Instant } from "../../value/brand.ts"
import { formatInstant } from "../../value/time.ts"
import { count } from "./progress-line.ts"

/** So many of the largest gaps are named one by one. */
const GAPS_NAMED = 3

/** What became of a file that was not refused. */
export function importedText({ file, outcome, format, held, notes }: FileReport): string {
  if (outcome === "known") {
    const known = ["Imported before, byte by byte the same: nothing changed.", ...notes]
    return `\n${file}\n  ${known.join(" ")}\n`
  }
  const lines = [`${file}  (${format})`]
  for (const each of held) lines.push(...heldLines(each))
  for (const note of notes) lines.push(`  Note: ${note}`)
  return `\n${lines.join("\n")}\n`
}

function heldLines({ symbol, kind, interval, findings }: Held): string[] {
  const name = `${symbol} ${spokenKind(kind, interval)}`
  const { rows, kept, from, to } = findings
  const span = kept === 0 ? "" : `, ${minute(from)} to ${minute(to)}`
  const head = `  ${name}: ${count(kept)} of ${count(rows)} rows taken${span}`
  const found = foundIn(findings, kind)
  if (found.length === 0) return [head, `    No gaps, duplicates, disorder or absurd values.`]
  return [head, ...found.map((text) => `    ${text}`)]
}

/** Every finding as a sentence that says what was done about it. */
function foundIn(findings: Findings, kind: Held["kind"]): string[] {
  const told: readonly (readonly [number, string, string])[] = [
    [findings.duplicates, "duplicate", "left out"],
    [findings.conflicts, "row", "with a key seen before but other values, left out"],
    [findings.disorder, "row", "out of order, put in order"],
    [findings.backward, "time", "before that of an earlier id, moved up to it"],
    [findings.absurd, "absurd price", "(over 20 % off, not confirmed by the next), left out"],
    [findings.hollow, "row", "without a quantity, or with a crossed or empty quote, left out"],
    [findings.offGrid, "bar", "across the bars of its interval, left out"],
    [findings.wicks, "bar", "reaching over 20 % beyond its open and close, kept"],
    [
      findings.zeroVolume,
      "bar",
      `without volume, the longest run ${count(findings.zeroVolumeRun)}, kept`,
    ],
  ]
  const sentences = told
    .filter(([n]) => n > 0)
    .map(([n, noun, rest]) => `${plural(n, noun)} ${rest}.`)
  return [...gapsIn(findings, kind), ...sentences]
}

function gapsIn({ gaps, missing, largestGaps }: Findings, kind: Held["kind"]): string[] {
  if (gaps === 0) return []
  const lost = plural(missing, kind === "bars" ? "bar" : "id")
  const named = largestGaps
    .slice(0, GAPS_NAMED)
    .map((gap) => `${count(gap.missing)} between ${minute(gap.from)} and ${minute(gap.to)}`)
  const rest = gaps > GAPS_NAMED ? "; the largest: " : ": "
  return [`${plural(gaps, "gap")}, ${lost} missing${rest}${named.join(", ")}.`]
}

/** `1m bars`, `trades`. */
export function spokenKind(kind: Held["kind"], interval: number): string {
  return kind === "bars" ? `${intervalName(interval)} bars` : kind
}

/** `2023-01-31 23:59`, UTC. */
export function minute(at: number): string {
  return formatInstant(at as Instant)
    .slice(0, 16)
    .replace("T", " ")
}

/** `1 row`, `2,000 rows`. */
export const plural = (n: number, noun: string): string =>
  `${count(n)} ${noun}${n === 1 ? "" : "s"}`

/** What became of a file, for programs. */
export function plainImport({ problem, ...report }: FileReport): Record<string, unknown> {
  if (problem === undefined) return report
  const { code, message, why, next } = problem
  return { ...report, refused: code, because: `${message} ${why} ${next}` }
}

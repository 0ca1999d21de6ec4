import type { CheckReport } from "../../catalog/checking.ts"
import type { Holding } from "../../catalog/holdings.ts"
import type { FileReport } from "../../catalog/import-report.ts"
import { intervalName } from "../../catalog/names.ts"
import { formatInstant } from "../../value/time.ts"
import { minute, plural, spokenKind } from "./import-text.ts"
import { count } from "./progress-line.ts"

/** The end of an import: what all files came to. */
export function importSummary(reports: readonly FileReport[], seconds: number): string {
  const files = (outcome: FileReport["outcome"]): number =>
    reports.filter((report) => report.outcome === outcome).length
  const findings = reports.flatMap(({ held }) => held.map((each) => each.findings))
  const rows = findings.reduce((sum, { kept }) => sum + kept, 0)
  const read = findings.reduce((sum, it) => sum + it.rows, 0)
  const refused = files("refused")
  const tail = refused === 0 ? "" : ` ${count(refused)} refused; nothing was taken from them.`
  if (files("imported") === 0) {
    const known = files("known") === 0 ? "" : ` ${count(files("known"))} imported before.`
    return `\nNothing changed.${known}${tail}\n`
  }
  const pace = `${seconds.toFixed(1)} s, ${count(read / Math.max(seconds, 0.001))} rows/s`
  const known = files("known") === 0 ? "" : ` ${count(files("known"))} imported before, unchanged.`
  return `\n${plural(files("imported"), "file")} imported, ${plural(rows, "new row")} (${pace}).${known}${tail}\n`
}

/** All that there is, one line by symbol and kind. */
export function listText(holdings: readonly Holding[]): string {
  if (holdings.length === 0) {
    return '\nThe catalog is empty. "genesis data import FILE..." brings market data into it.\n\n'
  }
  const rows = holdings.map((it) => [
    it.symbol,
    spokenKind(it.kind, it.interval),
    count(it.rows),
    minute(it.from),
    minute(it.to),
    size(it.bytes),
  ])
  const table = tabled(["Symbol", "Kind", "Rows", "From (UTC)", "To", "Size"], rows, [2, 5])
  return `\n${table}\n\n${totals(holdings)}\n\n`
}

function totals(holdings: readonly Holding[]): string {
  const rows = holdings.reduce((sum, it) => sum + it.rows, 0)
  const bytes = holdings.reduce((sum, it) => sum + it.bytes, 0)
  const symbols = new Set(holdings.map((it) => it.symbol)).size
  return `${plural(symbols, "symbol")}, ${plural(rows, "row")}, ${size(bytes)}.`
}

/** One symbol, month by month. */
export function showText(holdings: readonly Holding[]): string {
  const parts = holdings.map((it) => {
    const rows = it.months.map(({ month, rows: n, missing }) => [
      `  ${month}`,
      count(n),
      missing === undefined ? "" : count(missing),
    ])
    const head = `${it.symbol} ${spokenKind(it.kind, it.interval)}: ${plural(it.rows, "row")}, ${minute(it.from)} to ${minute(it.to)}, ${size(it.bytes)}`
    const heads = ["  Month", "Rows", it.kind === "bars" ? "Missing" : ""]
    return `${head}\n\n${tabled(heads, rows, [1, 2])}`
  })
  return `\n${parts.join("\n\n")}\n\n`
}

/** What a check found, and what to do about it. */
export function checkText(report: CheckReport): string {
  const lines = [`${plural(report.parts, "file")} checked, ${plural(report.rows, "row")}.`]
  if (report.removed.length > 0) {
    lines.push(
      `${plural(report.removed.length, "leftover")} of an import that was killed, removed.`,
    )
  }
  if (report.damaged.length === 0) lines.push("Everything is as it was written.")
  else {
    lines.push(`${plural(report.damaged.length, "file")} damaged and taken off the list:`)
    for (const { path, reason, from } of report.damaged) {
      lines.push(`  ${path}: ${reason}; it came from ${from}.`)
    }
    lines.push("Importing their sources again brings them back.")
  }
  return `\n${lines.join("\n")}\n\n`
}

/** A holding for programs: times as text, intervals as in `1m`. */
export function plainHolding(holding: Holding): Record<string, unknown> {
  return {
    ...holding,
    interval: holding.interval === 0 ? undefined : intervalName(holding.interval),
    from: formatInstant(holding.from),
    to: formatInstant(holding.to),
  }
}

/** A check for programs. */
export function plainCheck(report: CheckReport): Record<string, unknown> {
  return { isWhole: report.damaged.length === 0, ...report }
}

/** @param right places of the columns that are aligned to the right */
function tabled(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, i) => Math.max(...all.map((row) => row[i].length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join("  ")
      .trimEnd()
  return all.map(line).join("\n")
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

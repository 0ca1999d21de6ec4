import { type Figure, figureText, intervalText, unitText, type Unit } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { counted, moneyText, triedText } from "../tear-sheet/words.ts"

/** One thing about each run, and how far the others are from the first. */
export interface ComparedRow {
  readonly name: string
  /** One for each run. */
  readonly values: readonly string[]
  readonly intervals: readonly string[]
  /** Less the first run's; empty for the first, and where either is not known. */
  readonly differences: readonly string[]
}

/** Two or more runs side by side. */
export interface Comparison {
  readonly sheets: readonly TearSheet[]
  readonly rows: readonly ComparedRow[]
  /** What a reader must know before holding them against each other. */
  readonly notes: readonly string[]
}

/** Holds runs against the first of them. */
export function comparisonOf(sheets: readonly TearSheet[]): Comparison {
  const number = (name: string, unit: Unit, of: (sheet: TearSheet) => number): ComparedRow =>
    rowOf(
      name,
      unit,
      sheets.map((it) => ({ value: of(it), text: unitText(of(it), unit) })),
    )
  const money = (name: string, of: (costs: TearSheet["costs"]) => string): ComparedRow =>
    rowOf(
      name,
      "dollars",
      sheets.map(({ costs }) => ({ value: Number(of(costs)), text: moneyText(of(costs)) })),
    )
  const figures = sheets[0]?.figures ?? []
  return {
    sheets,
    rows: [
      text(
        "Run",
        sheets.map(({ header }) => `${header.mode} of ${header.strategy}`),
      ),
      text(
        "Time",
        sheets.map(({ period }) => period.title),
      ),
      text(
        "Evidence",
        sheets.map(
          ({ days, trades }) =>
            `${counted(days.filter(({ isOver }) => isOver).length, "day")}, ${counted(trades.length, "trade")}`,
        ),
      ),
      text(
        "Tried",
        sheets.map(({ tried }) => triedText(tried)),
      ),
      money("Net result", ({ net }) => net),
      number("Net share", "share", ({ costs }) => costs.netShare),
      number("Deepest fall", "share", ({ drawdown }) => drawdown.deepest),
      money("Gross", ({ gross }) => gross),
      money("Slippage", ({ slippage }) => slippage),
      money("Fees", ({ fees }) => fees),
      money("Server", ({ infrastructure }) => infrastructure),
      number("Time in the market", "share", ({ timeInMarket }) => timeInMarket),
      ...figures.map(({ id, name, unit }) => figureRow(sheets, { id, name, unit })),
    ],
    notes: notesOn(sheets),
  }
}

function figureRow(
  sheets: readonly TearSheet[],
  { id, name, unit }: Pick<Figure, "id" | "name" | "unit">,
): ComparedRow {
  const found = sheets.map(({ figures }) => figures.find((it) => it.id === id))
  const row = rowOf(
    name,
    unit,
    found.map((it) => ({ value: it?.value ?? NaN, text: it ? figureText(it) : "n/a" })),
  )
  return { ...row, intervals: found.map((it) => (it ? intervalText(it) : "")) }
}

function rowOf(
  name: string,
  unit: Unit,
  cells: readonly { readonly value: number; readonly text: string }[],
): ComparedRow {
  const first = cells[0]?.value ?? NaN
  return {
    name,
    values: cells.map((it) => it.text),
    intervals: cells.map(() => ""),
    differences: cells.map(({ value }, i) => {
      const by = value - first
      if (i === 0 || !Number.isFinite(by)) return ""
      return `${by > 0 ? "+" : ""}${unitText(by, unit)}`
    }),
  }
}

const text = (name: string, values: readonly string[]): ComparedRow => {
  return { name, values, intervals: values.map(() => ""), differences: values.map(() => "") }
}

function notesOn(sheets: readonly TearSheet[]): readonly string[] {
  const [first, ...others] = sheets
  if (!first) return []
  const symbols = ({ header }: TearSheet): string =>
    header.instruments.map(({ symbol }) => symbol).join(" ")
  const notes: string[] = []
  if (others.some((it) => symbols(it) !== symbols(first))) {
    notes.push("The runs are of different markets: their results have different reasons.")
  }
  if (others.some((it) => it.first !== first.first || it.last !== first.last)) {
    notes.push("The runs are of different times: compare shares and ratios, not dollars.")
  }
  if (others.some((it) => it.header.mode !== first.header.mode)) {
    notes.push("The runs are of different kinds: a backtest fills by rules, a market does not.")
  }
  notes.push("A difference is known no better than the two intervals allow.")
  return notes
}

/** The comparison as a person reads it in a terminal. */
export function comparisonText({ sheets, rows, notes }: Comparison): string {
  const names = sheets.map(({ name }) => name)
  const label = Math.max(...rows.map(({ name }) => name.length)) + 2
  const cell = (row: ComparedRow, i: number): string => {
    const [difference, interval] = [row.differences[i], row.intervals[i]]
    return `${row.values[i]}${interval ? ` [${interval}]` : ""}${difference ? ` (${difference})` : ""}`
  }
  const columns = sheets.map((_, i) => [names[i], ...rows.map((row) => cell(row, i))])
  const widths = columns.map((cells) => Math.max(...cells.map((it) => it.length)) + 2)
  const lines = ["", ...rows.map(({ name }) => name)].map((name, line) =>
    `  ${name.padEnd(label)}${columns.map((cells, i) => cells[line].padEnd(widths[i])).join("")}`.trimEnd(),
  )
  return [...lines, "", ...notes.map((it) => `  ${it}`)].join("\n")
}

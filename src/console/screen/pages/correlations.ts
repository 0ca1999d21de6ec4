import type { Correlations } from "../../../report/boards/risk.ts"
import { type Line, line, span, type Tone } from "../line.ts"

const CELL = 6

/**
 * Correlations of returns as figures with shades: the lower bound of each decides, since it is what is
 * known for certain (D7, RISK-14).
 */
export function correlationLines(told: Correlations): readonly Line[] {
  // Of what hardly trades, nothing is known: it would be rows of n/a.
  const known = told.symbols
    .map((symbol, at) => ({ symbol, at }))
    .filter(({ at }) => told.values[at]?.some((it) => it !== null))
  const symbols = known.map((it) => it.symbol)
  const pick = (of: typeof told.values): typeof told.values =>
    known.map(({ at: row }) => known.map(({ at }) => of[row]?.[at] ?? null))
  const [values, lows] = [pick(told.values), pick(told.lows)]
  const title = line("Correlation of returns; ▎ where it is above 0.60 for sure (95 %)", "dim")
  if (symbols.length < 2) return [title, line(`n/a (fewer than ${told.least} returns)`)]
  const short = symbols.map((it) => it.replace(/(FD)?USD[TC]?$/u, "").slice(0, CELL - 1))
  const head: Line = [
    span(" ".repeat(8)),
    span(short.map((it) => it.padStart(CELL)).join(""), "dim"),
  ]
  const rows = symbols.map((_, i): Line => {
    const cells = symbols
      .slice(0, i)
      .map((_other, j) => cell(values[i]?.[j] ?? null, lows[i]?.[j] ?? null))
    return [span((short[i] ?? "").padEnd(8), "name"), ...cells, span("·".padStart(CELL), "dim")]
  })
  return [title, head, ...rows]
}

function cell(value: number | null, low: number | null): Line[number] {
  if (value === null) return span("n/a".padStart(CELL), "dim")
  const text = value.toFixed(2)
  const tone: Tone =
    low === null ? "dim" : low > 0.8 ? "intervention" : low > 0.6 ? "caution" : "plain"
  const sign = low !== null && low > 0.6 ? "▎" : ""
  return span(`${sign}${text}`.padStart(CELL), tone)
}

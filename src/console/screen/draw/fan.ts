import { type Line, line, span } from "../line.ts"
import { partText } from "../words.ts"

/** Growth after so many days: the worst and best of twenty, and the middle. */
export interface FanPoint {
  readonly day: number
  readonly p5: number
  readonly p50: number
  readonly p95: number
}

const DAYS = 10
const FIGURES = 21
const GAP = 2
const EVERY = 15

/**
 * Where the account may stand by its own days, and where by luck alone: a fan, never a promise (D1).
 * Each row is a day ahead; the bar reaches from the 5 % to the 95 % case, the cross is the middle.
 */
export function fanLines(
  told: { readonly own: readonly FanPoint[]; readonly chance: readonly FanPoint[] },
  evidence: { readonly days: number; readonly daysLeast: number },
  columns: number,
): readonly Line[] {
  const title = line("What such days may lead to, in 5, 50 and 95 of 100 cases; no promise", "dim")
  const rows = told.own.filter(({ day }) => day > 0 && day % EVERY === 0)
  if (rows.length === 0) {
    return [title, line(`n/a (${evidence.days} of ${evidence.daysLeast} days)`)]
  }
  const width = Math.max(20, Math.min(44, columns - DAYS - 2 * (FIGURES + GAP)))
  const all = [...rows, ...told.chance]
  const low = Math.min(...all.map((it) => it.p5))
  const high = Math.max(...all.map((it) => it.p95))
  const gap = " ".repeat(width + 2 * GAP)
  return [
    title,
    line(
      `${" ".repeat(DAYS)}${"by its own days".padStart(FIGURES)}${gap}${"with no edge".padStart(FIGURES)}`,
      "dim",
    ),
    ...rows.map((it) => {
      const other = told.chance.find((one) => one.day === it.day)
      return [
        span(`${String(it.day).padStart(3)} days`.padEnd(DAYS), "dim"),
        span(figures(it)),
        span(" ".repeat(GAP)),
        span(barOf(it, { low, high, width }), "name"),
        span(" ".repeat(GAP)),
        span(other ? figures(other) : "", "dim"),
      ]
    }),
  ]
}

const figures = (it: FanPoint): string =>
  [it.p5, it.p50, it.p95].map((one) => partText(one - 1).padStart(FIGURES / 3)).join("")

function barOf(
  it: FanPoint,
  { low, high, width }: { readonly low: number; readonly high: number; readonly width: number },
): string {
  const whole = Math.max(1e-9, high - low)
  const at = (value: number): number => Math.round(((value - low) / whole) * (width - 1))
  const [from, middle, to, even] = [at(it.p5), at(it.p50), at(it.p95), at(1)]
  return Array.from({ length: width }, (_, i) => {
    if (i === middle) return "┼"
    if (i === even) return "│"
    return i >= from && i <= to ? "─" : " "
  }).join("")
}

import { fitted, type Line, span } from "../line.ts"

/** A curve, and how the numbers beside it are written. */
export interface Curve {
  /** Oldest first; at least one. */
  readonly points: readonly number[]
  readonly labelOf: (value: number) => string
  /** Drawn dotted from side to side: where the account began, a mark that matters. */
  readonly level?: number
}

/**
 * A curve drawn with lines, the oldest point at the left, its scale at the right. A quiet curve is a
 * flat line in the middle, not noise blown up to fill the height: the scale never spans less than a
 * thousandth of the value.
 */
export function curveOf(
  { points, labelOf, level }: Curve,
  size: { readonly columns: number; readonly rows: number },
): readonly Line[] {
  const { rows } = size
  const known = level === undefined ? points : [...points, level]
  const [low, high] = scaleOf(known)
  const labels = [labelOf(high), labelOf((high + low) / 2), labelOf(low)]
  const width = Math.max(...labels.map((it) => it.length))
  const columns = Math.max(2, size.columns - width - 1)
  const rowOf = (value: number): number =>
    rows - 1 - Math.round(((value - low) / (high - low)) * (rows - 1))
  const cells = drawn(sampled(points, columns).map(rowOf), { columns, rows })
  const levelRow = level === undefined ? -1 : rowOf(level)
  return cells.map((row, i) => {
    const at = i === 0 ? 0 : i === rows - 1 ? 2 : i === (rows - 1) >> 1 && rows > 4 ? 1 : -1
    const axis = at < 0 ? "│" : "┤"
    const label = at < 0 ? "" : (labels[at] ?? "").padStart(width)
    const body = i === levelRow ? dotted(row) : [span(row, "name")]
    return fitted([...body, span(`${axis}${label}`, "dim")], size.columns)
  })
}

/** A line of the curve with the level showing through where nothing else stands. */
function dotted(row: string): Line {
  return row
    .split(/( +)/u)
    .filter((it) => it !== "")
    .map((it) => (it.startsWith(" ") ? span("┄".repeat(it.length), "dim") : span(it, "name")))
}

/** At least a thousandth of the value from foot to head. */
function scaleOf(values: readonly number[]): readonly [low: number, high: number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const least = Math.max(Math.abs(high), 1e-9) / 1_000
  const lacking = Math.max(0, least - (high - low)) / 2
  return [low - lacking, high + lacking]
}

/** Heights, one a column, joined by corners. */
function drawn(
  heights: readonly number[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const grid = Array.from({ length: rows }, () => Array<string>(columns).fill(" "))
  const put = (row: number, column: number, what: string): void => {
    const cells = grid[row]
    if (cells) cells[column] = what
  }
  // What is not yet known stands at the left: the newest point is always at the right.
  const from = columns - heights.length
  for (const [i, height] of heights.entries()) {
    const column = from + i
    const next = heights[i + 1]
    if (next === undefined || next === height) {
      put(height, column, "─")
      continue
    }
    const isFalling = next > height
    put(height, column, isFalling ? "╮" : "╯")
    put(next, column, isFalling ? "╰" : "╭")
    const [top, foot] = isFalling ? [height, next] : [next, height]
    for (let row = top + 1; row < foot; row++) put(row, column, "│")
  }
  return grid.map((it) => it.join(""))
}

/** More points than columns are shown by the last one in each column. */
function sampled(points: readonly number[], columns: number): readonly number[] {
  if (points.length <= columns) return points
  const stride = points.length / columns
  return Array.from(
    { length: columns },
    (_, i) => points[Math.min(points.length - 1, Math.ceil((i + 1) * stride) - 1)] ?? NaN,
  )
}

const STEPS = "▁▂▃▄▅▆▇█"

/** A curve in one row of blocks, its lowest point the lowest block; flat where nothing moves. */
export function sparkOf(points: readonly number[], columns: number): string {
  const shown = sampled(points, columns)
  const [low, high] = scaleOf(shown)
  return shown
    .map((it) => STEPS.charAt(Math.min(7, Math.floor(((it - low) / (high - low)) * 8))))
    .join("")
    .padStart(columns)
}

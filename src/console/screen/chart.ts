const STEPS = " ▁▂▃▄▅▆▇█"

/**
 * A curve as rows of blocks, the oldest point at the left, the lowest at the foot. More points
 * than columns are shown by the last one in each column.
 * @param points oldest first
 * @returns `rows` lines, from the top
 */
export function chartOf(
  points: readonly number[],
  size: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const { columns, rows } = size
  const shown = sampled(points, columns)
  const low = Math.min(...shown)
  const span = Math.max(...shown) - low
  // A quiet account is a line along the foot, not noise blown up to fill the height.
  const heights = shown.map((it) => (span === 0 ? 1 : 1 + ((it - low) / span) * (rows * 8 - 1)))
  return Array.from({ length: rows }, (_, row) => {
    const floor = (rows - 1 - row) * 8
    return heights
      .map((height) => STEPS.charAt(Math.min(8, Math.max(0, Math.round(height) - floor))))
      .join("")
  })
}

function sampled(points: readonly number[], columns: number): readonly number[] {
  if (points.length <= columns) return points
  const stride = points.length / columns
  return Array.from(
    { length: columns },
    (_, i) => points[Math.min(points.length - 1, Math.ceil((i + 1) * stride) - 1)] ?? NaN,
  )
}

/** A curve with fewer points: places of the points that are kept. */
export type Kept = readonly number[]

/**
 * Which points of a curve to keep so that it looks the same: the first, the last, and of each stretch
 * its lowest and its highest.
 * @param most about how many are kept
 */
export function thinned(values: readonly number[], most: number): Kept {
  const n = values.length
  if (n <= most) return Array.from(values, (_, i) => i)
  const stretches = Math.floor(most / 2)
  const kept = new Set([0, n - 1])
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * n) / stretches)
    const to = Math.floor(((s + 1) * n) / stretches)
    let [low, high] = [from, from]
    for (let i = from + 1; i < to; i++) {
      if (values[i] < values[low]) low = i
      if (values[i] > values[high]) high = i
    }
    kept.add(low).add(high)
  }
  return [...kept].toSorted((a, b) => a - b)
}

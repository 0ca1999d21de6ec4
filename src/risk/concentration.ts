import { refuse } from "../statistics/input.ts"

/** How much positions are really one (quant.md 3.12, D7). */
export interface Concentration {
  /** Of the larger direction; always 1 for a spot account, so no rule may rest on it. */
  readonly sameDirectionShare: number
  /** Signed by the direction of both; undefined for a single position. */
  readonly averageCorrelation: number | undefined
  /** As many equal, unrelated positions would be as spread as these. */
  readonly effectiveBets: number
}

/**
 * @param positions worth of each, signed by direction
 * @param correlation of their returns, one row a position
 * @returns undefined without positions
 */
export function concentrationOf(
  positions: readonly number[],
  correlation: readonly (readonly number[])[],
): Concentration | undefined {
  if (correlation.length !== positions.length)
    refuse("There is one row of correlations a position.")
  const gross = positions.reduce((sum, it) => sum + Math.abs(it), 0)
  if (gross === 0) return undefined
  const long = positions.reduce((sum, it) => sum + Math.max(0, it), 0)
  let pairs = 0
  let total = 0
  let square = 0
  for (const [i, a] of positions.entries()) {
    for (const [j, b] of positions.entries()) {
      const signed = (correlation[i]?.[j] ?? NaN) * Math.sign(a) * Math.sign(b)
      square += (Math.abs(a) / gross) * (Math.abs(b) / gross) * signed
      if (j <= i) continue
      pairs++
      total += signed
    }
  }
  return {
    sameDirectionShare: Math.max(long, gross - long) / gross,
    averageCorrelation: pairs === 0 ? undefined : total / pairs,
    effectiveBets: 1 / square,
  }
}

/** The two sums of a CUSUM chart: how far a metric has crept up, and down. */
export interface Cusum {
  readonly high: number
  readonly low: number
}

/** @returns the sums after one more value, given in standard deviations from the mean (quant.md 11.4) */
export function cusumNext({ high, low }: Cusum, z: number, allowance = 0.5): Cusum {
  return {
    high: Math.max(0, high + z - allowance),
    low: Math.max(0, low - z - allowance),
  }
}

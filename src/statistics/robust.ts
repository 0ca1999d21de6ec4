import type { Numbers } from "./input.ts"

/** What is usual, in figures that a few wild values barely move. */
export interface Robust {
  readonly n: number
  readonly median: number
  /** 1.4826 times the median distance from the median: a standard deviation for calm data. */
  readonly scale: number
  readonly q1: number
  readonly q3: number
  readonly p05: number
  readonly p95: number
  readonly mad: number
  /** Q1 - 1.5 IQR and Q3 + 1.5 IQR. */
  readonly normalLow: number
  readonly normalHigh: number
}

/** Makes the median distance of a normal distribution its standard deviation. */
const CONSISTENCY = 1.4826022185056018

/**
 * Median, quartiles and the normal range of a metric (quant.md 11.1).
 * @returns undefined for no values
 */
export function robustOf(values: Numbers): Robust | undefined {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  if (n === 0) return undefined
  const median = quantileOf(sorted, 0.5)
  const mad = quantileOf(sorted.map((it) => Math.abs(it - median)).sort(), 0.5)
  const [q1, q3] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)]
  const reach = 1.5 * (q3 - q1)
  return {
    n,
    median,
    mad,
    scale: CONSISTENCY * mad,
    q1,
    q3,
    p05: quantileOf(sorted, 0.05),
    p95: quantileOf(sorted, 0.95),
    normalLow: q1 - reach,
    normalHigh: q3 + reach,
  }
}

/** The value below which `share` of sorted values lie, between neighbours in a straight line. */
export function quantileOf(sorted: Numbers, share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below]
  const high = sorted[Math.min(below + 1, sorted.length - 1)]
  return low + (high - low) * (place - below)
}

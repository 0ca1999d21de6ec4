import { type Numbers, refuse, requireFinite } from "../input.ts"

/** The deepest fall of a curve, where it lies, and how long the curve was under water. */
export interface Drawdown {
  /** Fraction of the peak, 0 to 1. */
  readonly maxDrawdown: number
  readonly peakIndex: number
  readonly troughIndex: number
  /** First index at or above the old peak; undefined while it has not recovered. */
  readonly recoveryIndex: number | undefined
  /** Longest stretch, in points, from a peak until it was touched again or the curve ended. */
  readonly longestUnderwater: number
  /** The fall from the latest peak at the end of the curve. */
  readonly currentDrawdown: number
}

/**
 * Drawdown of an equity curve. The first point is a peak.
 * @param equity oldest first, the starting equity included
 * @returns undefined for an empty curve; zeros for one that never falls
 * @throws Problem `INVALID_INPUT` for equity below zero, or a start that is not above it
 */
export function drawdownOf(equity: Numbers): Drawdown | undefined {
  requireEquity(equity)
  if (equity.length === 0) return undefined
  const last = equity.length - 1
  let peakAt = 0
  let longest = 0
  let deepest = 0
  let deepestPeakAt = 0
  let deepestAt = 0
  for (let i = 1; i <= last; i++) {
    const fall = (equity[peakAt] - equity[i]) / equity[peakAt]
    if (fall <= 0) {
      // A rise from one point to the next was never under water.
      if (i - peakAt > 1) longest = Math.max(longest, i - peakAt)
      peakAt = i
    } else if (fall > deepest) {
      deepest = fall
      deepestPeakAt = peakAt
      deepestAt = i
    }
  }
  return {
    maxDrawdown: deepest,
    peakIndex: deepestPeakAt,
    troughIndex: deepestAt,
    recoveryIndex: deepest === 0 ? 0 : recovery(equity, deepestAt, equity[deepestPeakAt]),
    longestUnderwater: Math.max(longest, last - peakAt),
    currentDrawdown: (equity[peakAt] - equity[last]) / equity[peakAt],
  }
}

function recovery(equity: Numbers, troughAt: number, peak: number): number | undefined {
  for (let i = troughAt + 1; i < equity.length; i++) if (equity[i] >= peak) return i
  return undefined
}

/** @throws Problem `INVALID_INPUT` for equity below zero, or a start that is not above it */
export function requireEquity(equity: Numbers): void {
  requireFinite(equity, "equity")
  for (let i = 0; i < equity.length; i++) {
    if (equity[i] < 0) refuse(`equity[${i}] is ${equity[i]}, and a spot account cannot owe.`)
  }
  if (equity.length > 0 && equity[0] === 0) refuse("The equity starts at zero.")
}

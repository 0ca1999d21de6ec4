import type { Instant } from "../../value/brand.ts"
import { refuse } from "../input.ts"

/** A position from its opening to its closing, end not included. */
export interface Holding {
  readonly start: Instant
  readonly end: Instant
  /** Its value as a fraction of equity. */
  readonly weight: number
}

/** How much of the time, and of the account, was in the market. */
export interface Exposure {
  /** Share of the window with at least one position. */
  readonly timeInMarket: number
  /** Time-weighted sum of weights. */
  readonly averageGross: number
  /** Largest sum of weights at one instant. */
  readonly peakGross: number
}

/**
 * Exposure over `[from, to)`. Overlapping positions count once in time and fully in weight; what
 * lies outside of the window does not count.
 * @throws Problem `INVALID_INPUT` for an empty window, a holding that ends before it starts, or a
 *   weight below zero
 */
export function exposureOf(
  holdings: readonly Holding[],
  window: { readonly from: Instant; readonly to: Instant },
): Exposure {
  requireHoldings(holdings, window)
  const inside = holdings
    .map(({ start, end, weight }) => ({
      start: Math.max(start, window.from),
      end: Math.min(end, window.to),
      weight,
    }))
    .filter(({ start, end }) => start < end)
  const length = window.to - window.from
  return {
    timeInMarket: covered(inside) / length,
    averageGross: inside.reduce((sum, one) => sum + one.weight * (one.end - one.start), 0) / length,
    peakGross: peak(inside),
  }
}

interface Span {
  readonly start: number
  readonly end: number
  readonly weight: number
}

/** Length of the union. */
function covered(spans: readonly Span[]): number {
  let length = 0
  let until = -Infinity
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end > until) length += end - Math.max(start, until)
    until = Math.max(until, end)
  }
  return length
}

/** Ends come before starts at one instant: a holding does not contain its end. */
function peak(spans: readonly Span[]): number {
  const steps = spans
    .flatMap(({ start, end, weight }) => [
      { at: start, change: weight },
      { at: end, change: -weight },
    ])
    .toSorted((a, b) => a.at - b.at || a.change - b.change)
  let gross = 0
  let highest = 0
  for (const { change } of steps) {
    gross += change
    highest = Math.max(highest, gross)
  }
  return highest
}

function requireHoldings(
  holdings: readonly Holding[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): void {
  if (!(from < to && Number.isFinite(from) && Number.isFinite(to))) {
    refuse(`A window from ${from} to ${to} has no length.`)
  }
  for (const { start, end, weight } of holdings) {
    if (!(start <= end && Number.isFinite(start) && Number.isFinite(end))) {
      refuse(`A holding from ${start} to ${end} ends before it starts.`)
    }
    if (!(weight >= 0 && Number.isFinite(weight))) refuse(`A weight of ${weight} is not possible.`)
  }
}

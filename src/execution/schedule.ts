import { requirePositive } from "../statistics/input.ts"
import type { Duration, Quantity } from "../value/brand.ts"

/** When a part of a plan is due, from its beginning, and how much it is. */
export interface Due {
  readonly after: Duration
  readonly quantity: Quantity
}

/** What is to be cut, and the least that one part may be. */
export interface Whole {
  readonly quantity: Quantity
  readonly step: Quantity
  /** The smallest part that may be sent; 0 for no bound. */
  readonly least: Quantity
}

/**
 * Even parts at even distances, each at the start of its interval (quant.md 6.1). Fewer than asked
 * where a part would be too small; steps that do not share evenly go to the earliest.
 * @returns undefined when the whole is too small to be sent
 * @throws Problem `INVALID_INPUT` for a quantity, a number or a window that is not above zero
 */
export function twapSchedule(
  whole: Whole,
  told: { readonly slices: number; readonly window: Duration },
): readonly Due[] | undefined {
  requirePositive([whole.quantity, told.slices, told.window], "quantity, slices and window")
  const { step } = whole
  const steps = Math.floor(whole.quantity / step)
  const per = Math.max(1, Math.ceil(whole.least / step))
  const count = Math.min(told.slices, Math.floor(steps / per), steps)
  if (count < 1) return undefined
  return shared(
    steps,
    Array.from({ length: count }, () => 1),
  ).map((part, i) => ({
    after: Math.floor((told.window * i) / count) as Duration,
    quantity: (part * step) as Quantity,
  }))
}

/**
 * Parts by a curve of volume (quant.md 6.2). A part that would be too small is carried into the next
 * one; what is left at the end joins the last part sent.
 * @returns one quantity for each bucket of the curve; undefined when nothing can be sent
 */
export function vwapSchedule(
  whole: Whole,
  curve: readonly number[],
): readonly Quantity[] | undefined {
  const { step } = whole
  const steps = Math.floor(whole.quantity / step)
  const per = Math.max(1, Math.ceil(whole.least / step))
  if (!curve.some((it) => it > 0) || steps < per) return undefined
  const parts = shared(steps, curve)
  let carried = 0
  let last = -1
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] + carried
    const isSent = part >= per
    parts[i] = isSent ? part : 0
    carried = isSent ? 0 : part
    if (isSent) last = i
  }
  if (last < 0) return undefined
  parts[last] += carried
  return parts.map((part) => (part * step) as Quantity)
}

/** Whole steps by weights: the floor of each share, then one more for the largest fractions. */
function shared(steps: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, it) => sum + it, 0)
  const ideal = weights.map((it) => (steps * it) / total)
  // A share that is whole may come out a hair below itself.
  const parts = ideal.map((it) => Math.floor(it + 1e-9))
  const left = steps - parts.reduce((sum, it) => sum + it, 0)
  const byFraction = ideal
    .map((it, i) => ({ i, fraction: it - parts[i] }))
    .toSorted((a, b) => b.fraction - a.fraction || a.i - b.i)
  for (const { i } of byFraction.slice(0, left)) parts[i]++
  return parts
}

import type { Happening } from "./act.ts"
import { type Baseline, guessOf, type Metric, type Usual, usualOf } from "./baseline.ts"
import type { Memory } from "./memory.ts"

/** What a marker looks at when something happened. */
export interface Look<It extends Happening = Happening> {
  readonly it: It
  /** The guard's own time, which never runs backwards. */
  readonly now: number
  readonly hour: number
  readonly memory: Memory
  readonly baseline: Baseline
}

/** A marker's answer: what was measured and the limit it went beyond. */
export interface Finding {
  readonly value: number
  readonly limit: number
  readonly baseline?: number
  /** From 0 at the limit to 2 at twice of it and beyond (TILT-42). */
  readonly severity: number
  /** Rests on a baseline that is still being learnt: it informs and counts for nothing (TILT-37). */
  readonly isInforming?: boolean
}

/** One sign of tilt: its requirement, what it means in words, and when it looks. */
export interface Marker {
  readonly id: string
  readonly name: string
  /** What its numbers count: `per hour`, `s`. */
  readonly unit: string
  readonly kind: "absolute" | "baseline" | "both" | "anti-gaming"
  readonly hears: readonly Happening["kind"][]
  /** The limit in words, for those who read about it. */
  readonly rule: string
  judge(look: Look): Finding | undefined
}

/** More than the limit: the further beyond, the more severe. */
export function above(
  value: number,
  limit: number,
  more: Partial<Finding> = {},
): Finding | undefined {
  return value > limit ? { value, limit, severity: severityOf(value / limit), ...more } : undefined
}

/** The limit or more. */
export function atLeast(
  value: number,
  limit: number,
  more: Partial<Finding> = {},
): Finding | undefined {
  return value >= limit ? { value, limit, severity: severityOf(value / limit), ...more } : undefined
}

/** Less than the limit. */
export function below(
  value: number,
  limit: number,
  more: Partial<Finding> = {},
): Finding | undefined {
  return value < limit
    ? { value, limit, severity: severityOf(limit / Math.max(value, 1e-9)), ...more }
    : undefined
}

function severityOf(times: number): number {
  return Math.round(Math.min(2, Math.max(0, 2 * (times - 1))) * 100) / 100
}

/** What is usual, and whether it is known well enough to count. */
export function usual(
  { baseline, now }: Pick<Look, "baseline" | "now">,
  metric: Metric,
): { readonly usual: Usual; readonly isInforming: boolean } | undefined {
  const known = usualOf(baseline, metric, now)
  if (known) return { usual: known, isInforming: false }
  const guess = guessOf(baseline, metric)
  return guess && { usual: guess, isInforming: true }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2
}

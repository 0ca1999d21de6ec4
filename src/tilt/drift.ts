import { type Cusum, cusumNext } from "../statistics/cusum.ts"
import type { Happening } from "./act.ts"
import { type Baseline, type Metric, usualOf } from "./baseline.ts"
import type { Memory } from "./memory.ts"

/** A sum beyond this is no chance any more: about one false alarm in 465 values (quant.md 11.4). */
const DRIFT_LIMIT = 5
/** One wild value must not tell of a drift. */
const Z_MOST = 3

/**
 * Follows what changes bit by bit: decisions that become slower, sizes that become larger. No single
 * one is out of range; their sum is. After an alarm it begins anew.
 */
export function followDrift(memory: Memory, baseline: Baseline, it: Happening, now: number): void {
  const { drift } = memory
  if (it.kind === "line" && it.decideMs !== undefined) {
    const step = next(drift.slower, baseline, "decision-ms", { value: it.decideMs, now })
    drift.slower = step.sums
    drift.isSlower = step.isAlarm
  }
  if (it.kind === "entered" && it.isManual) {
    const step = next(drift.larger, baseline, "size", { value: it.size, now })
    drift.larger = step.sums
    drift.isLarger = step.isAlarm
  }
}

function next(
  sums: Cusum,
  baseline: Baseline,
  metric: Metric,
  { value, now }: { readonly value: number; readonly now: number },
): { readonly sums: Cusum; readonly isAlarm: boolean } {
  const usual = usualOf(baseline, metric, now)
  if (!usual || !(usual.scale > 0) || !(usual.median > 0) || !(value > 0)) {
    return { sums, isAlarm: false }
  }
  // Times and sizes are lopsided; their logarithms are even.
  const z = Math.log(value / usual.median) / (usual.scale / usual.median)
  const after = cusumNext(sums, Math.max(-Z_MOST, Math.min(Z_MOST, z)))
  return after.high > DRIFT_LIMIT
    ? { sums: { high: 0, low: 0 }, isAlarm: true }
    : { sums: after, isAlarm: false }
}

import { minutes } from "../../value/time.ts"
import { above, below, type Look, type Marker, medianOf, usual } from "../marker.ts"

/** Decisions older than this say nothing about now, and fewer than so many nothing at all. */
const WINDOW = minutes(30)
const LEAST = 5

/**
 * Decisions slower than usual, and faster (TILT-10, TILT-11). Both speak of time, not of speed:
 * above 1.30 times the median, below 0.50 times (decision D6).
 */
export const DECISIONS: readonly Marker[] = [
  {
    id: "TILT-10",
    name: "decisions take longer than usual",
    unit: "s",
    kind: "baseline",
    hears: ["line"],
    rule: "median of at least 5 in 30 minutes above 1.30 times your own, or slower bit by bit",
    judge: (look) => {
      const found = measured(look)
      if (!found) return undefined
      const { value, baseline, isInforming } = found
      const slow = above(value, baseline * 1.3, { baseline, isInforming })
      if (slow || !look.memory.drift.isSlower) return slow
      return { value, limit: baseline, baseline, severity: 1 }
    },
  },
  {
    id: "TILT-11",
    name: "decisions are much quicker than usual",
    unit: "s",
    kind: "baseline",
    hears: ["line"],
    rule: "median of at least 5 in 30 minutes below 0.50 times your own",
    judge: (look) => {
      const found = measured(look)
      if (!found) return undefined
      const { value, baseline, isInforming } = found
      return below(value, baseline * 0.5, { baseline, isInforming })
    },
  },
]

function measured(
  look: Look,
):
  | { readonly value: number; readonly baseline: number; readonly isInforming: boolean }
  | undefined {
  const { it, now, memory } = look
  if (it.kind !== "line" || it.decideMs === undefined) return undefined
  const times = memory.decisions.filter((one) => now - one.at < WINDOW).map((one) => one.ms / 1000)
  const known = times.length < LEAST ? undefined : usual(look, "decision-ms")
  if (!known) return undefined
  return {
    value: medianOf(times),
    baseline: known.usual.median / 1000,
    isInforming: known.isInforming,
  }
}

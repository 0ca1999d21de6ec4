import { minutes } from "../../value/time.ts"
import { above, below, type Finding, type Look, type Marker, medianOf, usual } from "../marker.ts"

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
      const slow = found && above(found.value, found.baseline * 1.3, found)
      return slow ?? crept(look)
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
      return found && below(found.value, found.baseline * 0.5, found)
    },
  },
]

/** Slower bit by bit (quant.md 11.4): no single decision tells, their sum does. */
function crept(look: Look): Finding | undefined {
  const { it, memory } = look
  if (!memory.drift.isSlower || it.kind !== "line" || it.decideMs === undefined) return undefined
  const baseline = (usual(look, "decision-ms")?.usual.median ?? NaN) / 1000
  return { value: it.decideMs / 1000, limit: baseline, baseline, severity: 1 }
}

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

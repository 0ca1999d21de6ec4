import { minutes } from "../../value/time.ts"
import { atLeast, above, type Finding, type Look, type Marker, usual } from "../marker.ts"
import { countSince } from "../memory.ts"

const EDITS_SPAN = minutes(2)
const EDITS_MOST = 5
const CAP_SPAN = minutes(10)
const CAP_MOST = 3
const TRADES = 10
const SWINGS = 3
/** TILT-19: so much more spread than usual, as a share of the size. */
const SPREAD_MORE = 0.3

/** Sizes that cannot make up their mind (TILT-12, TILT-19). */
export const SIZES: readonly Marker[] = [
  {
    id: "TILT-12",
    name: "the size is changed again and again",
    unit: "edits",
    kind: "absolute",
    hears: ["edit", "capped"],
    rule: "5 edits in 2 minutes, or the largest size asked for 3 times in 10",
    judge: ({ it, now, memory }) => {
      if (it.kind === "edit") {
        const many = atLeast(countSince(memory.edits, now, EDITS_SPAN), EDITS_MOST)
        if (many) return many
      }
      return atLeast(countSince(memory.capTries, now, CAP_SPAN), CAP_MOST)
    },
  },
  {
    id: "TILT-19",
    name: "sizes swing between small and large",
    unit: "swings",
    kind: "both",
    hears: ["entered"],
    rule: "3 swings within 10 trades, 30 % more spread than your own, or a slow growth of sizes",
    judge: (look) => {
      if (look.it.kind !== "entered" || !look.it.isManual) return undefined
      const sizes = look.memory.entries.slice(-TRADES).map((one) => one.size)
      return swings(sizes) ?? growing(look) ?? spread(look, sizes)
    },
  },
]

/** Neighbours at opposite ends: within a fifth of the range from the smallest, and from the largest. */
function swings(sizes: readonly number[]): Finding | undefined {
  const low = Math.min(...sizes)
  const high = Math.max(...sizes)
  // Sizes that differ by less than half are one size, not two.
  if (!(high >= 1.5 * low)) return undefined
  const fifth = (high - low) / 5
  const sides = sizes.map((it) => (it >= high - fifth ? 1 : it <= low + fifth ? -1 : 0))
  const many = sides.filter((side, i) => i > 0 && side * sides[i - 1] === -1).length
  return atLeast(many, SWINGS)
}

/** Larger bit by bit: no single size tells, their sum does (quant.md 11.4). */
function growing(look: Look): Finding | undefined {
  const size = look.memory.entries.at(-1)?.size
  if (!look.memory.drift.isLarger || size === undefined) return undefined
  const baseline = usual(look, "size")?.usual.median ?? NaN
  return { value: size, limit: baseline, baseline, severity: 1 }
}

function spread(look: Look, sizes: readonly number[]): Finding | undefined {
  const known = usual(look, "size")
  if (!known || sizes.length < TRADES || !(known.usual.median > 0)) return undefined
  const mean = sizes.reduce((sum, it) => sum + it, 0) / sizes.length
  const variance = sizes.reduce((sum, it) => sum + (it - mean) ** 2, 0) / sizes.length
  const baseline = known.usual.scale / known.usual.median
  const { isInforming } = known
  return above(Math.sqrt(variance) / mean, baseline + SPREAD_MORE, { baseline, isInforming })
}

import { minutes } from "../../value/time.ts"
import { above, type Finding, type Look, type Marker, usual } from "../marker.ts"
import { countSince } from "../memory.ts"

const WINDOW = minutes(30)
const ORDERS_LEAST = 5
const CANCELLED_SHARE = 0.4
const EDITS_MOST = 5
const SPANS = [
  ["edits-5m", minutes(5)],
  ["edits-30m", minutes(30)],
  ["edits-60m", minutes(60)],
] as const

/** What happens to orders once they are there (TILT-13, TILT-20, TILT-28). */
export const ORDERS: readonly Marker[] = [
  {
    id: "TILT-13",
    name: "orders are taken back as soon as they are placed",
    unit: "share",
    kind: "absolute",
    hears: ["cancelled", "entered"],
    rule: "more than 40 % of at least 5 orders in 30 minutes, within 5 s",
    judge: ({ now, memory }) => {
      const placed = countSince(memory.entries, now, WINDOW)
      if (placed < ORDERS_LEAST) return undefined
      return above(countSince(memory.cancels, now, WINDOW) / placed, CANCELLED_SHARE)
    },
  },
  {
    id: "TILT-20",
    name: "one order is bargained with",
    unit: "edits",
    kind: "absolute",
    hears: ["edit"],
    rule: "more than 5 edits of one order in 30 minutes",
    judge: ({ it, now, memory }) => {
      if (it.kind !== "edit") return undefined
      const many = memory.edits.filter((one) => one.of === it.of && now - one.at < WINDOW).length
      return above(many, EDITS_MOST)
    },
  },
  {
    id: "TILT-28",
    name: "orders are edited more than usual",
    unit: "edits",
    kind: "baseline",
    hears: ["edit"],
    rule: "above your own range in 5, 30 or 60 minutes",
    judge: (look) => {
      for (const [metric, span] of SPANS) {
        const found = beyondRange(look, metric, span)
        if (found) return found
      }
      return undefined
    },
  },
]

/** A range of one edit is narrower than chance: three more than usual is the least that tells. */
const EDITS_MORE = 3

function beyondRange(
  look: Look,
  metric: (typeof SPANS)[number][0],
  span: number,
): Finding | undefined {
  const known = usual(look, metric)
  if (!known) return undefined
  const baseline = known.usual.median
  const limit = Math.max(known.usual.normalHigh, baseline + EDITS_MORE)
  const { isInforming } = known
  return above(countSince(look.memory.edits, look.now, span), limit, { baseline, isInforming })
}

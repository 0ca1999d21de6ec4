import { hours, minutes } from "../../value/time.ts"
import { above, atLeast, type Marker, usual } from "../marker.ts"
import { countSince } from "../memory.ts"

const STARE = minutes(30)
const MINUTE = minutes(1)
const VIEWS_MOST = 20
const STRETCH = hours(4)
const RECONNECTS = 3
const RECONNECT_SPAN = minutes(10)

/** Where attention goes, and how long it lasts (TILT-16, TILT-25, TILT-26, TILT-29). */
export const ATTENTION: readonly Marker[] = [
  {
    id: "TILT-16",
    name: "looking without deciding",
    unit: "min",
    kind: "absolute",
    hears: ["line"],
    rule: "more than 30 minutes of views only; being away does not count",
    judge: ({ it, memory }) =>
      it.kind === "line" && it.outcome === "view"
        ? above(memory.staredUs / MINUTE, STARE / MINUTE)
        : undefined,
  },
  {
    id: "TILT-25",
    name: "views change very quickly",
    unit: "per min",
    kind: "absolute",
    hears: ["line"],
    rule: "more than 20 a minute",
    judge: ({ it, now, memory }) =>
      it.kind === "line" && it.outcome === "view"
        ? above(countSince(memory.views, now, MINUTE), VIEWS_MOST)
        : undefined,
  },
  {
    id: "TILT-26",
    name: "leaving and coming back",
    unit: "times",
    kind: "absolute",
    hears: ["session"],
    rule: "3 times in 10 minutes",
    judge: ({ it, now, memory }) =>
      it.kind === "session" && it.to === "began"
        ? // The first beginning is no return.
          atLeast(countSince(memory.reconnects, now, RECONNECT_SPAN) - 1, RECONNECTS)
        : undefined,
  },
  {
    id: "TILT-29",
    name: "a long stretch without a break",
    unit: "min",
    kind: "both",
    hears: ["line", "entered", "edit"],
    rule: "more than 4 hours, or above your own range",
    judge: (look) => {
      const stretch = (look.now - look.memory.stretchAt) / MINUTE
      const plain = above(stretch, STRETCH / MINUTE)
      if (plain) return plain
      const known = usual(look, "session-minutes")
      // A learning baseline has nothing to add to a limit that holds anyway.
      if (!known || known.isInforming) return undefined
      return above(stretch, Math.max(known.usual.normalHigh, 60), { baseline: known.usual.median })
    },
  },
]

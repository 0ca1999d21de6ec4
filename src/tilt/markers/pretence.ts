import { minutes } from "../../value/time.ts"
import { atLeast, type Marker } from "../marker.ts"

const SPAN = minutes(5)
const KEYS = 30
/** A person's gaps between keys spread by half their mean; a machine's hardly at all. */
const EVEN = 0.05
const EVEN_KEYS = 20

/** Keys that only look like work (TILT-33). */
export const PRETENCE: readonly Marker[] = [
  {
    id: "TILT-33",
    name: "keys without effect, or too even for a hand",
    unit: "keys",
    kind: "anti-gaming",
    hears: ["idle-keys", "line"],
    rule: "30 in 5 minutes, or no variation in their timing",
    judge: ({ it, now, memory }) => {
      if (it.kind !== "idle-keys" && it.kind !== "line") return undefined
      const isTyped = it.kind === "idle-keys" || it.pasted === 0
      if (isTyped && it.spread !== undefined && it.spread < EVEN && it.keys >= EVEN_KEYS) {
        return { value: it.spread, limit: EVEN, severity: 2 }
      }
      if (it.kind === "line") return undefined
      const keys = memory.idle
        .filter((one) => now - one.at < SPAN)
        .reduce((sum, one) => sum + one.keys, 0)
      return atLeast(keys, KEYS)
    },
  },
]

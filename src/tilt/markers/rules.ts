import { minutes } from "../../value/time.ts"
import { above, atLeast, type Marker } from "../marker.ts"
import { countSince } from "../memory.ts"

const CONFIGS_MOST = 3
const REFUSALS = 3
const REFUSALS_SPAN = minutes(10)
const WAS_INDEPENDENT = 0.3
const IS_PARALLEL = 0.6

/** How somebody deals with the rules (TILT-21, TILT-27, TILT-31, TILT-34). */
export const RULES: readonly Marker[] = [
  {
    id: "TILT-21",
    name: "positions that were independent move together",
    unit: "correlation",
    kind: "absolute",
    hears: ["parallel"],
    rule: "from below 0.3 to a lower bound above 0.6 within a session",
    judge: ({ it }) =>
      it.kind === "parallel" && it.was < WAS_INDEPENDENT
        ? above(it.atLeast, IS_PARALLEL)
        : undefined,
  },
  {
    id: "TILT-27",
    name: "risk settings are changed often",
    unit: "changes",
    kind: "absolute",
    hears: ["config"],
    rule: "more than 3 in a session",
    judge: ({ memory }) => above(memory.configs, CONFIGS_MOST),
  },
  {
    id: "TILT-31",
    name: "an override was tried",
    unit: "attempts",
    kind: "absolute",
    hears: ["override"],
    rule: "any",
    judge: () => ({ value: 1, limit: 0, severity: 1 }),
  },
  {
    id: "TILT-34",
    name: "refused entries are tried again during a pause",
    unit: "attempts",
    kind: "absolute",
    hears: ["refused"],
    rule: "3 in 10 minutes",
    judge: ({ it, now, memory }) =>
      it.kind === "refused"
        ? atLeast(countSince(memory.refusals, now, REFUSALS_SPAN), REFUSALS)
        : undefined,
  },
]

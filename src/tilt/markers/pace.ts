import { shareOfHour } from "../baseline.ts"
import { hours, minutes } from "../../value/time.ts"
import { above, below, type Look, type Marker, usual } from "../marker.ts"
import { countSince } from "../memory.ts"

const HOUR = hours(1)
/** A rate over less than this says nothing yet. */
const LEAST_SPAN = minutes(15)
/** Fewer trades than this are not many, however close together. */
const LEAST_TRADES = 3
const HOUR_SHARE = 0.02

/** How often, and at which hours, somebody trades by hand (TILT-14, TILT-15, TILT-22). */
export const PACE: readonly Marker[] = [
  {
    id: "TILT-14",
    name: "many more trades by hand than usual",
    unit: "per hour",
    kind: "baseline",
    hears: ["entered"],
    rule: "more than 2 times your own rate",
    judge: (look) => {
      if (look.it.kind !== "entered" || !look.it.isManual) return undefined
      if (countSince(look.memory.entries, look.now, HOUR) < LEAST_TRADES) return undefined
      const known = usual(look, "entries-per-hour")
      if (!known) return undefined
      const baseline = known.usual.median
      // Few trades an hour come in clusters by chance: there twice as many tells nothing yet.
      const least = Math.max(1, baseline)
      const limit = Math.max(2 * least, least + 2 * Math.sqrt(least))
      return above(rate(look), limit, { baseline, isInforming: known.isInforming })
    },
  },
  {
    id: "TILT-15",
    name: "hardly any trade although signals wait for a decision",
    unit: "per hour",
    kind: "baseline",
    hears: ["line"],
    rule: "less than 0.2 times your own rate, after an hour",
    judge: (look) => {
      const { memory, now } = look
      if (!memory.isSignalPending || !(now - memory.sessionAt >= HOUR)) return undefined
      const known = usual(look, "entries-per-hour")
      if (!known) return undefined
      const baseline = known.usual.median
      return below(rate(look), 0.2 * baseline, { baseline, isInforming: known.isInforming })
    },
  },
  {
    id: "TILT-22",
    name: "trading at an hour that is not yours",
    unit: "share of acts",
    kind: "baseline",
    hears: ["entered"],
    rule: "an hour with less than 2 % of your acts",
    judge: ({ it, hour, baseline }) => {
      if (it.kind !== "entered" || !it.isManual) return undefined
      const share = shareOfHour(baseline, hour)
      return share === undefined ? undefined : below(share, HOUR_SHARE)
    },
  },
]

/** Manual entries of the last hour of this session, per hour. */
function rate({ memory, now }: Look): number {
  const age = now - memory.sessionAt
  const span = Math.max(Math.min(HOUR, age > 0 ? age : HOUR), LEAST_SPAN)
  return countSince(memory.entries, now, span) / (span / HOUR)
}

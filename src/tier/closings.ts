import type { Duration, Instant } from "../value/brand.ts"
import { formatDuration, formatInstant } from "../value/time.ts"
import { REFLECTION_WORDS } from "./preparation.ts"
import { openItems, type Recovery } from "./recovery.ts"
import type { Closed } from "./standing.ts"

/** Entries rest after an emergency, until its checklist is done (TIER-30, RISK-46). */
export function recovering(recovery: Recovery, now: Instant): Closed {
  const open = openItems(recovery)
  const since = formatDuration((now - recovery.since) as Duration)
  return {
    id: recovery.trigger.id,
    value: recovery.trigger.value,
    limit: recovery.trigger.limit,
    because:
      open.length === 0
        ? `Entries rest for 30 minutes; ${since} have gone by. Stops and exits work.`
        : `Entries rest and everything held keeps its stop. They open again when the recovery is written: ${open.join(", ")}.`,
  }
}

/** A rule was tried on purpose in the adjustment period (TIER-20). */
export function banned(until: Instant, now: Instant): Closed {
  return {
    id: "TIER-20",
    value: `${formatDuration((until - now) as Duration)} left`,
    limit: "24 h after a breach in the adjustment period",
    because: `The valley contract asks for a day off. Stops and exits work; entries open again at ${formatInstant(until)}.`,
  }
}

/** A transition has not been written about yet (TIER-26). */
export function needsReflection(): Closed {
  return {
    id: "TIER-26",
    value: "no reflection yet",
    limit: `${REFLECTION_WORDS} words on the last change of tier`,
    because:
      "The strategy goes on by its rules. Orders by hand open again when the reflection is written.",
  }
}

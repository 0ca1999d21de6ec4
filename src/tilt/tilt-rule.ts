import type { Instant } from "../value/brand.ts"
import { formatDuration, minutes } from "../value/time.ts"
import { floorToStep } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** 0 calm, 1 space between acts, 2 half size, 3 locked (TILT-42). An input for now. */
export type TiltLevel = 0 | 1 | 2 | 3

/** TILT-49: so much time between manual entries from level 1 on. */
const SPACING = minutes(5)

export interface TiltScene {
  readonly now: Instant
  readonly tiltLevel: TiltLevel
  /** The trader's last own entry; never is -Infinity. */
  readonly lastManualAt: Instant
}

/** Exits are never touched (RISK-53). */
export function judgeTilt(intent: Intent, scene: TiltScene): Verdict {
  const level = scene.tiltLevel
  if (intent.purpose !== "entry" || level === 0) return ALLOW
  if (level === 3) {
    return refuse({
      id: "TILT-45",
      value: "level 3",
      limit: "below level 3",
      because:
        "Entries rest while the guard is at its highest level. Stops and exits work as always.",
    })
  }
  const waited = (scene.now - scene.lastManualAt) as typeof SPACING
  if (intent.author.kind === "trader" && waited < SPACING) {
    return refuse({
      id: "TILT-49",
      value: `${formatDuration(waited)} since the last entry`,
      limit: formatDuration(SPACING),
      because:
        "A little space between entries by hand helps now. The next one is open when it has passed.",
    })
  }
  if (level === 1) return { answer: "allow", value: "level 1" }
  const quantity = floorToStep(intent.instrument, Math.floor(intent.terms.quantity / 2))
  return { answer: "shrink", quantity, id: "TILT-44", value: "level 2", limit: "half size" }
}

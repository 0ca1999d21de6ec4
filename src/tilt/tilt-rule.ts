import type { Duration, Instant, Ratio } from "../value/brand.ts"
import { PPM } from "../value/brand.ts"
import { formatDuration, minutes } from "../value/time.ts"
import { floorToStep } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import { wordsIn } from "./journal-entry.ts"

/** 0 calm, 1 space between acts, 2 half size, 3 locked (TILT-42). */
export type TiltLevel = 0 | 1 | 2 | 3

/** TILT-49: so much time between what a trader does by hand and his next entry, at any level. */
const SPACING = minutes(5)
const QUARTER = 250_000
/** TILT-44: a manual entry at level 2 says why, in so many words. */
const REASON_WORDS = 20

export interface TiltScene {
  readonly now: Instant
  readonly tiltLevel: TiltLevel
  /** The trader's last own entry or change of settings; never is -Infinity. */
  readonly lastManualAt: Instant
  /** Entries by hand rest for so long yet, by the time the program runs (TILT-44, TILT-50). */
  readonly tiltPauseLeft: Duration
  /** The owner chose that strategies go on, and the lock has lasted half an hour (TILT-45). */
  readonly strategiesGoOn: boolean
  /** Share of the usual size, on the way back from a lock and while there is a debt (TILT-54). */
  readonly tiltShare: Ratio
  /** What would bring the level down, as a sentence. */
  readonly tiltNext: string
  /** Worth of the smallest position that can be sold again (RISK-3), account-asset units. */
  readonly viableUnits: bigint
  readonly quantityWorth: (units: bigint) => number
}

/** Exits are never touched (RISK-53). */
export function judgeTilt(intent: Intent, scene: TiltScene): Verdict {
  const level = scene.tiltLevel
  if (intent.purpose !== "entry") return ALLOW
  if (level === 3 && scene.strategiesGoOn && intent.author.kind === "strategy") {
    return quartered(intent, scene)
  }
  if (level === 3) {
    return refuse({
      id: "TILT-45",
      value: "level 3",
      limit: "below level 3",
      because: `Entries rest while the guard is at its highest level. Stops and exits work as always. ${scene.tiltNext}`,
    })
  }
  // A part of a plan is no act of the hand: the plan was one.
  const isByHand = intent.author.kind === "trader" && intent.slice === undefined
  const refusal = isByHand ? judgeByHand(intent, scene) : undefined
  return refusal ?? sized(intent, scene)
}

function judgeByHand(intent: Intent, scene: TiltScene): Verdict | undefined {
  const { tiltLevel: level, tiltPauseLeft: pause } = scene
  if (pause > 0) {
    return refuse({
      id: "TILT-44",
      value: `${formatDuration(pause)} of the pause left`,
      limit: "the pause is over",
      because:
        "Entries by hand have a pause now. Stops, exits and strategies go on. It passes by itself.",
    })
  }
  const waited = (scene.now - scene.lastManualAt) as typeof SPACING
  if (waited < SPACING) {
    return refuse({
      id: "TILT-49",
      value: `${formatDuration(waited)} since the last entry or change of settings`,
      limit: formatDuration(SPACING),
      because:
        "Stops and exits are open at any time. Entries by hand have a little space between them; the next one is open when it has passed.",
    })
  }
  const words = wordsIn(intent.because)
  if (level <= 1 || words >= REASON_WORDS) return undefined
  return refuse({
    id: "TILT-44",
    value: `a reason of ${words} words`,
    limit: `${REASON_WORDS} words or more`,
    because:
      "At this level an entry by hand says why, so that the plan is clear. Add the reason behind the size.",
  })
}

/** TILT-45: what a strategy may do behind a lock, where its owner chose so on a calm day. */
function quartered({ instrument, terms }: Intent, { tiltShare }: TiltScene): Verdict {
  const share = Math.min(QUARTER, tiltShare)
  const quantity = floorToStep(instrument, Math.floor((terms.quantity * share) / PPM))
  const limit = "a quarter of the size of strategies"
  return { answer: "shrink", quantity, id: "TILT-45", value: "level 3", limit }
}

/** Half size at level 2, and the share of recovery and debt: the smaller of both. */
function sized(intent: Intent, scene: TiltScene): Verdict {
  const { tiltLevel: level, tiltShare } = scene
  const asked = intent.terms.quantity
  if (level === 2) {
    const half = Math.floor(Math.min(asked / 2, (asked * tiltShare) / PPM))
    const quantity = floorToStep(intent.instrument, half)
    return {
      answer: "shrink",
      quantity,
      id: "TILT-44",
      value: `level ${level}`,
      limit: "half size",
    }
  }
  const part = floorToStep(intent.instrument, Math.floor((asked * tiltShare) / PPM))
  const quantity = Math.min(asked, Math.max(part, leastViable(intent, scene))) as typeof asked
  if (quantity === asked) return level === 0 ? ALLOW : { answer: "allow", value: `level ${level}` }
  return {
    answer: "shrink",
    quantity,
    id: "TILT-54",
    value: "on the way back to full size",
    limit: `${tiltShare / 10_000} % of the size`,
  }
}

/**
 * RISK-26: recovery cannot come to a standstill. Where a share of the size could not be sold again, the
 * smallest position that can be is allowed in its place, as for other reductions.
 */
function leastViable({ instrument }: Intent, scene: TiltScene): number {
  return scene.quantityWorth(scene.viableUnits) + instrument.filters.step
}

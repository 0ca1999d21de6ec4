import type { Instant } from "../value/brand.ts"
import type { Tier } from "./tier.ts"

/** Why entries are closed, in the words of a refusal. */
export interface Closed {
  readonly id: string
  readonly value: string
  readonly limit: string
  /** What it means and what would open them again (UI-40). */
  readonly because: string
}

/** What the tier machine says at one moment: everything that the rules ask of it. */
export interface Standing {
  /** The tier that was earned and is held. */
  readonly held: Tier
  /** The tier whose limits apply now; never above the held one (TIER-3, TIER-29). */
  readonly working: Tier
  /** Entries are this part of their normal size, parts per million (TIER-24, RISK-31). */
  readonly sizePpm: number
  /** TIER-30: no more than the viable minimum until the recovery is complete. */
  readonly isMinimumOnly: boolean
  /** No entries at all. */
  readonly closed?: Closed
  /** No entries by hand. */
  readonly closedByHand?: Closed
  /** How much more sensitive the tilt guard is, times a hundred (TIER-14, TIER-24). */
  readonly sensitivityPercent: number
  /** Gates that fail, by name; what a tier violation tells (TIER-4). */
  readonly missing: readonly string[]
  /** TIER-30: the notice of a demotion stays on the screen until then. */
  readonly noticeUntil?: Instant
}

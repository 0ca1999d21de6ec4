import type { Instant } from "../value/brand.ts"
import { hours, later, minutes, NEVER } from "../value/time.ts"
import { tierAt, type TierName } from "./tier.ts"

/** One step in the life of the tier; kept forever (TIER-27). */
export interface Passage {
  readonly at: Instant
  readonly kind:
    | "promotion"
    | "promotion refused"
    | "emergency"
    | "step-down"
    | "lowered"
    | "restored"
    | "recovered"
    | "ban"
  readonly from: TierName
  readonly to: TierName
  readonly reason: string
}

/** Where the tier stands, besides what was shown and written. */
export interface Course {
  readonly rank: number
  /** The rank that was earned and is given back after a balance step-down (TIER-31). */
  readonly earned: number
  readonly since: Instant
  readonly countedFrom: Instant
  readonly waitUntil: Instant
  readonly promotedAt: Instant | undefined
  readonly promotedUnits: bigint
  /** Tier equity has been below the floor of the rank since then (TIER-29). */
  readonly belowSince: Instant | undefined
  /** The lower tier's limits apply: an hour below, and not yet a day above. */
  readonly isSteppedDown: boolean
  /** Tier equity has been at or above the floor of the earned rank since then (TIER-31). */
  readonly aboveSince: Instant | undefined
}

/** The first tier, before anything has happened. */
export const START: Course = Object.freeze<Course>({
  rank: 0,
  earned: 0,
  since: NEVER,
  countedFrom: NEVER,
  waitUntil: NEVER,
  promotedAt: undefined,
  promotedUnits: 0n,
  belowSince: undefined,
  isSteppedDown: false,
  aboveSince: undefined,
})

/** A rank that begins at a moment, by a promotion or a fall: everything is counted anew. */
export const began = (rank: number, at: Instant): Course => ({
  ...START,
  rank,
  earned: rank,
  since: at,
  countedFrom: at,
  waitUntil: at,
})

const STEP_DOWN_AFTER = minutes(60)
const LOWERED_AFTER = hours(24)
const RESTORED_AFTER = hours(24)

/** The course at `now`, where only time has passed, with what happened on the way, oldest first. */
export function passed(
  course: Course,
  now: Instant,
): { readonly course: Course; readonly passages: readonly Passage[] } {
  const passages: Passage[] = []
  const add = (at: Instant, kind: Passage["kind"], ranks: readonly [number, number], why: string) =>
    passages.push({ at, kind, from: tierAt(ranks[0]).name, to: tierAt(ranks[1]).name, reason: why })
  let next = course
  const { belowSince } = next
  if (belowSince !== undefined && next.rank > 0) {
    const { rank } = next
    // Strictly longer than an hour, and not yet at it (TIER-29).
    if (!next.isSteppedDown && now - belowSince > STEP_DOWN_AFTER) {
      next = { ...next, isSteppedDown: true }
      const reason = "Equity was below the tier's minimum for more than 60 minutes (TIER-29)."
      add(later(belowSince, STEP_DOWN_AFTER), "step-down", [rank, rank - 1], reason)
    }
    if (next.isSteppedDown && now - belowSince >= LOWERED_AFTER) {
      const at = later(belowSince, LOWERED_AFTER)
      next = { ...next, rank: rank - 1, isSteppedDown: false, belowSince: undefined, since: at }
      add(
        at,
        "lowered",
        [rank, rank - 1],
        "Equity stayed below the minimum for 24 hours (TIER-29).",
      )
    }
  }
  const { aboveSince, rank } = next
  if (aboveSince !== undefined && now - aboveSince >= RESTORED_AFTER) {
    const at = later(aboveSince, RESTORED_AFTER)
    if (next.isSteppedDown || next.rank < next.earned) {
      const to = next.isSteppedDown ? rank : rank + 1
      const from = next.isSteppedDown ? rank - 1 : rank
      next = { ...next, rank: to, isSteppedDown: false, aboveSince: undefined }
      add(
        at,
        "restored",
        [from, to],
        "Equity stayed at or above the minimum for 24 hours (TIER-31).",
      )
    }
  }
  return { course: next, passages }
}

/**
 * The course after the worth was taken: it stands below a floor, or above the earned one, since some
 * moment. Rising for a moment ends the time below, but only a whole day above gives anything back.
 */
export function weighed(course: Course, tierEquityUnits: bigint, now: Instant): Course {
  const { rank, earned, isSteppedDown } = course
  const isBelow = rank > 0 && tierEquityUnits < tierAt(rank).floorUnits
  const owed = isSteppedDown ? rank : rank < earned ? rank + 1 : undefined
  const isAbove = owed !== undefined && tierEquityUnits >= tierAt(owed).floorUnits
  return {
    ...course,
    belowSince: isBelow ? (course.belowSince ?? now) : undefined,
    aboveSince: isAbove ? (course.aboveSince ?? now) : undefined,
  }
}

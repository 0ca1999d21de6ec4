import { type Instant, PPM } from "../value/brand.ts"
import { banned, needsReflection, recovering } from "./closings.ts"
import type { Course } from "./course.ts"
import { isBackAt, noticeUntil, type Recovery, stageOf } from "./recovery.ts"
import type { Closed, Standing } from "./standing.ts"
import { tierAt } from "./tier.ts"
import { adjustmentOf, watchfulness } from "./valley.ts"

/** What the tier machine knows, at a moment up to which time has passed in `course`. */
interface Known {
  readonly course: Course
  readonly recovery: Recovery | undefined
  readonly owesReflection: boolean
  readonly banUntil: Instant
  readonly tierEquityUnits: bigint
  readonly missing: readonly string[]
}

/** What all of it means for entries now. Factors only ever reduce. */
export function standingOf(known: Known, now: Instant): Standing {
  const { course, recovery, missing } = known
  const held = tierAt(course.rank)
  const adjustment = adjustmentOf(held, course.promotedAt, now)
  const closed = closedBy(known, now)
  const stage = recovery ? stageOf(recovery, now) : PPM
  const isNoticed = recovery !== undefined && now < noticeUntil(recovery)
  return {
    held,
    working: course.isSteppedDown ? tierAt(course.rank - 1) : held,
    sizePpm: Math.floor((stage * adjustment.sizePpm) / PPM),
    isMinimumOnly: recovery !== undefined && !isBackAt(recovery, now),
    sensitivityPercent: watchfulness(course, known.tierEquityUnits, now),
    missing,
    ...(closed ? { closed } : {}),
    ...(known.owesReflection ? { closedByHand: needsReflection() } : {}),
    ...(isNoticed ? { noticeUntil: noticeUntil(recovery) } : {}),
  }
}

function closedBy({ recovery, banUntil }: Known, now: Instant): Closed | undefined {
  if (recovery) {
    const isResting = recovery.isHalt && !isBackAt(recovery, now)
    if (isResting || now < noticeUntil(recovery)) return recovering(recovery, now)
  }
  return now < banUntil ? banned(banUntil, now) : undefined
}

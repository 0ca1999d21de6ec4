import type { Instant } from "../value/brand.ts"
import { hours } from "../value/time.ts"
import type { Course } from "./course.ts"
import type { Evidence } from "./evidence.ts"
import type { Evaluation } from "./gate.ts"
import type { Papers } from "./papers.ts"
import { PAPER_HOURS_BEFORE, paperHours } from "./practice.ts"
import { stillToWrite } from "./preparation.ts"
import { isBackAt } from "./recovery.ts"
import { tierAbove } from "./tier.ts"

/** A promotion rests on the evaluation of the same day. */
const EVALUATION_HOLDS = hours(24)

/** What keeps the next promotion from happening now; empty when only the sentence is missing. */
export function missingFor(
  told: {
    readonly course: Course
    readonly evaluation: Evaluation | undefined
    readonly evidence: Evidence
    readonly papers: Papers
  },
  now: Instant,
): readonly string[] {
  const { rank, earned } = told.course
  const next = tierAbove(rank)
  if (next === undefined) return ["there is no higher tier"]
  const missing: string[] = []
  if (rank < earned) missing.push(`equity back at ${next.name} for 24 h`)
  const { evaluation } = told
  if (evaluation === undefined || now - evaluation.at > EVALUATION_HOLDS) {
    missing.push("an evaluation of this day")
  } else missing.push(...evaluation.gates.filter((it) => !it.isPassed).map((it) => it.name))
  const paper = paperHours(told.evidence)
  if (next.name === "HUNTER" && paper < PAPER_HOURS_BEFORE) {
    missing.push(`${PAPER_HOURS_BEFORE} h of paper practice`)
  }
  const { recovery, owesReflection, preparation } = told.papers
  if (recovery && !isBackAt(recovery, now)) missing.push("the recovery checklist")
  if (owesReflection) missing.push("the reflection on the last transition")
  return [...missing, ...stillToWrite(preparation, next.name)]
}

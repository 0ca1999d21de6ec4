import type { Instant } from "../value/brand.ts"
import type { Course, Passage } from "./course.ts"
import type { DemotionWatchState } from "./demotion.ts"
import type { EvidenceState } from "./evidence.ts"
import type { Evaluation } from "./gate.ts"
import type { Kept } from "./kept.ts"
import type { PapersState } from "./papers.ts"

/** A tier book at rest: plain values, that a snapshot keeps. What is not known has no key. */
export interface TierBookState {
  readonly evidence: EvidenceState
  readonly papers: PapersState
  readonly watch: DemotionWatchState
  readonly history: readonly Passage[]
  readonly course: Kept<Course>
  readonly evaluation?: Evaluation
  readonly answer?: string
  readonly banUntil: Instant
  readonly hasAgreed: boolean
  readonly isHolding: boolean
  readonly isShadowing: boolean
}

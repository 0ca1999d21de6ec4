import type { Books } from "../engine/books.ts"
import { type Feature, FEATURES, isUnlocked } from "../tier/feature.ts"
import type { Gate } from "../tier/gate.ts"
import type { Passage } from "../tier/course.ts"
import { type Practised, practised } from "../tier/practice.ts"
import { CHECKLIST, RECOVERY } from "../tier/preparation.ts"
import { type Readiness, readinessOf } from "../tier/readiness.ts"
import type { Standing } from "../tier/standing.ts"
import { tierAbove, TIERS, type Tier } from "../tier/tier.ts"
import { approachTo, type Approach } from "../tier/valley.ts"
import type { Instant } from "../value/brand.ts"

/** Everything there is to know about the tier at one moment: what `genesis tier` shows. */
export interface TierReport {
  readonly at: Instant
  readonly standing: Standing
  readonly table: readonly Tier[]
  readonly equityUnits: bigint
  /** Without what was paid in during the last 30 days (TIER-5). */
  readonly tierEquityUnits: bigint
  readonly next: Tier | undefined
  readonly approach: Approach | undefined
  readonly gates: readonly Gate[]
  /** What still keeps the next promotion from happening. */
  readonly missing: readonly string[]
  readonly readiness: Readiness
  readonly practice: readonly Practised[]
  /** What the next tier would do is rehearsed beside each entry (TIER-15). */
  readonly isShadowing: boolean
  readonly features: readonly (Feature & { readonly isUnlocked: boolean })[]
  /** Each item of the checklist with its question, and whether it is answered. */
  readonly checklist: readonly Item[]
  readonly habits: readonly { readonly habit: string; readonly commitment: string }[]
  readonly signed: string | undefined
  /** Items of the recovery; empty when there is nothing to recover from. */
  readonly recovery: readonly Item[]
  readonly history: readonly Passage[]
}

/** Something to be written. */
export interface Item {
  readonly name: string
  readonly asks: string
  readonly isDone: boolean
}

export function tierReport({ tiers }: Books, at: Instant): TierReport {
  const standing = tiers.standing(at)
  const { evidence } = tiers
  const { preparation, recovery } = tiers.papers
  const tierEquityUnits = evidence.tierEquityUnits(at)
  const next = tierAbove(TIERS.indexOf(standing.held))
  const items = (asked: Readonly<Record<string, string>>, done: readonly string[]) =>
    Object.entries(asked).map(([name, asks]) => ({ name, asks, isDone: done.includes(name) }))
  return {
    at,
    standing,
    table: TIERS,
    equityUnits: evidence.equityUnits,
    tierEquityUnits,
    next,
    approach: next && approachTo(next, tierEquityUnits),
    gates: tiers.gatesAt(at),
    missing: tiers.missing(at),
    readiness: readinessOf(evidence, at),
    practice: practised(evidence),
    isShadowing: tiers.isShadowing,
    features: FEATURES.map((it) => ({
      ...it,
      isUnlocked: isUnlocked(it, standing.working.name),
    })),
    checklist: items(CHECKLIST, preparation.answered),
    habits: preparation.habits,
    signed: preparation.signed,
    recovery: recovery ? items(RECOVERY, recovery.done) : [],
    history: tiers.history,
  }
}

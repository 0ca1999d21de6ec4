import { type Instant, PPM } from "../value/brand.ts"
import { days, dayOf, DAY_US, hours, later, minutes, NEVER } from "../value/time.ts"
import { type Course, passed, type Passage, START, weighed } from "./course.ts"
import { DemotionWatch, LOST_SINCE_PROMOTION, SET_BACK, type Trigger } from "./demotion.ts"
import { Evidence, type Trade } from "./evidence.ts"
import { gatesTo } from "./evaluation.ts"
import type { Gate } from "./gate.ts"
import type { Measure } from "./measure.ts"
import { PAPER_HOURS_BEFORE, paperHours } from "./practice.ts"
import { Papers } from "./papers.ts"
import { CEREMONY_SENTENCE, stillToWrite, type TierAct } from "./preparation.ts"
import { readinessOf } from "./readiness.ts"
import { isBackAt } from "./recovery.ts"
import type { Standing } from "./standing.ts"
import { standingOf } from "./standing-of.ts"
import { type Tier, tierAbove, tierAt } from "./tier.ts"
import { adjustmentOf } from "./valley.ts"

/** All gates at one moment (TIER-6). */
export interface Evaluation {
  readonly at: Instant
  readonly gates: readonly Gate[]
}

/** TIER-6: every day at five past midnight, UTC. */
const EVALUATED_AT = minutes(5)
/** A promotion rests on the evaluation of the same day. */
const EVALUATION_HOLDS = hours(24)
const WAIT_AFTER_EMERGENCY = days(30)
const BAN = hours(24)
const LOSS_IN_ADJUSTMENT = 850_000n

/**
 * The one persistent state machine of the tier (TIER-3), as a fold over what the journal tells. It has
 * no way up but a confirmed promotion, and that counts only when every gate passed on the same day,
 * by figures that are folded too: there is nothing that could be set.
 */
export class TierBook {
  readonly evidence = new Evidence()
  readonly papers = new Papers()
  readonly #watch = new DemotionWatch()
  readonly #history: Passage[] = []
  #course: Course = START
  #evaluation: Evaluation | undefined
  #answer: string | undefined
  #banUntil: Instant = NEVER
  #hasAgreed = false
  #isHolding = false

  /** Everything that ever happened to the tier, oldest first (TIER-27). */
  get history(): readonly Passage[] {
    return this.#history
  }
  /** Why the last act of the trader does not count; undefined when it does. */
  get answer(): string | undefined {
    return this.#answer
  }
  get course(): Course {
    return this.#course
  }
  /** The last daily evaluation. */
  get evaluation(): Evaluation | undefined {
    return this.#evaluation
  }

  onFlow(at: Instant, units: bigint): void {
    this.#advance(at)
    this.evidence.onFlow(at, units)
  }

  onSample(at: Instant, units: bigint): void {
    this.#advance(at)
    this.evidence.onSample(at, units)
    const trigger = this.#watch.onSample(this.evidence.days, this.#working)
    if (trigger) this.#demote(at, trigger)
    const { promotedUnits, rank, earned } = this.#course
    if (rank === 0 && earned === 0) return
    const isLost = units * BigInt(PPM) <= promotedUnits * LOSS_IN_ADJUSTMENT
    if (this.#isAdjusting(at) && isLost) this.#demote(at, LOST_SINCE_PROMOTION)
    this.#course = weighed(this.#course, this.evidence.tierEquityUnits(at), at)
  }

  /** Gate progress is refreshed after every closed trade (TIER-6). */
  onTrade(trade: Trade): void {
    this.#advance(trade.at)
    this.evidence.onTrade(trade)
    const trigger = this.#watch.onTrade(trade)
    if (trigger) this.#demote(trade.at, trigger)
  }

  /** The rules refused an order of the trader that would have broken a limit. */
  onViolation(at: Instant): void {
    this.#advance(at)
    if (this.#isAdjusting(at)) {
      this.#banUntil = later(at, BAN)
      this.#note(at, "ban", "A rule was tried in the adjustment period; 24 hours off (TIER-20).")
    }
    const trigger = this.#watch.onViolation(at)
    if (trigger) this.#demote(at, trigger)
  }

  onForeignOrder(at: Instant): void {
    this.#advance(at)
    this.#demote(at, this.#watch.onForeignOrder())
  }

  onMeasure(at: Instant, measure: Measure): void {
    this.#advance(at)
    if (measure.kind === "journal-set-back") {
      this.#demote(at, SET_BACK, 0)
      return
    }
    this.evidence.onMeasure(at, measure)
    const trigger = this.#watch.onMeasure(at, measure, {
      evidence: this.evidence,
      tier: this.#working,
      isHolding: this.#isHolding,
      isAdjusting: this.#isAdjusting(at),
    })
    if (trigger) this.#demote(at, trigger)
  }

  /** Whether our books and the exchange agree, and whether anything is held. */
  onBooks(told: { readonly hasAgreed?: boolean; readonly isHolding?: boolean }): void {
    this.#hasAgreed = told.hasAgreed ?? this.#hasAgreed
    this.#isHolding = told.isHolding ?? this.#isHolding
  }

  /** What the trader wrote or signed. Returns why it does not count, or undefined when it does. */
  onAct(at: Instant, act: TierAct): string | undefined {
    this.#advance(at)
    this.#answer = this.#done(at, act)
    return this.#answer
  }

  #done(at: Instant, act: TierAct): string | undefined {
    if (act.kind === "confirm") return this.#promote(at, act.sentence)
    const was = this.papers.recovery?.completeAt
    const answer = this.papers.write(act, at)
    if (this.papers.recovery?.completeAt !== was) {
      this.#note(at, "recovered", "The recovery checklist is complete; sizes grow by day.")
    }
    return answer
  }

  /** What keeps the next promotion from happening now; empty when only the sentence is missing. */
  missing(now: Instant): readonly string[] {
    const next = tierAbove(this.#course.rank)
    if (next === undefined) return ["there is no higher tier"]
    const missing: string[] = []
    const { rank, earned } = this.#course
    if (rank < earned) missing.push(`equity back at ${next.name} for 24 h`)
    const evaluation = this.#evaluation
    if (evaluation === undefined || now - evaluation.at > EVALUATION_HOLDS) {
      missing.push("an evaluation of this day")
    } else missing.push(...evaluation.gates.filter((it) => !it.isPassed).map((it) => it.name))
    const paper = paperHours(this.evidence)
    if (next.name === "HUNTER" && paper < PAPER_HOURS_BEFORE) {
      missing.push(`${PAPER_HOURS_BEFORE} h of paper practice`)
    }
    const { recovery, owesReflection, preparation } = this.papers
    if (recovery && !isBackAt(recovery, now)) missing.push("the recovery checklist")
    if (owesReflection) missing.push("the reflection on the last transition")
    return [...missing, ...stillToWrite(preparation, next.name)]
  }

  /** The gates at this moment: what the screen shows between two evaluations. */
  gatesAt(now: Instant): readonly Gate[] {
    const next = tierAbove(this.#course.rank)
    if (next === undefined) return []
    const { since, countedFrom, waitUntil } = this.#course
    return gatesTo(next, {
      evidence: this.evidence,
      now,
      since,
      countedFrom,
      waitUntil,
      hasAgreed: this.#hasAgreed,
      readiness: readinessOf(this.evidence, now).score,
    })
  }

  /** What holds at this moment. Time alone moves it; asking changes nothing. */
  standing(now: Instant): Standing {
    const { course } = passed(this.#course, now)
    return standingOf(
      {
        course,
        recovery: this.papers.recovery,
        owesReflection: this.papers.owesReflection,
        banUntil: this.#banUntil,
        tierEquityUnits: this.evidence.tierEquityUnits(now),
        missing: this.#evaluation?.gates.filter((it) => !it.isPassed).map((it) => it.name) ?? [],
      },
      now,
    )
  }

  /** The tier whose limits apply, at a moment up to which time has passed. */
  get #working(): Tier {
    const { rank, isSteppedDown } = this.#course
    return tierAt(isSteppedDown ? rank - 1 : rank)
  }

  #isAdjusting(now: Instant): boolean {
    return !adjustmentOf(tierAt(this.#course.rank), this.#course.promotedAt, now).isOver
  }

  /** Time passes: step-downs ripen, and the day is evaluated. */
  #advance(now: Instant): void {
    if (this.#course.since === NEVER)
      this.#course = { ...this.#course, since: now, countedFrom: now }
    const { belowSince, aboveSince } = this.#course
    // Nothing ripens on most of the many samples of a long journal.
    if (belowSince !== undefined || aboveSince !== undefined) this.#ripen(now)
    this.papers.advance(now)
    const due = (dayOf((now - EVALUATED_AT) as Instant) * DAY_US + EVALUATED_AT) as Instant
    const last = this.#evaluation?.at ?? this.#course.since
    if (due > last) this.#evaluation = { at: due, gates: this.gatesAt(due) }
  }

  #ripen(now: Instant): void {
    const { course, passages } = passed(this.#course, now)
    this.#course = course
    for (const it of passages) {
      this.#history.push(it)
      if (it.kind !== "step-down") this.papers.askForReflection()
    }
  }

  #promote(at: Instant, sentence: string): string | undefined {
    const next = tierAbove(this.#course.rank)
    const missing = this.missing(at)
    const why =
      missing.length > 0
        ? `Still missing: ${missing.join(", ")}.`
        : sentence.trim() === CEREMONY_SENTENCE
          ? undefined
          : `The sentence is "${CEREMONY_SENTENCE}".`
    if (why !== undefined || next === undefined) {
      this.#note(at, "promotion refused", why ?? "")
      return why
    }
    const rank = this.#course.rank + 1
    const reason = "Every gate passed, everything is written, and the sentence was said."
    this.#history.push({
      at,
      kind: "promotion",
      from: tierAt(rank - 1).name,
      to: next.name,
      reason,
    })
    // One step: the tier, its limits and its features are all read from this one value (TIER-22).
    this.#course = {
      ...START,
      rank,
      earned: rank,
      since: at,
      countedFrom: at,
      waitUntil: at,
      promotedAt: at,
      promotedUnits: this.evidence.equityUnits,
    }
    this.#evaluation = undefined
    this.papers.begin({ owesReflection: true })
    return undefined
  }

  /** TIER-30: one tier down at once, all gates anew after 30 days; in the first tier a halt. */
  #demote(at: Instant, trigger: Trigger, lowest?: number): void {
    const from = this.#course.rank
    const to = lowest ?? Math.max(0, from - 1)
    const reason = `${trigger.id}: ${trigger.value}; the limit is ${trigger.limit}.`
    this.#history.push({
      at,
      kind: "emergency",
      from: tierAt(from).name,
      to: tierAt(to).name,
      reason,
    })
    this.#course = {
      ...START,
      rank: to,
      earned: to,
      since: at,
      countedFrom: at,
      waitUntil: later(at, WAIT_AFTER_EMERGENCY),
    }
    // Evidence stays, the behavioural baseline with it: it is needed now more than ever (TIER-32).
    this.#evaluation = undefined
    this.papers.openRecovery(at, trigger, from === 0)
    this.papers.begin({ owesReflection: from > 0 })
  }

  #note(at: Instant, kind: Passage["kind"], reason: string): void {
    const name = tierAt(this.#course.rank).name
    this.#history.push({ at, kind, from: name, to: name, reason })
  }
}

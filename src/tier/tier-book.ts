import { DOLLAR, moneyText } from "../value/amounts.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { days, dayOf, DAY_US, hours, later, minutes, NEVER } from "../value/time.ts"
import { began, type Course, passed, type Passage, START, weighed } from "./course.ts"
import { DemotionWatch, LOST_SINCE_PROMOTION, SET_BACK, type Trigger } from "./demotion.ts"
import { Evidence, type Trade } from "./evidence.ts"
import { gatesTo } from "./evaluation.ts"
import type { Evaluation, Gate } from "./gate.ts"
import { kept } from "./kept.ts"
import type { Measure } from "./measure.ts"
import { missingFor } from "./missing.ts"
import { Papers } from "./papers.ts"
import { CEREMONY_SENTENCE, type TierAct } from "./preparation.ts"
import { readinessOf } from "./readiness.ts"
import type { Standing } from "./standing.ts"
import { standingOf } from "./standing-of.ts"
import { type Tier, tierAbove, tierAt } from "./tier.ts"
import type { TierBookState } from "./tier-state.ts"
import { adjustmentOf, watchfulness } from "./valley.ts"

/** TIER-6: every day at five past midnight, UTC. */
const EVALUATED_AT = minutes(5)
const WAIT_AFTER_EMERGENCY = days(30)
const BAN = hours(24)
const LOSS_IN_ADJUSTMENT = 850_000n
/** TIER-15. */
const SHADOW_FROM = 250n * DOLLAR

/**
 * The one persistent state machine of the tier (TIER-3), as a fold over what the journal tells. It has
 * no way up but a confirmed promotion, and that counts only when every gate passed on the same day,
 * by figures that are folded too: there is nothing that could be set.
 */
export class TierBook {
  readonly evidence = new Evidence()
  readonly papers = new Papers()
  readonly #watch = new DemotionWatch()
  #history: Passage[] = []
  #course: Course = START
  #evaluation: Evaluation | undefined
  #answer: string | undefined
  #banUntil: Instant = NEVER
  #hasAgreed = false
  #isHolding = false
  #isShadowing = false

  /** Everything as plain values, to be kept; {@link restore} puts it back. */
  get state(): TierBookState {
    return {
      evidence: this.evidence.state,
      papers: this.papers.state,
      watch: this.#watch.state,
      history: [...this.#history],
      course: kept(this.#course),
      ...kept({ evaluation: this.#evaluation, answer: this.#answer }),
      banUntil: this.#banUntil,
      hasAgreed: this.#hasAgreed,
      isHolding: this.#isHolding,
      isShadowing: this.#isShadowing,
    }
  }

  restore(state: TierBookState): void {
    this.evidence.restore(state.evidence)
    this.papers.restore(state.papers)
    this.#watch.restore(state.watch)
    this.#history = [...state.history]
    this.#course = { ...START, ...state.course }
    this.#evaluation = state.evaluation
    this.#answer = state.answer
    this.#banUntil = state.banUntil
    this.#hasAgreed = state.hasAgreed
    this.#isHolding = state.isHolding
    this.#isShadowing = state.isShadowing
  }

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
    if (this.isAdjusting(at) && isLost) this.#demote(at, LOST_SINCE_PROMOTION)
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
    if (this.isAdjusting(at)) {
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
      isAdjusting: this.isAdjusting(at),
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
    if (act.kind === "shadow") return this.#shadow(act.isOn)
    const was = this.papers.recovery?.completeAt
    const answer = this.papers.write(act, at)
    if (this.papers.recovery?.completeAt !== was) {
      this.#note(at, "recovered", "The recovery checklist is complete; sizes grow by day.")
    }
    return answer
  }

  #shadow(isOn: boolean): string | undefined {
    const { equityUnits } = this.evidence
    if (isOn && equityUnits < SHADOW_FROM) {
      return `The shadow mode opens at ${moneyText(SHADOW_FROM)}; the account has ${moneyText(equityUnits)} (TIER-15).`
    }
    this.#isShadowing = isOn
    return undefined
  }

  /** TIER-15: the trader wants entries rehearsed as the next tier works them. */
  get isShadowing(): boolean {
    return this.#isShadowing && this.evidence.equityUnits >= SHADOW_FROM
  }

  /** What keeps the next promotion from happening now; empty when only the sentence is missing. */
  missing(now: Instant): readonly string[] {
    const { course, evaluation, evidence, papers } = this
    return missingFor({ course, evaluation, evidence, papers }, now)
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

  /** A promotion is so young that what is held is weighed as well (TIER-25). */
  isAdjusting(now: Instant): boolean {
    return !adjustmentOf(tierAt(this.#course.rank), this.#course.promotedAt, now).isOver
  }

  /** How watchful the guard is asked to be, times a hundred (TIER-14, TIER-24). */
  sensitivityPercent(now: Instant): number {
    return watchfulness(this.#course, this.evidence.tierEquityUnits(now), now)
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
    const promotedUnits = this.evidence.equityUnits
    this.#course = { ...began(rank, at), promotedAt: at, promotedUnits }
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
    this.#course = { ...began(to, at), waitUntil: later(at, WAIT_AFTER_EMERGENCY) }
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

import { pack, type Packed, unpack } from "../ledger/saved.ts"
import type { OverrideAnswer, OverrideBook } from "../risk/override.ts"
import type { OwnRules, Rules } from "../risk/own-rules.ts"
import { FEATURES } from "../tier/feature.ts"
import type { TierAct } from "../tier/preparation.ts"
import { tierAt } from "../tier/tier.ts"
import type { TierBook } from "../tier/tier-book.ts"
import type { Act, Happening } from "../tilt/act.ts"
import { TiltGuard } from "../tilt/guard.ts"
import type { TiltTerms } from "../tilt/standing.ts"
import type { TiltState } from "../tilt/state.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import type { Instant } from "../value/brand.ts"
import { dayOf, minutes, NEVER } from "../value/time.ts"
import type { Switch } from "./change.ts"
import type { Command } from "./records.ts"

/** From here on a score of the guard says something about the tier (TIER-16, TIER-25, TIER-28 h). */
const SCORE_TOLD = 50

/** TILT-45: so long strategies rest behind a lock, also where they may go on. */
const STRATEGIES_REST = minutes(30)

/** State that a snapshot keeps. */
export interface PersonState {
  readonly tilt: Packed<TiltState>
  readonly tiltLevel: TiltLevel
  /** Absent while the trader never entered by hand. */
  readonly lastManualAt?: Instant
  readonly watchPercent: number
  readonly day: number
  readonly scoreTold: number
}

/**
 * The trader, as far as the books know one: what the guard makes of the acts, what was asked to be
 * overridden, and what the tier learns of both. The guard and the tier do not know each other.
 */
export class Person {
  readonly tilt = new TiltGuard()
  readonly #tiers: TierBook
  readonly #overrides: OverrideBook
  readonly #rules: OwnRules
  /** Asked for by hand: the guard may be above it, never below. */
  #tiltLevel: TiltLevel = 0
  #lastManualAt: Instant = NEVER
  #overrideAnswer: OverrideAnswer | undefined
  #watchPercent = 100
  #day = -1
  #scoreTold = 0

  constructor(told: {
    readonly tiers: TierBook
    readonly overrides: OverrideBook
    readonly rules: OwnRules
  }) {
    this.#tiers = told.tiers
    this.#rules = told.rules
    this.#overrides = told.overrides
  }

  get state(): PersonState {
    const at = this.#lastManualAt
    return {
      tilt: pack(this.tilt.state),
      tiltLevel: this.#tiltLevel,
      ...(at === NEVER ? {} : { lastManualAt: at }),
      watchPercent: this.#watchPercent,
      day: this.#day,
      scoreTold: this.#scoreTold,
    }
  }

  restore(state: PersonState): void {
    this.tilt.restore(unpack<TiltState>(state.tilt))
    this.#tiltLevel = state.tiltLevel
    this.#lastManualAt = state.lastManualAt ?? NEVER
    this.#watchPercent = state.watchPercent
    this.#day = state.day
    this.#scoreTold = state.scoreTold
  }

  get lastManualAt(): Instant {
    return this.#lastManualAt
  }
  /** What became of the override that was asked for last. */
  get overrideAnswer(): OverrideAnswer | undefined {
    return this.#overrideAnswer
  }

  /** What the tilt guard means for entries at a moment. */
  terms(now: Instant): TiltTerms & { readonly strategiesGoOn: boolean } {
    const terms = this.tilt.terms(now)
    if (this.#tiltLevel > terms.level) {
      const next = "The level was set by hand."
      return { ...terms, level: this.#tiltLevel, next, strategiesGoOn: false }
    }
    const isRested = terms.lockedFor >= STRATEGIES_REST
    return { ...terms, strategiesGoOn: isRested && this.#rules.at(now).strategiesGoOn }
  }

  onEntry(at: Instant): void {
    this.#lastManualAt = at
  }

  hearAll(happenings: readonly Happening[], at: Instant): void {
    for (const it of happenings) this.tilt.hear(it, at)
    if (happenings.length > 0) this.#tellScore(at)
    this.#dropLooser(at)
  }

  onAct(act: Act, at: Instant): void {
    this.hearAll([act], at)
    if (act.kind !== "override" || act.outcome !== "abandoned") return
    this.#overrides.onAttempt(at)
    this.#tiers.onMeasure(at, { kind: "override-attempt" })
  }

  obey(command: Command, at: Instant, halt: Switch): void {
    if (command.kind === "tilt") {
      this.#tiltLevel = command.level
      this.#dropLooser(at)
    } else if (command.kind === "settings") this.#want(command.rules, at)
    else if (command.kind === "tier") this.#onTierAct(command.act, at)
    else if (command.kind === "tighten") {
      // TILT-20, TILT-28: a stop that is moved is an order that is edited, also towards safety.
      this.hearAll([{ kind: "edit", of: `stop ${command.instrument}` }], at)
    } else if (command.kind === "override") this.#override(command, at, halt)
  }

  /** The account was weighed: once a minute at most, so here the two learn of each other. */
  onSample(equityUnits: bigint, at: Instant): void {
    this.tilt.hear({ kind: "worth", equityUnits }, at)
    const percent = this.#tiers.sensitivityPercent(at)
    if (percent !== this.#watchPercent) {
      this.#watchPercent = percent
      this.tilt.hear({ kind: "watch", factor: percent / 100 }, at)
    }
    if (dayOf(at) > this.#day) {
      this.#day = dayOf(at)
      this.#tiers.onMeasure(at, { kind: "baseline", days: this.tilt.baselineDays(at) })
    }
    this.#tellScore(at)
    this.#dropLooser(at)
  }

  /** TILT-62: what waits to become looser does not while the guard is at level 2 or 3, however it came there. */
  #dropLooser(at: Instant): void {
    if (this.#rules.pending(at) && this.terms(at).level >= 2) this.#rules.dropLooser(at)
  }

  /** TILT-41: what a promotion unlocks is new to the trader, and what goes wrong with it weighs less. */
  #onTierAct(act: TierAct, at: Instant): void {
    const was = this.#tiers.course.rank
    this.#tiers.onAct(at, act)
    const { rank } = this.#tiers.course
    if (rank <= was) return
    const { name: tier } = tierAt(rank)
    const fresh = FEATURES.filter((it) => it.tier === tier)
    this.hearAll(
      fresh.map(({ name }) => ({ kind: "unlocked", feature: name })),
      at,
    )
  }

  /** TILT-62, TILT-27: a change of the owner's rules is an act, too. */
  #want(rules: Rules, at: Instant): void {
    const change = this.#rules.want(rules, at, { isCalm: this.terms(at).level < 2 })
    this.hearAll([{ kind: "config", change }], at)
    // TILT-49: tightening is free, everything else is an intervention.
    if (change === "looser") this.#lastManualAt = at
  }

  /** Each new height of an episode is told once: one series costs a tier once. */
  #tellScore(at: Instant): void {
    const score = this.tilt.score(at)
    if (score < SCORE_TOLD) this.#scoreTold = 0
    if (score < SCORE_TOLD || score <= this.#scoreTold) return
    this.#scoreTold = score
    this.#tiers.onMeasure(at, { kind: "tilt-score", score })
  }

  /** RISK-50 to 52: answered here, from facts alone, so that every fold gives the same answer. */
  #override(
    { reason, phrases }: Extract<Command, { kind: "override" }>,
    at: Instant,
    { isRunning, code }: Switch,
  ): void {
    const haltCode = isRunning ? "entries are not closed" : code
    const tiltLevel = this.terms(at).level
    const answer = this.#overrides.ask({ at, reason, phrases, tiltLevel, haltCode })
    this.#overrideAnswer = answer
    this.#tiers.onMeasure(at, { kind: "override-attempt" })
    this.hearAll([{ kind: "override", outcome: answer.kind === "open" ? "done" : "refused" }], at)
  }
}

import type { Instant } from "../value/brand.ts"
import { formatDuration, hours, later } from "../value/time.ts"
import { CEILINGS, type Limits } from "./limits.ts"

/** TILT-62: what lets more through waits so long, and can be taken back meanwhile. */
const LOOSER_AFTER = hours(1)

/** What the owner may set for himself, below the ceilings, also while a session runs. */
export interface Rules {
  readonly limits: Limits
  /** TILT-45: strategies go on at a quarter of their size once a lock has lasted half an hour. */
  readonly strategiesGoOn: boolean
}

/** What a change of the owner's rules was. */
export type RuleChange = "tighter" | "looser" | "other"

/** State that a snapshot keeps. */
export interface OwnRulesState {
  readonly now: Rules
  readonly next?: { readonly rules: Rules; readonly from: Instant }
}

const NAMES = ["position", "dayLoss", "drawdownHalt"] as const
const BUILT_IN: Rules = Object.freeze({ limits: CEILINGS, strategiesGoOn: false })

/**
 * The owner's own rules as they hold: what is stricter holds at once, what is looser after an hour, and
 * not while the tilt guard is at level 2 or 3 (TILT-62, PERF-13). A fold over the journal: a file that
 * was edited, or edited back, changes nothing but by a line of its own.
 */
export class OwnRules {
  #state: OwnRulesState = { now: BUILT_IN }
  #answer = ""

  get state(): OwnRulesState {
    return this.#state
  }

  restore(state: OwnRulesState): void {
    this.#state = state
  }

  /** With what a journal begins. */
  begin(limits: Limits | undefined): void {
    this.#state = { now: { ...BUILT_IN, limits: limits ?? CEILINGS } }
  }

  /** What holds at a moment. Asking changes nothing. */
  at(now: Instant): Rules {
    const { now: present, next } = this.#state
    return next !== undefined && now >= next.from ? next.rules : present
  }

  /** What will hold, and from when. */
  pending(now: Instant): OwnRulesState["next"] {
    const { next } = this.#state
    return next !== undefined && now < next.from ? next : undefined
  }

  /** Whether this is what was asked for last, so that it need not be asked again. */
  isAsked(rules: Rules): boolean {
    return isSame(rules, this.#state.next?.rules ?? this.#state.now)
  }

  /** What became of the last wish, in words (UI-40). */
  get answer(): string {
    return this.#answer
  }

  /** The owner wants these rules. @param told.isCalm the guard is below level 2 */
  want(wanted: Rules, at: Instant, told: { readonly isCalm: boolean }): RuleChange {
    const now = this.at(at)
    const hadPending = this.pending(at) !== undefined
    const strict = stricter(now, wanted)
    const isTighter = !isSame(strict, now)
    const isLooser = !isSame(strict, wanted)
    const waits = isLooser && told.isCalm
    this.#state = {
      now: strict,
      ...(waits ? { next: { rules: wanted, from: later(at, LOOSER_AFTER) } } : {}),
    }
    this.#answer = answerTo({ isTighter, isLooser, isCalm: told.isCalm, hadPending })
    if (isLooser) return "looser"
    return isTighter ? "tighter" : "other"
  }

  /** The guard is at level 2 or above: what was to become looser does not (TILT-62). */
  dropLooser(at: Instant): void {
    if (this.#state.next !== undefined) this.#state = { now: this.at(at) }
  }
}

function stricter(a: Rules, b: Rules): Rules {
  const least = (name: keyof Limits) =>
    a.limits[name] < b.limits[name] ? a.limits[name] : b.limits[name]
  return {
    limits: {
      position: least("position"),
      dayLoss: least("dayLoss"),
      drawdownHalt: least("drawdownHalt"),
    },
    strategiesGoOn: a.strategiesGoOn && b.strategiesGoOn,
  }
}

const isSame = (a: Rules, b: Rules): boolean =>
  a.strategiesGoOn === b.strategiesGoOn && NAMES.every((it) => a.limits[it] === b.limits[it])

function answerTo(told: {
  readonly isTighter: boolean
  readonly isLooser: boolean
  readonly isCalm: boolean
  readonly hadPending: boolean
}): string {
  const tight = told.isTighter ? ["What is stricter holds from now on."] : []
  if (told.isLooser && !told.isCalm) {
    return [
      ...tight,
      "What is looser is not taken while the tilt guard is at level 2 or 3; the limits stand as they are. Save the settings again when it is calm (TILT-62).",
    ].join(" ")
  }
  if (told.isLooser) {
    return [
      ...tight,
      `What is looser holds in ${formatDuration(LOOSER_AFTER)}; set it back until then and nothing changes (TILT-62).`,
    ].join(" ")
  }
  if (told.isTighter) return tight.join("")
  return told.hadPending
    ? "What was to become looser does not: the limits stand as they are."
    : "The limits stand as they are."
}

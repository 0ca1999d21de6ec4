import type { Instant } from "../value/brand.ts"
import { days, formatInstant, hours, later, minutes } from "../value/time.ts"

/** The two sentences that have to be typed (RISK-50). */
export const OVERRIDE_PHRASES = [
  "OVERRIDE EMERGENCY HALT",
  "I understand this may destroy my account",
] as const

/** What a trader typed to resume entries after an emergency halt. */
export interface OverrideAsked {
  readonly at: Instant
  readonly reason: string
  readonly phrases: readonly string[]
  readonly tiltLevel: number
  /** Why entries are closed: only an emergency can be overridden (RISK-51). */
  readonly haltCode: string
}

/** An override that is open, or why there is none; in the tone of UI-40. */
export type OverrideAnswer =
  | { readonly kind: "open"; readonly until: Instant }
  | {
      readonly kind: "refused"
      readonly id: string
      readonly value: string
      readonly limit: string
      readonly because: string
    }

/** RISK-50: how long one is open. */
export const OVERRIDE_LASTS = minutes(5)
const DAY = hours(24)
const MONTH = days(30)
const A_MONTH = 3
const ATTEMPTS_KEPT = 99
const REASON_LEAST = 10
/** RISK-50: emergencies of the market. Whatever else closes entries is lifted by nobody (RISK-51). */
const LIFTED: ReadonlySet<string> = new Set(["RISK-42", "RISK-42 halt", "RISK-43", "RISK-44"])

/** Whether an override may lift what closed entries for this code. */
export const isLiftable = (code: string): boolean => LIFTED.has(code)

/** State that a snapshot keeps. */
export interface OverrideBookState {
  readonly granted: readonly Instant[]
  readonly attempts: readonly Instant[]
}

/**
 * The break-glass override (RISK-50 to RISK-52): once a day, three times in 30 days, five minutes each.
 * Attempts are counted whether they succeed or not, since TIER-28 c counts them.
 */
export class OverrideBook {
  #granted: Instant[] = []
  #attempts: Instant[] = []

  get state(): OverrideBookState {
    return { granted: [...this.#granted], attempts: [...this.#attempts] }
  }

  restore({ granted, attempts }: OverrideBookState): void {
    this.#granted = [...granted]
    this.#attempts = [...attempts]
  }

  /** Whether an override is open. */
  isOpen(now: Instant): boolean {
    return this.openSince(now) !== undefined
  }

  /** When the one that is open was granted; undefined while none is. */
  openSince(now: Instant): Instant | undefined {
    const last = this.#granted.at(-1)
    return last !== undefined && now >= last && now < later(last, OVERRIDE_LASTS) ? last : undefined
  }

  attemptsSince(since: Instant): number {
    return this.#attempts.filter((it) => it >= since).length
  }

  /** One that was asked for, or begun and given up (RISK-52). */
  onAttempt(at: Instant): void {
    this.#attempts = [...this.#attempts.slice(-ATTEMPTS_KEPT), at]
  }

  ask(asked: OverrideAsked): OverrideAnswer {
    const { at } = asked
    this.onAttempt(at)
    const refusal = this.#refusal(asked)
    if (refusal) return refusal
    this.#granted = [...this.#granted.slice(-A_MONTH), at]
    return { kind: "open", until: later(at, OVERRIDE_LASTS) }
  }

  #refusal({
    at,
    reason,
    phrases,
    tiltLevel,
    haltCode,
  }: OverrideAsked): OverrideAnswer | undefined {
    if (!isLiftable(haltCode)) {
      return refused(
        "RISK-51",
        haltCode,
        "halts by an emergency of the market",
        "No override lifts anything else. It opens by its own way, which its message names.",
      )
    }
    if (tiltLevel >= 3) {
      return refused(
        "RISK-50",
        `guard level ${tiltLevel}`,
        "below level 3",
        "The guard holds entries closed. Ask again when its level has fallen.",
      )
    }
    if (reason.trim().length < REASON_LEAST) {
      return refused(
        "RISK-50",
        `a reason of ${reason.trim().length} characters`,
        `at least ${REASON_LEAST}`,
        "Write down why, so that it can be read again tomorrow.",
      )
    }
    const wrong = OVERRIDE_PHRASES.find((it, i) => phrases[i] !== it)
    if (wrong !== undefined) {
      return refused(
        "RISK-50",
        "a sentence that differs",
        `"${wrong}"`,
        "Both sentences are typed exactly as they stand.",
      )
    }
    return this.#overQuota(at)
  }

  #overQuota(at: Instant): OverrideAnswer | undefined {
    const last = this.#granted.at(-1)
    if (last !== undefined && at < later(last, DAY)) {
      return refused(
        "RISK-52",
        "one in the last 24 h",
        "1 in 24 h",
        `The next one is possible at ${formatInstant(later(last, DAY))}.`,
      )
    }
    const month = this.#granted.filter((it) => it > at - MONTH)
    const [first] = month
    if (first === undefined || month.length < A_MONTH) return undefined
    return refused(
      "RISK-52",
      `${month.length} in 30 days`,
      `${A_MONTH} in 30 days`,
      `The next one is possible at ${formatInstant(later(first, MONTH))}.`,
    )
  }
}

function refused(id: string, value: string, limit: string, because: string): OverrideAnswer {
  return { kind: "refused", id, value, limit, because }
}

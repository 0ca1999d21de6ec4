import type { Instant } from "../value/brand.ts"
import { dayOf, minutes } from "../value/time.ts"

/** How much an alert wants to be seen. */
export type AlertLevel = "info" | "warning" | "critical"

/** Something the owner should know of, whether or not anything is done about it. */
export interface Alert {
  /** Requirement id. */
  readonly id: string
  readonly level: AlertLevel
  /** What it is about: the same thing is not told again for a while. */
  readonly about: string
  /** In the tone of UI-40. */
  readonly what: string
}

/** RISK-14: the same alert is not repeated within this, and no more than so many come in a day. */
const AGAIN_AFTER = minutes(15)
const A_DAY = 50

/** State that a snapshot keeps. */
export interface AlertBookState {
  readonly day: number
  readonly today: number
  /** When each was last told. */
  readonly told: readonly (readonly [string, Instant])[]
}

/** Which alerts were told, as a fold over them, so that none is told again too soon. */
export class AlertBook {
  #day = -1
  #today = 0
  #told = new Map<string, Instant>()

  get state(): AlertBookState {
    return { day: this.#day, today: this.#today, told: [...this.#told] }
  }

  restore({ day, today, told }: AlertBookState): void {
    this.#day = day
    this.#today = today
    this.#told = new Map(told)
  }

  onAlert(alert: Alert, at: Instant): void {
    // A clock that steps back over midnight opens no new budget.
    if (dayOf(at) > this.#day) {
      this.#day = dayOf(at)
      this.#today = 0
      this.#told = new Map([...this.#told].filter(([, when]) => when > at - AGAIN_AFTER))
    }
    this.#today++
    this.#told.set(keyOf(alert), at)
  }

  /** Whether it is worth telling now. What is critical is told whatever was told before it today. */
  isDue(alert: Alert, at: Instant): boolean {
    const last = this.#told.get(keyOf(alert))
    if (last !== undefined && at < last + AGAIN_AFTER) return false
    return alert.level === "critical" || dayOf(at) > this.#day || this.#today < A_DAY
  }

  /** How many were told on the day of a moment. */
  today(now: Instant): number {
    return dayOf(now) > this.#day ? 0 : this.#today
  }

  /** Whether it was told at all today. */
  wasToldToday(alert: Alert, at: Instant): boolean {
    const last = this.#told.get(keyOf(alert))
    return last !== undefined && dayOf(at) <= dayOf(last)
  }
}

const keyOf = ({ id, about, level }: Alert): string => `${id} ${level} ${about}`

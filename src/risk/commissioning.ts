import { DOLLAR } from "../value/amounts.ts"
import type { Instant } from "../value/brand.ts"
import { days } from "../value/time.ts"

/** RISK-49: the first day of real money, and the week that it begins. */
const FIRST = days(1)
const WEEK = days(7)
const FIRST_EXPOSURE = 100n * DOLLAR

/** What an account's first live days allow (RISK-49). */
export interface FirstDays {
  readonly says: string
  /** All positions together, account-asset units; undefined without a limit of its own. */
  readonly exposureUnits?: bigint
  /** Positions of the smallest size only. */
  readonly isMinimumOnly: boolean
  /** The part of the allowance, parts per million. */
  readonly sizePpm: number
}

const FIRST_DAY: FirstDays = Object.freeze({
  says: "the first 24 hours live",
  exposureUnits: FIRST_EXPOSURE,
  isMinimumOnly: true,
  sizePpm: 1_000_000,
})
const FIRST_WEEK: FirstDays = Object.freeze({
  says: "the first 7 days live",
  isMinimumOnly: false,
  sizePpm: 500_000,
})

/** State that a snapshot keeps. */
export interface CommissioningState {
  readonly isLive: boolean
  /** Absent before the first start. */
  readonly since?: Instant
  /** When entries were first halted by hand, live; absent before. */
  readonly triedAt?: Instant
}

/** Whether an account is live, and how young it is at that, as a fold over how its journal began. */
export class Commissioning {
  #isLive = false
  #since: Instant | undefined
  #triedAt: Instant | undefined

  get state(): CommissioningState {
    return {
      isLive: this.#isLive,
      ...(this.#since === undefined ? {} : { since: this.#since }),
      ...(this.#triedAt === undefined ? {} : { triedAt: this.#triedAt }),
    }
  }

  restore({ isLive, since, triedAt }: CommissioningState): void {
    this.#isLive = isLive
    this.#since = since
    this.#triedAt = triedAt
  }

  get isLive(): boolean {
    return this.#isLive
  }

  onHeader(mode: string): void {
    this.#isLive = mode === "live"
  }

  onStarted(at: Instant): void {
    this.#since ??= at
  }

  /** Entries were halted by hand: that is the kill switch, and it works. */
  onHalted(at: Instant): void {
    if (this.#isLive) this.#triedAt ??= at
  }

  /** The kill switch was never tried, where money is at stake. */
  get isUntried(): boolean {
    return this.#isLive && this.#triedAt === undefined
  }

  /** It was not tried on the first day: entries rest until it is. */
  owesTrial(now: Instant): boolean {
    return this.isUntried && this.#since !== undefined && now >= this.#since + FIRST
  }

  /** What the first days allow at a moment; undefined after them, and where no money is at stake. */
  at(now: Instant): FirstDays | undefined {
    if (!this.#isLive || this.#since === undefined) return undefined
    if (now < this.#since + FIRST) return FIRST_DAY
    return now < this.#since + WEEK ? FIRST_WEEK : undefined
  }
}

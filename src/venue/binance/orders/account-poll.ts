import type { Report, Survey } from "../../../order/report.ts"
import type { OrderId, Request } from "../../../order/request.ts"
import type { Instant } from "../../../value/brand.ts"
import { FOREVER, later, NEVER, seconds } from "../../../value/time.ts"
import { RestingEntries } from "./resting-entries.ts"

/** While no events of the account come, all is asked for so often; and while they do (RISK-4). */
const POLL_EVERY = seconds(10)
const SURVEY_EVERY = seconds(60)
/** While none come, what entries fill at the exchange is asked for so often (EXEC-65). */
const ENTRIES_EVERY = seconds(1)

/**
 * When the exchange is asked what the account holds: seldom while it tells that by itself, often while
 * it does not, and then after each entry that may be filled.
 */
export class AccountPoll {
  readonly #survey: (at: Instant) => void
  readonly #ask: (id: OrderId, instrument: number) => void
  readonly #isDeaf: () => boolean
  readonly #entries = new RestingEntries()
  #surveyAt: Instant = FOREVER
  #entriesAt: Instant = NEVER

  constructor(told: {
    readonly survey: (at: Instant) => void
    readonly ask: (id: OrderId, instrument: number) => void
    /** No events of the account come now. */
    readonly isDeaf: () => boolean
  }) {
    this.#survey = told.survey
    this.#ask = told.ask
    this.#isDeaf = told.isDeaf
  }

  start(at: Instant): void {
    this.#surveyAt = later(at, POLL_EVERY)
  }

  stop(): void {
    this.#surveyAt = FOREVER
  }

  /** Events come again. Nothing is replayed: what happened in between is learnt by asking for everything. */
  onUp(at: Instant): void {
    this.#surveyAt = later(at, SURVEY_EVERY)
    this.#survey(at)
  }

  /** They may come no longer. */
  onGone(at: Instant): void {
    const soon = later(at, POLL_EVERY)
    if (this.#isDeaf() && this.#surveyAt > soon) this.#surveyAt = soon
  }

  /** @param time exchange's clock */
  sent(request: Request, time: Instant): void {
    this.#entries.sent(request, time)
  }

  hear(answer: Report | Survey): void {
    this.#entries.hear(answer)
  }

  onTime(at: Instant): void {
    if (at >= this.#entriesDue) {
      this.#entriesAt = later(at, ENTRIES_EVERY)
      for (const [id, instrument] of this.#entries) this.#ask(id, instrument)
    }
    if (at < this.#surveyAt) return
    this.#surveyAt = later(at, this.#isDeaf() ? POLL_EVERY : SURVEY_EVERY)
    this.#survey(at)
  }

  get nextDue(): Instant {
    return Math.min(this.#surveyAt, this.#entriesDue) as Instant
  }

  get #entriesDue(): Instant {
    return this.#isDeaf() && !this.#entries.isNone ? this.#entriesAt : FOREVER
  }
}

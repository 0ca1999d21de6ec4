import type { Duration, Instant } from "../value/brand.ts"
import { FOREVER, floorTo, later, NEVER, seconds } from "../value/time.ts"

/** While something is unfinished the engine looks after it this often. */
export const HEARTBEAT = seconds(1)
/** A survey that differed is repeated so soon. */
const SURVEY_AGAIN = seconds(2)
/** No plan waits longer without being looked at. */
export const PLAN_WAIT = seconds(60)

/** When the engine wants to be called although nothing has happened. */
export class Timers {
  /** The earliest of all. */
  next: Instant = FOREVER
  /** A clock that shows less was put back: some timer would wait longer than it ever should. */
  floor: Instant = NEVER
  readonly #sampleEvery: Duration
  readonly #surveyEvery: Duration
  #beatAt: Instant = FOREVER
  #sampleAt: Instant = FOREVER
  #surveyAt: Instant = FOREVER
  #planAt: Instant = FOREVER

  constructor(told: { readonly sampleEvery: Duration; readonly surveyEvery: Duration }) {
    this.#sampleEvery = told.sampleEvery
    this.#surveyEvery = told.surveyEvery
  }

  start(at: Instant): void {
    this.#sampleAt = this.#nextSample(at)
    this.surveyAgain(at)
  }

  /**
   * Runs the heartbeat while something is uneasy, and lets it rest while nothing is.
   * @param planAt when a plan wants to be looked at
   */
  settle(now: Instant, isUneasy: boolean, planAt: Instant): void {
    this.#planAt = planAt
    if (!isUneasy) this.#beatAt = FOREVER
    else if (this.#beatAt === FOREVER) this.#beatAt = later(now, HEARTBEAT)
    this.#refresh()
  }

  /** The clock was put back to `now`: nothing waits for it to catch up with what it showed before. */
  putBack(now: Instant): void {
    if (this.#beatAt !== FOREVER) this.#beatAt = earlier(this.#beatAt, later(now, HEARTBEAT))
    this.#sampleAt = earlier(this.#sampleAt, this.#nextSample(now))
    this.#surveyAt = earlier(this.#surveyAt, later(now, this.#surveyEvery))
    this.#refresh()
  }

  surveyAgain(now: Instant): void {
    this.#surveyAt = later(now, SURVEY_AGAIN)
    this.#refresh()
  }

  /** Whether the heart beats now. One that is due is not put off by what else comes at that moment. */
  takeBeat(now: Instant): boolean {
    if (this.#beatAt > now) return false
    this.#beatAt = FOREVER
    return true
  }

  /** Whether the account's worth is to be taken now; the next time is then the next full interval. */
  takeSample(now: Instant): boolean {
    if (this.#sampleAt > now) return false
    this.#sampleAt = this.#nextSample(now)
    return true
  }

  takeSurvey(now: Instant): boolean {
    if (this.#surveyAt > now) return false
    this.#surveyAt = later(now, this.#surveyEvery)
    return true
  }

  takePlan(now: Instant): boolean {
    return this.#planAt <= now
  }

  #nextSample(now: Instant): Instant {
    return later(floorTo(now, this.#sampleEvery), this.#sampleEvery)
  }

  #refresh(): void {
    const ours = earlier(this.#surveyAt, this.#planAt)
    this.next = earlier(this.#beatAt, earlier(this.#sampleAt, ours))
    this.floor = Math.max(
      startOf(this.#beatAt, HEARTBEAT),
      startOf(this.#sampleAt, this.#sampleEvery),
      startOf(this.#surveyAt, this.#surveyEvery),
      startOf(this.#planAt, PLAN_WAIT),
    ) as Instant
  }
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)
/** The latest moment at which a timer can have been set. */
const startOf = (at: Instant, span: Duration): number => (at === FOREVER ? NEVER : at - span)

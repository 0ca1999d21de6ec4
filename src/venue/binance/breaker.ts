import type { Duration, Instant } from "../../value/brand.ts"
import { FOREVER, later, NEVER, seconds } from "../../value/time.ts"

/** When a breaker opens, and for how long (EXEC-64). */
export interface BreakerTerms {
  readonly failures: number
  readonly within: Duration
  readonly pause: Duration
}

/** EXEC-64: 3 orders without an answer within 10 s, and entries wait for 20 s. */
export const ORDERS_BREAK: BreakerTerms = {
  failures: 3,
  within: seconds(10),
  pause: seconds(20),
}
/** 5 questions over REST without an answer within 30 s, and the others wait for a minute. */
export const REST_BREAK: BreakerTerms = {
  failures: 5,
  within: seconds(30),
  pause: seconds(60),
}
/** 3 sockets that would not open within 20 s, and the next is tried after 30 s. */
export const STREAMS_BREAK: BreakerTerms = {
  failures: 3,
  within: seconds(20),
  pause: seconds(30),
}

/** While it is tried again: so many may pass, and so many must go well. */
const PROBES = 3
const PROOFS = 2

/**
 * Holds back what keeps failing. Closed, all may pass; after some failures in a short time it is open
 * for a while; then a few may try, and when they go well it is closed again.
 */
export class Breaker {
  readonly #terms: BreakerTerms
  #failures: readonly Instant[] = []
  #openUntil: Instant = NEVER
  #isTrying = false
  #probes = 0
  #proofs = 0

  constructor(terms: BreakerTerms) {
    this.#terms = terms
  }

  isOpen(at: Instant): boolean {
    return at < this.#openUntil
  }

  /** Until when it is open; in the past when it is not. */
  get openUntil(): Instant {
    return this.#openUntil
  }

  /** When one more may pass; forever while those that try it are not back yet: their end says more. */
  freeAt(at: Instant): Instant {
    if (this.isOpen(at)) return this.#openUntil
    return this.mayPass(at) ? at : FOREVER
  }

  /** Whether one more may pass now; while it is tried again each that passes is counted. */
  admit(at: Instant): boolean {
    if (!this.mayPass(at)) return false
    if (this.#isTrying) this.#probes++
    return true
  }

  /** The same without counting: only what really leaves may count, or a lost probe is waited for for ever. */
  mayPass(at: Instant): boolean {
    return !this.isOpen(at) && (!this.#isTrying || this.#probes < PROBES)
  }

  /** What others do who pass in any case tells nothing while it is open. */
  succeeded(at: Instant): void {
    if (!this.#isTrying || this.isOpen(at)) return
    this.#proofs++
    if (this.#proofs < PROOFS) return
    this.#isTrying = false
    this.#failures = []
  }

  failed(at: Instant): void {
    if (this.isOpen(at)) return
    const { failures, within, pause } = this.#terms
    const recent = this.#failures.filter((it) => at - it < within)
    this.#failures = [...recent, at]
    if (!this.#isTrying && this.#failures.length < failures) return
    this.#openUntil = later(at, pause)
    this.#failures = []
    this.#isTrying = true
    this.#probes = 0
    this.#proofs = 0
  }
}

import type { Duration, Instant } from "../../value/brand.ts"
import { later, NEVER } from "../../value/time.ts"

/** When a breaker opens, and for how long (EXEC-64). */
export interface BreakerTerms {
  readonly failures: number
  readonly within: Duration
  readonly pause: Duration
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

  /** Whether one more may pass now; while it is tried again each that passes is counted. */
  admit(at: Instant): boolean {
    if (this.isOpen(at)) return false
    if (!this.#isTrying) return true
    if (this.#probes >= PROBES) return false
    this.#probes++
    return true
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

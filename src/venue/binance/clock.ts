import type { Duration, Instant } from "../../value/brand.ts"
import { FOREVER, later, milliseconds, minutes, NEVER, seconds } from "../../value/time.ts"

/** One look at the exchange's clock. All times in microseconds. */
export interface ClockLook {
  /** Ours, when it was asked. */
  readonly sentAt: Instant
  /** Ours, when the answer came. */
  readonly seenAt: Instant
  /** The exchange's, somewhere in between. */
  readonly time: Instant
}

/** EXEC-63: offset checked against the exchange every 5 min. */
const CHECK_EVERY = minutes(5)
/** While too little is known. */
const CHECK_SOON = seconds(1)
/** So many looks make an estimate steady. */
const LOOKS_STEADY = 3
const LOOKS_KEPT = 15
/** The quickest round trips tell most; their median is taken. */
const LOOKS_BEST = 5
/** Two clocks drift apart by some 10 ms in this time. */
const LOOK_LIFE = minutes(30)
/** Three checks in a row may fail before what was seen is too old. */
const TRUST_LIFE = minutes(16)
/** EXEC-63: beyond this, orders that raise risk wait until the clock is known again. */
const UNCERTAIN = milliseconds(1_000)

/**
 * The exchange's clock as seen from ours: ours plus an offset, the median over the quickest of the
 * latest looks. A look that contradicts the estimate by more than a second, or a request refused for
 * its time, means that a clock was put forward or back: what was known is forgotten.
 */
export class ExchangeClock {
  #looks: readonly ClockLook[] = []
  #offset = 0
  #checkAt: Instant = NEVER
  /** A look was asked for and has not come back. */
  #isLooking = false

  /** Microseconds that the exchange's clock is ahead of ours. */
  get offset(): Duration {
    return this.#offset as Duration
  }

  /** At most so far is the estimate from the truth; infinite before the first look. */
  get uncertainty(): Duration {
    return Math.min(Infinity, ...this.#looks.map((look) => roundTrip(look) / 2)) as Duration
  }

  /** Looks that the estimate rests on. */
  get looks(): number {
    return this.#looks.length
  }

  /** Seen not long ago, and well enough to sign orders that raise risk. */
  isTrusted(at: Instant): boolean {
    const last = this.#looks.at(-1)
    return last !== undefined && at - last.seenAt < TRUST_LIFE && this.uncertainty <= UNCERTAIN
  }

  toExchange(at: Instant): Instant {
    return (at + this.#offset) as Instant
  }

  /** Our time for a moment that the exchange named. */
  toOurs(time: Instant): Instant {
    return (time - this.#offset) as Instant
  }

  learn(look: ClockLook): void {
    this.#isLooking = false
    const offset = offsetOf(look)
    const isJump =
      this.#looks.length > 0 &&
      Math.abs(offset - this.#offset) > UNCERTAIN + roundTrip(look) / 2 + this.uncertainty
    const fresh = this.#looks.filter(({ seenAt }) => look.seenAt - seenAt < LOOK_LIFE)
    this.#looks = [...(isJump ? [] : fresh), look].slice(-LOOKS_KEPT)
    this.#offset = estimate(this.#looks)
    const isSteady = this.#looks.length >= LOOKS_STEADY
    this.#checkAt = later(look.seenAt, isSteady ? CHECK_EVERY : CHECK_SOON)
  }

  /** A request was refused for its time (-1021): all looks are made again. */
  doubt(at: Instant): void {
    this.#looks = this.#looks.filter(({ sentAt }) => sentAt >= at)
    if (this.#checkAt > at) this.#checkAt = at
  }

  /** A look did not come back. */
  miss(at: Instant): void {
    this.#isLooking = false
    this.#checkAt = later(at, CHECK_SOON)
  }

  /** Whether the clock should be asked for now; remembers that it is. */
  takeLook(at: Instant): boolean {
    if (at < this.nextDue) return false
    this.#isLooking = true
    return true
  }

  get nextDue(): Instant {
    return this.#isLooking ? FOREVER : this.#checkAt
  }
}

const roundTrip = (look: ClockLook): number => Math.max(look.seenAt - look.sentAt, 0)
/** As if both ways took equally long. */
const offsetOf = (look: ClockLook): number => look.time - (look.sentAt + look.seenAt) / 2

function estimate(looks: readonly ClockLook[]): number {
  const best = looks.toSorted((a, b) => roundTrip(a) - roundTrip(b)).slice(0, LOOKS_BEST)
  const offsets = best.map(offsetOf).toSorted((a, b) => a - b)
  return Math.round(offsets[(offsets.length - 1) >> 1] ?? 0)
}

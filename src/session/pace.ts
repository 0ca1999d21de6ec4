import type { Instant } from "../value/brand.ts"

/**
 * How a session's own time follows the clock on the wall: from a common start, so many times as
 * fast. The generated market runs at the wall's own time; a recording starts at its first row.
 */
export class Pace {
  readonly #wallStart: Instant
  readonly #start: Instant
  readonly #speed: number

  /** @param told.speed 1 is real time; Infinity plays as fast as the machine can */
  constructor(told: { readonly wall: Instant; readonly start: Instant; readonly speed: number }) {
    this.#wallStart = told.wall
    this.#start = told.start
    this.#speed = told.speed
  }

  get isUnbound(): boolean {
    return this.#speed === Infinity
  }

  /** The session's time at a moment on the wall. */
  at(wall: Instant): Instant {
    if (this.isUnbound) return Infinity as Instant
    return (this.#start + (wall - this.#wallStart) * this.#speed) as Instant
  }
}

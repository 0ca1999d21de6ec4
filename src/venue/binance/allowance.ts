import assert from "node:assert/strict"
import type { Duration, Instant } from "../../value/brand.ts"
import { later, minutes, NEVER, seconds } from "../../value/time.ts"

/** So many times within any span: connection attempts, or messages sent. */
export class Allowance {
  readonly #span: Duration
  /** The latest takings; the oldest stands at `#next`, which is overwritten first. */
  readonly #taken: Float64Array
  #next = 0

  constructor(told: { readonly most: number; readonly span: Duration }) {
    assert.ok(told.most >= 1)
    this.#span = told.span
    this.#taken = new Float64Array(told.most).fill(NEVER)
  }

  /** Takes one if there is one now. */
  take(at: Instant): boolean {
    if (at < this.freeAt) return false
    this.#taken[this.#next] = at
    this.#next = (this.#next + 1) % this.#taken.length
    return true
  }

  /** When the next one is there. */
  get freeAt(): Instant {
    return later(this.#taken[this.#next] as Instant, this.#span)
  }
}

/**
 * Attempts to connect to one service: 80 % of the 300 in 5 minutes that it allows one address
 * (binance-spot.md sections 19 and 21). Shared by all connections to it.
 */
export const connectionAttempts = (): Allowance => new Allowance({ most: 240, span: minutes(5) })

/**
 * Messages to one market stream socket: four of the five a second that it allows, since the answer to
 * its own ping counts, too (binance-spot.md section 19).
 */
export const streamMessages = (): Allowance => new Allowance({ most: 4, span: seconds(1) })

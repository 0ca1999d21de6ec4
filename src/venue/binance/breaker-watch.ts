import type { BreakerName, Notice } from "../../order/notice.ts"
import type { Instant } from "../../value/brand.ts"
import { FOREVER } from "../../value/time.ts"
import type { Breaker } from "./breaker.ts"

/** Says which breakers are open (EXEC-64): each when it changes, and once at the start. */
export class BreakerWatch {
  readonly #breakers: readonly (readonly [BreakerName, Breaker])[]
  readonly #tell: (notice: Notice, at: Instant) => void
  /** What was last said. */
  readonly #told = new Map<BreakerName, boolean>()

  constructor(
    breakers: readonly (readonly [BreakerName, Breaker])[],
    tell: (notice: Notice, at: Instant) => void,
  ) {
    this.#breakers = breakers
    this.#tell = tell
  }

  onTime(at: Instant): void {
    for (const [of, breaker] of this.#breakers) {
      const isOpen = breaker.isOpen(at)
      if (this.#told.get(of) === isOpen) continue
      this.#told.set(of, isOpen)
      this.#tell({ kind: "notice", about: "breaker", of, isOpen }, at)
    }
  }

  /** When the next of those that are open closes. */
  get nextDue(): Instant {
    let due = FOREVER
    for (const [of, { openUntil }] of this.#breakers) {
      if (this.#told.get(of) === true && openUntil < due) due = openUntil
    }
    return due
  }
}

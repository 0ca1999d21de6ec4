import type { Duration, Instant } from "../value/brand.ts"
import { seconds } from "../value/time.ts"

/** Looked at no more often than this: a connection that comes and goes within it is no news. */
const LOOK_EVERY: Duration = seconds(1)

const SETTLED_AFTER: Duration = seconds(2)

/** Tells what has changed about the connections, once for each change and calmly. */
export class Weather {
  readonly #tell: (at: Instant, text: string) => void
  #known: readonly string[] = []
  #lookAt: number | undefined

  constructor(tell: (at: Instant, text: string) => void) {
    this.#tell = tell
  }

  /** @param healthNow how everything stands, one sentence each */
  look(healthNow: () => readonly string[], at: Instant): void {
    // What is only just being opened is no news either.
    this.#lookAt ??= at + SETTLED_AFTER
    if (at < this.#lookAt) return
    const health = healthNow()
    this.#lookAt = at + LOOK_EVERY
    for (const text of health) if (!this.#known.includes(text)) this.#tell(at, text)
    this.#known = health
  }
}

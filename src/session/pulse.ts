import type { Engine } from "../engine/engine.ts"
import type { Act } from "../tilt/act.ts"
import type { Instant } from "../value/brand.ts"
import { minutes } from "../value/time.ts"

/** Each minute while a pause or a lock runs, and no oftener: it is a line of the journal. */
const EVERY = minutes(1)

/**
 * Tells the tilt guard how long the program has run, while somebody waits for a pause or a lock to
 * end. The time comes from a clock that nobody can set, so that neither a clock put forward nor a
 * machine switched off makes a lock shorter (TILT-50).
 */
export class Pulse {
  #from: number | undefined

  /** @param ranUs time that the program has run, from any start; only differences are used */
  beat(
    session: { readonly engine: Engine; readonly now: Instant; act(act: Act, at: Instant): void },
    ranUs: number,
  ): void {
    if (!session.engine.books.tilt.isServing) {
      this.#from = undefined
      return
    }
    this.#from ??= ranUs
    const ran = ranUs - this.#from
    if (ran >= 0 && ran < EVERY) return
    this.#from = ranUs
    if (ran > 0) session.act({ kind: "pulse", ranUs: ran }, session.now)
  }
}

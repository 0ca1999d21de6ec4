import type { Survey } from "../order/report.ts"
import type { Books } from "./books.ts"
import { type Difference, reconcile } from "./reconcile.ts"

/** What a survey came to. */
export type Finding =
  | { readonly kind: "agreed" }
  /** Something differs, but may only be on its way: ask about these orders, and survey again soon. */
  | { readonly kind: "unsure"; readonly ask: readonly NonNullable<Difference["ask"]>[] }
  /** The same difference stood twice with nothing moving in between: it is real. */
  | { readonly kind: "differs"; readonly differences: readonly Difference[] }

/**
 * Tells real differences from reports that are merely on their way (EXEC-69). A difference is
 * believed when it has stood through several surveys in a row without our books having moved.
 */
export class Reconciler {
  #suspected: ReadonlySet<string> = new Set()
  #stood = 0
  #survey: Survey | undefined

  /** Our books have moved: whatever differed before may be settled by that. */
  onMovement(): void {
    this.#stood = 0
    this.#suspected = new Set()
  }

  /** The exchange's last word, while it differs from our books for good. */
  get standing(): Survey | undefined {
    return this.#stood < STANDS ? undefined : this.#survey
  }

  /** Something differed in the last survey. */
  get isSuspecting(): boolean {
    return this.#stood > 0
  }

  judge(books: Books, survey: Survey): Finding {
    const differences = reconcile(books, survey)
    if (differences.length === 0) {
      this.onMovement()
      return { kind: "agreed" }
    }
    const isKnown = differences.every(({ what }) => this.#suspected.has(what))
    this.#stood = isKnown ? this.#stood + 1 : 1
    // Where some were settled, those that are left have stood all the while.
    this.#suspected = new Set(differences.map(({ what }) => what))
    this.#survey = survey
    const ask = differences.flatMap((it) => (it.ask ? [it.ask] : []))
    if (this.#stood < STANDS || ask.length > 0) return { kind: "unsure", ask }
    return { kind: "differs", differences }
  }
}

/** So many surveys in a row must say the same. */
const STANDS = 3

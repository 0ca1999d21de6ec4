import type { Alert } from "../risk/alert-book.ts"
import type { Measure } from "../tier/measure.ts"
import type { Instant } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Change } from "./change.ts"
import type { Journal } from "./ports.ts"
import { encodeFact, type Fact } from "./records.ts"

/** Hears what was journaled; must not act on the engine. */
export type FactListener = (fact: Fact, at: Instant, seq: number) => void

/** The moment the engine is in, and the one way in which anything becomes true at it. */
export class Turn {
  now: Instant = NEVER
  /** Market rows applied so far. */
  rows = 0
  readonly #journal: Journal
  readonly #books: Books
  readonly #onFact: FactListener | undefined

  constructor(told: {
    readonly journal: Journal
    readonly books: Books
    readonly onFact: FactListener | undefined
  }) {
    this.#journal = told.journal
    this.#books = told.books
    this.#onFact = told.onFact
  }

  /** The number that the next line of the journal will have. */
  get nextLine(): number {
    return this.#journal.seq + 1
  }

  /** Journals a fact, folds it, and tells those who listen: in this order, always. */
  record(fact: Fact): readonly Change[] {
    const at = this.now
    const entry = { at, kind: fact.kind, rows: this.rows, body: encodeFact(fact) }
    const seq = this.#journal.append(entry)
    const changes = this.#books.apply(fact, at)
    this.#onFact?.(fact, at, seq)
    return changes
  }

  /** Tells the owner of something, unless it was told not long ago. */
  alert(alert: Alert): void {
    if (this.#books.risk.alerts.isDue(alert, this.now)) this.record({ kind: "alert", ...alert })
  }

  /** Something that the engine itself has measured for the tier: no input, but a conclusion. */
  measure(measure: Measure): void {
    this.record({ kind: "measured", measure, by: "engine" })
  }

  /** Opens or closes trading to entries; exits always work (RISK-53). */
  switchTo(to: "running" | "exits-only", code: string, reason: string): void {
    this.record({ kind: "switched", to, code, reason })
  }
}

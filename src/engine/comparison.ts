import type { Survey } from "../order/report.ts"
import type { Instant } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import type { Books } from "./books.ts"
import { waitsForBooks } from "./change.ts"
import type { Outbox } from "./outbox.ts"
import type { OwnerDesk } from "./owner-desk.ts"
import type { Reconciler } from "./reconciler.ts"
import type { Timers } from "./timers.ts"
import type { Turn } from "./turn.ts"

/**
 * Holds what the exchange tells of our account against our books, and opens or closes entries by it
 * (EXEC-69, AUDIT-20).
 */
export class Comparison {
  readonly #books: Books
  readonly #turn: Turn
  readonly #timers: Timers
  readonly #outbox: Outbox
  readonly #reconciler: Reconciler
  readonly #owner: OwnerDesk
  /** What the exchange last told agrees with our books. */
  hasAgreed = false
  /** When it was last held against our books, and believed. */
  comparedAt: Instant = NEVER

  constructor(told: {
    readonly books: Books
    readonly turn: Turn
    readonly timers: Timers
    readonly outbox: Outbox
    readonly reconciler: Reconciler
    readonly owner: OwnerDesk
  }) {
    this.#books = told.books
    this.#turn = told.turn
    this.#timers = told.timers
    this.#outbox = told.outbox
    this.#reconciler = told.reconciler
    this.#owner = told.owner
  }

  /** Our books have moved: whatever differed before may be settled by that. */
  onMovement(): void {
    this.#reconciler.onMovement()
  }

  take(survey: Survey): void {
    const turn = this.#turn
    const wasSuspecting = this.#reconciler.isSuspecting
    const finding = this.#reconciler.judge(this.#books, survey)
    const { code, isRunning } = this.#books.switch
    const isShut = this.#books.outside.closure(turn.now) !== undefined
    const opens = !isRunning && waitsForBooks(code) && !isShut
    // A survey that agrees and changes nothing is not worth a line; any other is an input.
    const isNews = opens || wasSuspecting || !this.hasAgreed
    if (finding.kind !== "agreed" || isNews) turn.record({ kind: "survey", survey })
    if (finding.kind !== "unsure") {
      this.hasAgreed = finding.kind === "agreed"
      this.comparedAt = turn.now
    }
    if (finding.kind === "agreed") {
      if (opens) turn.switchTo("running", "AGREED", "Our books and the exchange agree.")
    } else if (finding.kind === "unsure") {
      for (const it of finding.ask) this.#outbox.ask(it)
      this.#timers.surveyAgain(turn.now)
    } else if (isRunning || (waitsForBooks(code) && code !== "RECONCILE")) {
      turn.switchTo("exits-only", "RECONCILE", this.#owner.tell(finding.differences))
    } else if (code === "RECONCILE" || code === "HALT") this.#owner.tell(finding.differences)
  }
}

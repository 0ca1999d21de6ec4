import type { Notice } from "../order/notice.ts"
import type { Books } from "./books.ts"
import { waitsForBooks } from "./change.ts"
import type { Dealer } from "./dealer.ts"
import { GUARD } from "./guard.ts"
import { isGuarded } from "./guarded.ts"
import type { Lane } from "./lane.ts"
import type { Outbox } from "./outbox.ts"
import type { Turn } from "./turn.ts"

/** Follows what is learnt of the exchange beside orders, and closes entries by it (EXEC-71, EXEC-72). */
export class Surroundings {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #outbox: Outbox

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly outbox: Outbox
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#outbox = told.outbox
  }

  /**
   * What was learnt is a line of the journal before anything follows from it; what is known is none.
   * @returns whether it was news
   */
  take(notice: Notice): boolean {
    const { outside, instruments } = this.#books
    const market = notice.about === "rules" ? instruments[notice.instrument] : undefined
    if (!outside.isNews(notice, market)) return false
    const wasOut = this.isOut
    this.#turn.record({ kind: "noticed", notice })
    if (notice.about === "rules") this.#follow(notice.instrument)
    if (this.isOut) this.#close()
    // On return everything is compared before anything else: only that opens entries again.
    else if (wasOut) {
      this.#dealer.asked.forgetAll()
      this.#outbox.survey()
    }
    return true
  }

  /** Once a minute: an announced window comes near, or is over. */
  look(): void {
    const { code, isRunning } = this.#books.switch
    if (this.isOut) this.#close()
    else if (!isRunning && (code === "EXEC-71" || code === "EXEC-72")) this.#outbox.survey()
  }

  /**
   * What is known of the account may not be so any more (EXEC-71, EXEC-72). Prices that do not come
   * close entries while they do not; nothing has to be compared after it.
   */
  get isOut(): boolean {
    const closure = this.#books.outside.closure(this.#turn.now)
    return closure?.code === "EXEC-72" || this.#books.outside.state.api === "cut"
  }

  #close(): void {
    const closure = this.#books.outside.closure(this.#turn.now)
    if (closure === undefined) return
    const { code, reason } = closure
    const { isRunning, code: since } = this.#books.switch
    // A comparison that is awaited leaves entries at the exchange; this does not.
    const isOnlyComparing = waitsForBooks(since) && since !== code
    if (isRunning || isOnlyComparing) this.#turn.switchTo("exits-only", code, reason)
    if (code === "EXEC-72") this.#leaveBare()
  }

  /** EXEC-72: what no stop guards at the exchange is not held through its maintenance. */
  #leaveBare(): void {
    for (const lane of this.#lanes) {
      if (lane.leavingBecause !== undefined || isGuarded(lane, this.#books)) continue
      this.#dealer.leave(lane.instrument.index, "no stop guards it before a maintenance", GUARD)
    }
  }

  /** What the exchange takes has changed: stops that would not be taken are looked at anew. */
  #follow(index: number): void {
    const lane = this.#lanes[index]
    const instrument = this.#books.instruments[index]
    if (lane === undefined || instrument === undefined) return
    lane.instrument = instrument
    lane.guardRefusals = 0
    this.#dealer.tend(lane)
  }
}

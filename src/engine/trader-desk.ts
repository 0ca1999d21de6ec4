import type { Author } from "../order/intent.ts"
import type { Ratio } from "../value/brand.ts"
import type { Books } from "./books.ts"
import type { Comparison } from "./comparison.ts"
import type { Dealer } from "./dealer.ts"
import type { Emergency } from "./emergency.ts"
import type { Lane } from "./lane.ts"
import type { Outbox } from "./outbox.ts"
import type { OwnerDesk } from "./owner-desk.ts"
import type { Command } from "./records.ts"
import type { Turn } from "./turn.ts"

const TRADER: Author = { kind: "trader", name: "trader" }

/** Carries out what the trader typed. Each command is a line of the journal before anything follows. */
export class TraderDesk {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #outbox: Outbox
  readonly #owner: OwnerDesk
  readonly #comparison: Comparison
  readonly #emergency: Emergency

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly outbox: Outbox
    readonly owner: OwnerDesk
    readonly comparison: Comparison
    readonly emergency: Emergency
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#outbox = told.outbox
    this.#owner = told.owner
    this.#comparison = told.comparison
    this.#emergency = told.emergency
  }

  obey(command: Command): void {
    this.#turn.record({ kind: "command", command })
    switch (command.kind) {
      case "halt":
        this.#turn.switchTo("exits-only", "HALT", `Halted by hand: ${command.reason}.`)
        return this.#dealer.withdrawClosed()
      case "stop":
        if (this.#books.switch.isRunning) {
          const reason = "The session ends. Stops rest at the exchange."
          this.#turn.switchTo("exits-only", "STOP", reason)
        }
        return this.#dealer.withdrawClosed()
      case "resume":
        return this.#resume()
      case "close-all":
        return this.closeAll(command.reason)
      case "close":
        return this.#dealer.leave(command.instrument, "closed by hand", TRADER)
      case "buy": {
        const { instrument, because = "bought by hand" } = command
        const stake = command.stakePpm as Ratio
        return this.#dealer.grant({ kind: "enter", instrument, stake, because }, TRADER)
      }
      case "adopt":
      case "cancel-foreign":
      case "accept-balance":
        this.#owner.decide(command)
        return this.#outbox.survey()
      case "reconcile":
        return this.#outbox.survey()
      case "tier": {
        const what = this.#books.tiers.answer ?? "Written down for the tier."
        this.#turn.record({ kind: "note", code: "TIER", what })
        return
      }
      case "tilt":
        return
      default:
        command satisfies never
    }
  }

  closeAll(reason: string): void {
    for (const { instrument } of this.#lanes) this.#dealer.leave(instrument.index, reason, TRADER)
  }

  #resume(): void {
    const { code, isRunning } = this.#books.switch
    if (isRunning) return
    const closed = this.#emergency.closedStill()
    if (closed !== undefined) {
      this.#turn.record({ kind: "note", code: "RISK-45", what: closed })
      return
    }
    const isOpen = code === "START" || code === "RECONCILE" || !this.#comparison.hasAgreed
    if (isOpen) this.#outbox.survey()
    else this.#turn.switchTo("running", "RESUMED", "Resumed by hand.")
  }
}

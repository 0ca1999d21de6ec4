import type { Ticket } from "../gate/gate.ts"
import type { OrderId } from "../order/request.ts"
import type { Journal, Venue } from "./ports.ts"

/** What a turn decided to send, held back until the journal has it for good. */
export class Outbox {
  readonly #journal: Journal
  readonly #venue: Venue
  #tickets: Ticket[] = []
  #asks: { readonly id: OrderId; readonly instrument: number }[] = []
  #wantsSurvey = false

  constructor(told: { readonly journal: Journal; readonly venue: Venue }) {
    this.#journal = told.journal
    this.#venue = told.venue
  }

  submit(ticket: Ticket): void {
    this.#tickets.push(ticket)
  }

  ask(order: { readonly id: OrderId; readonly instrument: number }): void {
    this.#asks.push(order)
  }

  survey(): void {
    this.#wantsSurvey = true
  }

  /** The turn ends: what was decided is made durable, and only then leaves. */
  release(): void {
    const tickets = this.#tickets
    const asks = this.#asks
    const wantsSurvey = this.#wantsSurvey
    if (tickets.length === 0 && asks.length === 0 && !wantsSurvey) return
    this.#journal.commit()
    this.#tickets = []
    this.#asks = []
    this.#wantsSurvey = false
    for (const ticket of tickets) this.#venue.submit(ticket)
    for (const it of asks) this.#venue.ask(it.id, it.instrument)
    if (wantsSurvey) this.#venue.survey()
  }
}

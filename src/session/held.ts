import type { Entry, Journal, Venue } from "../engine/ports.ts"
import type { Ticket } from "../gate/gate.ts"
import type { OrderId } from "../order/request.ts"

/** A journal whose commits wait for the end of the turn: one sync of the disk for all of it. */
export class HeldJournal implements Journal {
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
  }

  append(entry: Entry): number {
    return this.#journal.append(entry)
  }

  /** Nothing leaves before the turn ends, so nothing has to be durable before. */
  commit(): void {}

  settle(): void {
    this.#journal.commit()
  }

  get seq(): number {
    return this.#journal.seq
  }

  get digest(): string {
    return this.#journal.digest
  }
}

/** Keeps what is to be sent until the turn has been made durable, in its order. */
export class HeldVenue implements Venue {
  readonly #venue: Venue
  #waiting: (() => void)[] = []

  constructor(venue: Venue) {
    this.#venue = venue
  }

  submit(ticket: Ticket): void {
    this.#waiting.push(() => this.#venue.submit(ticket))
  }

  ask(id: OrderId, instrument: number): void {
    this.#waiting.push(() => this.#venue.ask(id, instrument))
  }

  survey(): void {
    this.#waiting.push(() => this.#venue.survey())
  }

  settle(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const send of waiting) send()
  }
}

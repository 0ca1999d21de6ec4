/** How an event of depth stands to the one before it. */
export type Step = "first" | "next" | "repeated" | "gap"

/**
 * Follows the update ids of one book: each event must go on where the last one ended, one seen before
 * says nothing new, and behind a gap the book is not what it was (binance-spot.md section 20).
 */
export class Succession {
  /** The last update in the book; NaN before there is one. */
  id = NaN
  #gaps = 0
  #missing = 0
  #repeated = 0

  /** Takes the next event. @param event its first and last update id */
  step(event: { readonly firstId: number; readonly id: number }): Step {
    const before = this.id
    if (event.id <= before) {
      this.#repeated++
      return "repeated"
    }
    this.id = event.id
    if (Number.isNaN(before)) return "first"
    if (event.firstId <= before + 1) return "next"
    this.#gaps++
    this.#missing += event.firstId - before - 1
    return "gap"
  }

  /** What is worth knowing, in sentences. @param what the events are called */
  notes(what: string): string[] {
    const notes: string[] = []
    if (this.#repeated > 0) notes.push(`${what} seen before, left out: ${this.#repeated}.`)
    if (this.#gaps > 0) {
      notes.push(
        `Gaps in the book's updates: ${this.#gaps}, ${this.#missing} updates missing; after each the book begins empty and fills with what changes.`,
      )
    }
    return notes
  }
}

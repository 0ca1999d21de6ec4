import { LAST, RESET } from "../../market/tape.ts"
import { type Batch, ID, TIME } from "../batch.ts"
import type { RowRule } from "./reader.ts"
import { Succession } from "./succession.ts"

/** A last event so long after the one before it is no part of the recording, microseconds. */
const APART = 3_600_000_000

/** What the rows of a file are: changes of a book, or whole books. */
export type DepthRows = "changes" | "snapshots"

/**
 * Makes events of depth out of rows that have a level each: the last row of an event is flagged LAST,
 * the first of a snapshot RESET (see the tape). Rows of one event share time and update ids. Events
 * must follow each other (see {@link Succession}); a lone last event hours after the rest is left out.
 */
export class DepthRule implements RowRule {
  readonly #rows: DepthRows
  readonly #succession = new Succession()
  /** Of the event being read: its time and its id, and whether its rows are left out. */
  #time = NaN
  #id = NaN
  #isRepeated = false
  /** Times of the last two events that were kept. */
  #keptTime = NaN
  #timeBefore = NaN
  #start = 0
  #events = 0
  #strayRows = 0

  constructor(rows: DepthRows) {
    this.#rows = rows
  }

  get notes(): readonly string[] {
    const isChanges = this.#rows === "changes"
    const notes = this.#succession.notes(isChanges ? "Depth events" : "Snapshots")
    if (isChanges) notes.push(WITHOUT_SNAPSHOT)
    else notes.push(`Whole books: ${this.#events}; between them nothing of the book is known.`)
    if (this.#strayRows > 0) {
      notes.push(
        `The last event lay over an hour after the one before it and was left out, ${this.#strayRows === 1 ? "1 row" : `${this.#strayRows} rows`}.`,
      )
    }
    return notes
  }

  keep(batch: Batch, firstId: number): boolean {
    const row = batch.length
    if (batch.columns[TIME][row] !== this.#time || batch.columns[ID][row] !== this.#id) {
      this.#begin(batch, firstId)
    }
    return !this.#isRepeated
  }

  /** The event at hand may go on in the next batch, and events are never divided. */
  unfinished(batch: Batch): number {
    return batch.length - this.#start
  }

  moved(): void {
    this.#start = 0
  }

  end(batch: Batch): void {
    if (
      this.#start < batch.length &&
      this.#keptTime - this.#timeBefore > APART &&
      this.#events > 2
    ) {
      this.#strayRows = batch.length - this.#start
      batch.length = this.#start
    }
    this.#finish(batch)
  }

  #begin(batch: Batch, firstId: number): void {
    const row = batch.length
    const id = batch.columns[ID][row]
    this.#finish(batch)
    const isChange = this.#rows === "changes"
    const step = this.#succession.step({ firstId: isChange ? firstId : 0, id })
    this.#isRepeated = step === "repeated"
    if (!this.#isRepeated) {
      if (!isChange || step === "gap") batch.flag[row] |= RESET
      this.#timeBefore = this.#keptTime
      this.#keptTime = batch.columns[TIME][row]
      this.#events++
      this.#start = row
    }
    this.#time = batch.columns[TIME][row]
    this.#id = id
  }

  #finish(batch: Batch): void {
    if (batch.length > 0) batch.flag[batch.length - 1] |= LAST
  }
}

/** Said of changes that no snapshot stands before. */
export const WITHOUT_SNAPSHOT =
  "No snapshot stands before the changes: they go on from the recording before, if it is given, and else a level is known from its first change on."

import type { Batch } from "../batch.ts"

/** Takes the bytes of one file, piece by piece, and gives its rows as batches. */
export interface Reader {
  /**
   * Takes the next bytes, cut anywhere.
   * @throws Problem `ROW_BROKEN`, `NOT_WHAT_IT_CLAIMS`, `TOO_LARGE`
   */
  feed(bytes: Buffer): void
  /** The file ends here; gives the last rows. */
  finish(): void
  /** What is worth knowing about the file as a whole, in sentences; complete after `finish`. */
  readonly notes: readonly string[]
}

/** Where a reader puts its rows. A batch given away is never touched again by the reader. */
export type Emit = (batch: Batch) => void

/** What a form does with rows once their numbers are in place. */
export interface RowRule {
  /**
   * Looks at the row after the last of the batch; false leaves it out.
   * @param firstId of a depth event; NaN where the form has none
   */
  readonly keep: (batch: Batch, firstId: number) => boolean
  /** How many of the batch's last rows must stay with what comes next, when it is full. */
  readonly unfinished: (batch: Batch) => number
  /** These rows are now the first of a new batch. */
  readonly moved: () => void
  /** After the last row; may change the last batch. */
  readonly end: (batch: Batch) => void
  readonly notes: readonly string[]
}

/** A file whose form is known. */
export interface Recognised {
  /** The form's name, for people. */
  readonly format: string
  /** The symbol that content or name says; undefined when neither does. */
  readonly symbol: string | undefined
  readonly notes: readonly string[]
  readonly read: (symbol: string, emit: Emit) => Reader
}

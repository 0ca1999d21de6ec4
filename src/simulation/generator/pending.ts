import type { Row, Tape } from "../../market/tape.ts"
import { emptyRow } from "../../market/tape.ts"

/** One waiting row: kind, flag, instrument, time, a, b, c, d. */
export type PendingRow = readonly number[]

/** The rows of one beat that have not been put on a tape yet, in the order of their time. */
export class Pending {
  readonly #rows: Row[] = []
  #count = 0
  #next = 0

  get isEmpty(): boolean {
    return this.#next === this.#count
  }

  /** Room for one more row; the caller fills in every field it has. Rows are reused, not made anew. */
  add(): Row {
    if (this.#count === this.#rows.length) this.#rows.push(emptyRow())
    return this.#rows[this.#count++]
  }

  clear(): void {
    this.#count = 0
    this.#next = 0
  }

  /**
   * Puts the rows in order of time; rows of one time stay as they came. Insertion sort: a beat is a
   * few short runs that are in order already.
   */
  sort(): void {
    const rows = this.#rows
    for (let i = 1; i < this.#count; i++) {
      const row = rows[i]
      let at = i
      while (at > 0 && rows[at - 1].time > row.time) {
        rows[at] = rows[at - 1]
        at--
      }
      rows[at] = row
    }
  }

  /** Moves the rows up to a time to the tape. */
  release(tape: Tape, until: number): void {
    while (this.#next < this.#count) {
      const row = this.#rows[this.#next]
      if (row.time > until) return
      tape.push(row)
      this.#next++
    }
  }

  save(): PendingRow[] {
    return this.#rows
      .slice(this.#next, this.#count)
      .map((row) => [row.kind, row.flag, row.instrument, row.time, row.a, row.b, row.c, row.d])
  }

  restore(rows: readonly PendingRow[]): void {
    this.clear()
    for (const saved of rows) {
      const row = this.add()
      const [kind, flag, instrument, time, a, b, c, d] = saved as Eight
      Object.assign(row, { kind, flag, instrument, time, seen: time, a, b, c, d, e: 0 })
    }
  }
}

type Eight = readonly [number, number, number, number, number, number, number, number]

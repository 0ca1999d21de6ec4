import assert from "node:assert/strict"
import type { Entry, Journal, JournalRecord } from "../engine/ports.ts"
import { assertWritable, hashOf, NO_HASH } from "./chain.ts"

/**
 * A journal that ends with the process: for backtests, which want its digest, and for replays and
 * drills, which also want its lines.
 */
export class MemoryJournal implements Journal {
  readonly #kept: JournalRecord[] | undefined
  #seq = 0
  #digest = NO_HASH

  /** @param told.keep holds on to every line; without it, only the number and hash of the last */
  constructor(told: { readonly keep?: boolean } = {}) {
    this.#kept = told.keep ? [] : undefined
  }

  append(entry: Entry): number {
    assertWritable(entry)
    const seq = this.#seq + 1
    const hash = hashOf(this.#digest, seq, entry)
    this.#seq = seq
    this.#digest = hash
    if (this.#kept) {
      const { at, kind, rows, body } = entry
      this.#kept.push(Object.freeze({ seq, at, kind, rows, body, hash }))
    }
    return seq
  }

  /** Nothing to do: memory is as durable as it gets when the line is appended. */
  commit(): void {}

  get seq(): number {
    return this.#seq
  }

  get digest(): string {
    return this.#digest
  }

  /** All lines so far, the same array as it grows. Asserts that they are kept. */
  get records(): readonly JournalRecord[] {
    assert.ok(this.#kept, "this journal does not keep its lines")
    return this.#kept
  }
}

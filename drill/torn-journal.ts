import type { Entry, Journal, JournalRecord } from "../src/engine/ports.ts"
import { assertWritable, hashOf, NO_HASH, verify } from "../src/storage/chain.ts"
import type { Chance } from "../src/value/chance.ts"

/** The process is gone, in the middle of whatever it was doing. */
export class Crash extends Error {}

/**
 * A journal on a disk that the process can die over: what was committed stays, and of what was not,
 * as much as happened to be written, the last line perhaps torn.
 */
export class TornJournal implements Journal {
  readonly #chance: Chance
  readonly #hear: Listener
  #records: JournalRecord[] = []
  #committed = 0
  #stepsLeft = Infinity

  constructor(chance: Chance, hear: Listener) {
    this.#chance = chance
    this.#hear = hear
  }

  /** Takes up a journal that was written before. */
  load(records: readonly JournalRecord[]): void {
    this.#records = [...records]
    this.#committed = records.length
    this.#hear.recovered(records)
  }

  /** The process will die after so many steps: before or after a line, a commit, or a sending. */
  arm(steps: number): void {
    this.#stepsLeft = steps
  }

  disarm(): void {
    this.#stepsLeft = Infinity
  }

  /** One thing is done that a process can die before. */
  step(): void {
    if (this.#stepsLeft-- > 0) return
    this.disarm()
    throw new Crash()
  }

  append(entry: Entry): number {
    this.step()
    assertWritable(entry)
    const { at, kind, rows, body } = entry
    const seq = this.seq + 1
    const hash = hashOf(this.digest, seq, entry)
    const record = Object.freeze({ seq, at, kind, rows, body, hash })
    this.#records.push(record)
    this.#hear.appended(record)
    this.step()
    return seq
  }

  commit(): void {
    this.step()
    this.#committed = this.#records.length
    this.#hear.committed(this.#committed)
    this.step()
  }

  get seq(): number {
    return this.#records.length
  }

  get digest(): string {
    return this.#records.at(-1)?.hash ?? NO_HASH
  }

  get records(): readonly JournalRecord[] {
    return this.#records
  }

  /** What the next process finds: the lines up to the first that is not whole. */
  recover(): readonly JournalRecord[] {
    const loose = this.#records.length - this.#committed
    const written = this.#records.slice(0, this.#committed + this.#chance.below(loose + 1))
    const torn = this.#records[written.length]
    if (torn && this.#chance.happens(0.5)) written.push({ ...torn, body: torn.body.slice(0, -2) })
    this.#records = written.slice(0, verify(written).last.seq)
    this.#committed = this.#records.length
    this.#hear.recovered(this.#records)
    return this.#records
  }
}

/** Sees every line as it is written. */
export interface Listener {
  appended(record: JournalRecord): void
  /** Everything up to this line is durable. */
  committed(seq: number): void
  /** After a crash this is left. */
  recovered(records: readonly JournalRecord[]): void
}

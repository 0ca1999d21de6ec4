import type { JournalRecord } from "../src/engine/ports.ts"
import { decodeFact, type Fact } from "../src/engine/records.ts"
import { type LockSeen, servedBy } from "./laws/trader.ts"

/** A lock as its first line stated it, and a count of our own of what was served of it since. */
export class LockWatch {
  #lock: { readonly seq: number; readonly statedUs: number; servedUs: number } | undefined

  /** Still to be served; 0 without a lock. */
  get owedUs(): number {
    return this.#lock ? Math.max(0, this.#lock.statedUs - this.#lock.servedUs) : 0
  }

  line(
    seq: number,
    fact: Fact,
    seen: { readonly before: LockSeen | undefined; readonly after: LockSeen },
  ): void {
    const { before, after } = seen
    if (this.#lock) this.#lock.servedUs += servedBy(fact)
    const hasBegun = before !== undefined && before.level < 3 && after.level === 3
    if (hasBegun) this.#lock = { seq, statedUs: after.leftUs, servedUs: 0 }
  }

  /** The process died: what was written after the last line that is left never was. */
  recovered(records: readonly JournalRecord[]): void {
    const lock = this.#lock
    if (lock === undefined) return
    const after = records.slice(lock.seq)
    lock.servedUs = after.reduce((sum, it) => sum + servedBy(decodeFact(it.body)), 0)
    if (records.length < lock.seq) this.#lock = undefined
  }
}

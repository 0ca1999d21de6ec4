import { ASK, LAST, RESET } from "../../market/tape.ts"
import type { Amounts } from "./amounts.ts"
import { WITHOUT_SNAPSHOT } from "./depth-rule.ts"
import type { Emit } from "./reader.ts"
import type { DepthMessage } from "./stream-message.ts"
import { Succession } from "./succession.ts"
import { Table } from "./table.ts"

/** A recorder asks for its snapshot as it begins; changes wait so long for it, microseconds. */
const WAIT = 60_000_000

/** When and where in the capture something stood. */
interface Moment {
  readonly time: number
  readonly line: number
}

/** A change that waits for a snapshot: where its rows begin, and its update ids. */
interface Waiting {
  readonly row: number
  readonly firstId: number
  readonly id: number
}

/**
 * The book of one symbol in a capture, as rows. Changes before the first snapshot wait for it: those it
 * holds already are left out, and the rest follow it (binance-spot.md section 20). Where none comes
 * soon, the changes stand for themselves.
 */
export class DepthTable {
  readonly #symbol: string
  readonly #table: Table
  readonly #succession = new Succession()
  /** Undefined once a snapshot came, or will not. */
  #waiting: Waiting[] | undefined = []
  #waitingSince = NaN
  #isAfterSnapshot = false
  #isResetDue = false
  #isWithoutSnapshot = false
  #leftOut = 0
  #unfitting = 0

  constructor(told: { readonly symbol: string; readonly amounts: Amounts; readonly emit: Emit }) {
    this.#symbol = told.symbol
    this.#table = new Table({ ...told, kind: "depth", isOrdered: true })
  }

  get notes(): string[] {
    const notes = this.#succession.notes(`${this.#symbol}: depth events`)
    if (this.#leftOut > 0) {
      notes.push(
        `${this.#symbol}: ${this.#leftOut} depth events before the first snapshot, which holds them already, left out.`,
      )
    }
    if (this.#unfitting > 0) {
      notes.push(
        `${this.#symbol}: ${this.#unfitting} snapshots older than the book, or too old to be joined to it, left out.`,
      )
    }
    if (this.#isWithoutSnapshot) notes.push(`${this.#symbol}: ${WITHOUT_SNAPSHOT}`)
    return notes
  }

  /** @returns what is wrong with the message, if anything */
  take(message: DepthMessage, at: Moment): string | undefined {
    return message.kind === "change" ? this.#change(message, at) : this.#snapshot(message, at)
  }

  finish(): void {
    if (this.#waiting !== undefined) this.#stopWaiting()
    this.#table.finish()
  }

  #change(message: DepthMessage, at: Moment): string | undefined {
    const step = this.#succession.step(message)
    if (step === "repeated") return undefined
    this.#isAfterSnapshot = false
    this.#isResetDue ||= step === "gap"
    if (message.bids.length + message.asks.length === 0) return undefined
    const wrong = this.#write(message, at)
    if (wrong === undefined && this.#waiting !== undefined) this.#wait(message, at.time)
    return wrong
  }

  #wait({ firstId, id, bids, asks }: DepthMessage, time: number): void {
    if (this.#waiting?.length === 0) this.#waitingSince = time
    const row = this.#table.batch.length - bids.length - asks.length
    this.#waiting?.push({ row, firstId, id })
    if (time - this.#waitingSince > WAIT) this.#stopWaiting()
  }

  #stopWaiting(): void {
    this.#isWithoutSnapshot = (this.#waiting?.length ?? 0) > 0
    this.#waiting = undefined
  }

  #snapshot(message: DepthMessage, at: Moment): string | undefined {
    const { id, bids, asks } = message
    if (bids.length + asks.length === 0) return undefined
    const waiting = this.#waiting
    if (waiting === undefined || waiting.length === 0) {
      this.#waiting = undefined
      // Whole books come again while nothing changes.
      if (id === this.#succession.id && this.#isAfterSnapshot) return undefined
      if (id < this.#succession.id) {
        this.#unfitting++
        return undefined
      }
      return this.#writeWhole(message, at)
    }
    const known = waiting.filter((change) => change.id <= id).length
    const next = waiting.at(known)
    if (next !== undefined && next.firstId > id + 1) {
      this.#unfitting++
      return undefined
    }
    this.#leftOut += known
    this.#waiting = undefined
    return this.#join(message, { at, from: next?.row ?? this.#table.batch.length })
  }

  /** Puts the snapshot before the changes that waited for it; rows ahead of them are dropped. */
  #join(
    message: DepthMessage,
    told: { readonly at: Moment; readonly from: number },
  ): string | undefined {
    const { at, from } = told
    const last = this.#succession.id
    const waited = this.#table.batch.length
    const wrong = this.#writeWhole(message, at)
    if (wrong !== undefined) return wrong
    const { batch } = this.#table
    const order = new Uint32Array(batch.length - from)
    const whole = batch.length - waited
    for (let i = 0; i < whole; i++) order[i] = waited + i
    for (let i = from; i < waited; i++) {
      // Whatever was missing before this change, the snapshot holds it.
      if (i === from) batch.flag[i] &= ~RESET
      batch.time[i] = at.time
      batch.order[i] = at.line
      order[whole + i - from] = i
    }
    batch.arrange(order)
    if (from < waited) this.#succession.id = last
    return undefined
  }

  #writeWhole(message: DepthMessage, at: Moment): string | undefined {
    this.#isResetDue = true
    this.#isAfterSnapshot = true
    this.#succession.id = message.id
    return this.#write(message, at)
  }

  #write({ id, bids, asks }: DepthMessage, { time, line }: Moment): string | undefined {
    const count = bids.length + asks.length
    // What was given away can wait no longer.
    if (this.#table.reserve(count) && this.#waiting !== undefined) this.#stopWaiting()
    for (let i = 0; i < count; i++) {
      const isAsk = i >= bids.length
      const amounts = isAsk ? asks[i - bids.length] : bids[i]
      const reset = this.#isResetDue ? RESET : 0
      const flag = (isAsk ? ASK : 0) | (i === count - 1 ? LAST : 0) | reset
      const wrong = this.#table.put({ time, id, line, flag, amounts })
      if (wrong !== undefined) return wrong
      this.#isResetDue = false
    }
    return undefined
  }
}

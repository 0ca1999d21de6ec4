import type { Instrument } from "../market/instrument.ts"
import { Tape } from "../market/tape.ts"
import { A, B, Batch, C, D, TEN, TIME } from "./batch.ts"
import { TAPE_KINDS } from "./chain.ts"
import type { Part } from "./manifest.ts"

/**
 * Whether parts of one symbol make a tape as they stand, one behind the other: what {@link weave} would
 * only copy. Bars are two rows each and depth is joined by ids, so those are woven.
 */
export function followEachOther(parts: readonly Part[]): boolean {
  return parts.every((part, i) => {
    if (part.kind === "bars" || part.kind === "depth") return false
    return i === 0 || (part.kind === parts[0].kind && part.from >= parts[i - 1].to)
  })
}

/** A tape whose own memory the parts are read into: half the memory, and nothing moved afterwards. */
export class StraightTape {
  readonly parts: readonly (Part & { readonly batch: Batch })[]
  readonly #tape: Tape

  /** @param parts see {@link followEachOther}; at least one */
  constructor(parts: readonly Part[], instruments: readonly Instrument[]) {
    const total = parts.reduce((sum, { rows }) => sum + rows, 0)
    this.#tape = new Tape(instruments, total)
    if (parts[0].kind === "quotes") this.#tape.widen()
    let start = 0
    this.parts = parts.map((part) => {
      const batch = viewOf(this.#tape, part, start)
      start += part.rows
      return { ...part, batch }
    })
  }

  /** Rows read so far. */
  get rows(): number {
    return this.parts.reduce((sum, { batch }) => sum + batch.length, 0)
  }

  /** The tape, when everything is read: without the room that a span left between its parts. */
  close(): Tape {
    const tape = this.#tape
    const [{ index, priceScale, quantityScale }] = tape.instruments
    let from = 0
    let at = 0
    for (const { rows, batch } of this.parts) {
      multiply(batch, [A, C], TEN[priceScale - batch.priceScale])
      multiply(batch, [B, D], TEN[quantityScale - batch.quantityScale])
      if (at !== from) {
        for (const column of [tape.time, tape.a, tape.b, tape.c, tape.d, tape.flag]) {
          column.copyWithin(at, from, from + batch.length)
        }
      }
      from += rows
      at += batch.length
    }
    tape.seen.set(tape.time.subarray(0, at))
    tape.kind.fill(TAPE_KINDS[this.parts[0].kind], 0, at)
    tape.instrument.fill(index, 0, at)
    tape.length = at
    return tape
  }
}

/** A batch that stands in the tape's own columns, from a row on. */
function viewOf(tape: Tape, part: Part, start: number): Batch {
  const end = start + part.rows
  const batch = new Batch({ ...part, isOrdered: false, capacity: 0 })
  const places: readonly (readonly [place: number, column: Float64Array])[] = [
    [TIME, tape.time],
    [A, tape.a],
    [B, tape.b],
    [C, tape.c],
    [D, tape.d],
  ]
  for (const [place, column] of places) batch.columns[place] = column.subarray(start, end)
  batch.flag = tape.flag.subarray(start, end)
  return batch
}

function multiply(batch: Batch, places: readonly number[], factor: number): void {
  if (factor === 1) return
  for (const place of places) {
    const column = batch.columns[place]
    const end = Math.min(batch.length, column.length)
    for (let i = 0; i < end; i++) column[i] = column[i] * factor
  }
}

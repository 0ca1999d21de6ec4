import { RESET } from "../market/tape.ts"
import { A, B, type Batch, C, D, E, firstAtOrAfter, PRICES, TEN } from "./batch.ts"
import type { Findings } from "./findings.ts"
import { keysOf } from "./sift.ts"

/**
 * Drops from a batch the rows that are in another already, by open time or the exchange's id, and
 * counts whether they said the same. What was there first stays.
 */
export function dropKnown(batch: Batch, known: Batch, findings: Findings): void {
  if (batch.kind !== known.kind || batch.symbol !== known.symbol) return
  if (batch.interval !== known.interval || batch.length === 0 || known.length === 0) return
  const keys = keysOf(batch)
  const there = keysOf(known)
  if (keys === undefined || there === undefined) return
  const first = firstAtOrAfter(keys, batch.length, there[0])
  const last = there[known.length - 1]
  const kept: number[] = []
  // A snapshot and a change that end at the same update do not say the same.
  let isOther = false
  for (let i = first; i < batch.length; i++) {
    const key = keys[i]
    if (key > last) break
    const j = firstAtOrAfter(there, known.length, key)
    if (batch.kind === "depth" && (i === first || keys[i - 1] !== key)) {
      isOther = there[j] === key && isOtherEvent(batch, i, known, j)
    }
    if (there[j] !== key || isOther) kept.push(i)
    else if (batch.kind === "depth" || isSame(batch, i, known, j)) findings.duplicates++
    else findings.conflicts++
  }
  const after = firstAfter(keys, batch.length, last)
  if (kept.length === after - first) return
  findings.kept -= after - first - kept.length
  const order = new Uint32Array(first + kept.length + batch.length - after)
  for (let i = 0; i < first; i++) order[i] = i
  order.set(kept, first)
  for (let i = after; i < batch.length; i++) order[first + kept.length + i - after] = i
  batch.arrange(order)
}

/** Whether one is a snapshot and the other a change; a change behind a gap resets, too, but is as long. */
function isOtherEvent(x: Batch, i: number, y: Batch, j: number): boolean {
  return ((x.flag[i] ^ y.flag[j]) & RESET) !== 0 && lengthOf(x, i) !== lengthOf(y, j)
}

/** Rows of the event that begins at a row. */
function lengthOf({ id, length }: Batch, from: number): number {
  let to = from
  while (to < length && id[to] === id[from]) to++
  return to - from
}

function firstAfter(sorted: Float64Array, length: number, wanted: number): number {
  let i = firstAtOrAfter(sorted, length, wanted)
  while (i < length && sorted[i] === wanted) i++
  return i
}

/** Whether two rows of batches that may differ in scale say the same. */
function isSame(x: Batch, i: number, y: Batch, j: number): boolean {
  if (x.flag[i] !== y.flag[j]) return false
  if (x.kind !== "bars" && x.time[i] !== y.time[j]) return false
  const prices = PRICES[x.kind]
  return [A, B, C, D, E].every((place) => {
    const one = x.columns[place]
    const other = y.columns[place]
    if (one.length === 0) return true
    const [from, to] = prices.includes(place)
      ? [x.priceScale, y.priceScale]
      : [x.quantityScale, y.quantityScale]
    const finest = Math.max(from, to)
    const left = one[i] * TEN[finest - from]
    return left === other[j] * TEN[finest - to]
  })
}

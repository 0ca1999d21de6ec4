import { type Instant, instantOf } from "../value/brand.ts"
import { DAY_US } from "../value/time.ts"
import { A, B, type Batch, C, D, E, TEN } from "./batch.ts"
import { noFindings, noteGap } from "./findings.ts"

/** DATA-8: farther from the last price than this asks for a second print. */
const JUMP = 0.2

/**
 * Puts the rows of one kind and symbol of one file in order and takes out what cannot be true, batch
 * by batch, in place. Nothing is done silently: the findings count it all.
 */
export class Sift {
  readonly findings = noFindings()
  #lastKey = NaN
  #lastTime = NaN
  #lastBarTime = NaN
  /** As a float, since batches may differ in scale. */
  #lastPrice = NaN
  #zeroRun = 0
  #lastTradeId = NaN
  #lastTradeTime = NaN

  pass(batch: Batch): void {
    this.findings.rows += batch.length
    this.#order(batch)
    this.#settleTimes(batch)
    const keep = new Uint8Array(batch.length).fill(1)
    this.#findRepeated(batch, keep)
    if (batch.kind === "bars") this.#judgeBars(batch, keep)
    else if (batch.kind !== "depth") this.#judgePrints(batch, keep)
    arrangeKept(batch, keep)
    this.#measure(batch)
  }

  /** Bars by time, the rest by the exchange's own numbers, which hold where times tie. */
  #order(batch: Batch): void {
    // Levels stand as they came: rows of one event share their id, and its last is flagged.
    if (batch.kind === "depth") return
    const keys = keysOf(batch) ?? batch.time
    let disorder = 0
    let last = this.#lastKey
    for (let i = 0; i < batch.length; i++) {
      const key = keys[i]
      if (key < last) disorder++
      last = key
    }
    this.#lastKey = last
    if (disorder === 0) return
    this.findings.disorder += disorder
    const order = Uint32Array.from({ length: batch.length }, (_, i) => i)
    // The sort is stable: rows of one key stay as they stood, so that the first is the first read.
    batch.arrange(order.sort((i, j) => keys[i] - keys[j]))
  }

  /** A tape cannot go back in time; where the exchange's own numbers say so, they win. */
  #settleTimes(batch: Batch): void {
    const { time } = batch
    let last = this.#lastTime
    for (let i = 0; i < batch.length; i++) {
      const at = time[i]
      if (at < last && i > 0) {
        time[i] = last
        this.findings.backward++
      } else last = at
    }
    this.#lastTime = last
  }

  #findRepeated(batch: Batch, keep: Uint8Array): void {
    const keys = keysOf(batch)
    if (keys === undefined || batch.kind === "depth") return
    let first = 0
    for (let i = 1; i < batch.length; i++) {
      if (keys[i] !== keys[first]) {
        first = i
        continue
      }
      keep[i] = 0
      if (isSame(batch, first, i)) this.findings.duplicates++
      else this.findings.conflicts++
    }
  }

  #judgePrints(batch: Batch, keep: Uint8Array): void {
    const { columns, length, kind, priceScale } = batch
    const [a, b, c, d] = [columns[A], columns[B], columns[C], columns[D]] as Float64Array[]
    const isQuotes = kind === "quotes"
    const price = (i: number): number => {
      const bid = a[i]
      return isQuotes ? (bid + c[i]) / 2 : bid
    }
    const isHollow = (i: number): boolean =>
      isQuotes ? !(a[i] <= c[i]) || a[i] === 0 || b[i] === 0 || d[i] === 0 : b[i] === 0
    let last = this.#lastPrice * TEN[priceScale]
    for (let i = 0; i < length; i++) {
      if (keep[i] === 0) continue
      if (isHollow(i)) {
        keep[i] = 0
        this.findings.hollow++
        continue
      }
      const now = price(i)
      if (isFar(now, last) && (i + 1 === length || isFar(price(i + 1), now))) {
        keep[i] = 0
        this.findings.absurd++
        continue
      }
      last = now
    }
    this.#lastPrice = last / TEN[priceScale]
  }

  #judgeBars(batch: Batch, keep: Uint8Array): void {
    const { columns, length, interval, priceScale, time } = batch
    const [open, high, low, close] = [columns[A], columns[B], columns[C], columns[D]] as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const { findings } = this
    let last = this.#lastPrice * TEN[priceScale]
    for (let i = 0; i < length; i++) {
      if (keep[i] === 0) continue
      const [from, to] = [open[i], close[i]]
      const next = i + 1 < length ? open[i + 1] : NaN
      if (interval <= DAY_US && time[i] % interval !== 0) {
        keep[i] = 0
        findings.offGrid++
        continue
      }
      if (isFar(from, last) && isFar(to, last) && isFar(next, to) && !isFar(next, last)) {
        keep[i] = 0
        findings.absurd++
        continue
      }
      const reach = Math.max(from, to) * (1 + JUMP)
      if (high[i] > reach || low[i] < Math.min(from, to) * (1 - JUMP)) {
        findings.wicks++
      }
      last = to
    }
    this.#lastPrice = last / TEN[priceScale]
  }

  /** Counts what is left, and looks for holes in it. */
  #measure(batch: Batch): void {
    const { findings } = this
    const { length, time, kind } = batch
    if (length === 0) return
    findings.kept += length
    findings.from = Math.min(time[0], isNaN(findings.from) ? Infinity : findings.from)
    const end = time[length - 1] + (kind === "bars" ? batch.interval : 0)
    findings.to = Math.max(end, isNaN(findings.to) ? -Infinity : findings.to)
    if (kind === "bars") this.#measureBars(batch)
    else if (kind === "trades" || kind === "aggTrades") this.#measureTrades(batch)
  }

  #measureBars(batch: Batch): void {
    const { time, interval, columns, length } = batch
    const volume = columns[E]
    let last = this.#lastBarTime
    for (let i = 0; i < length; i++) {
      const at = time[i]
      if (at - last > interval) {
        const missing = Math.round((at - last) / interval) - 1
        noteGap(this.findings, { from: instantOf(last), to: at as Instant, missing })
      }
      last = at
      if (volume[i] === 0) {
        this.findings.zeroVolume++
        this.#zeroRun++
        if (this.#zeroRun > this.findings.zeroVolumeRun) this.findings.zeroVolumeRun = this.#zeroRun
      } else this.#zeroRun = 0
    }
    this.#lastBarTime = last
  }

  #measureTrades(batch: Batch): void {
    const { id, time, length } = batch
    let last = this.#lastTradeId
    let lastTime = this.#lastTradeTime
    for (let i = 0; i < length; i++) {
      const now = id[i]
      const at = time[i]
      if (now - last > 1) {
        const gap = { from: instantOf(lastTime), to: at as Instant, missing: now - last - 1 }
        noteGap(this.findings, gap)
      }
      last = now
      lastTime = at
    }
    this.#lastTradeId = last
    this.#lastTradeTime = lastTime
  }
}

/**
 * What tells rows of a kind apart: the open time of bars, the exchange's id of the rest.
 * @returns undefined when the source gave no ids
 */
export function keysOf(batch: Batch): Float64Array | undefined {
  if (batch.kind === "bars") return batch.time
  return Number.isNaN(batch.id[0]) ? undefined : batch.id
}

/** Whether two rows of a batch say the same. */
function isSame(batch: Batch, i: number, j: number): boolean {
  if (batch.flag[i] !== batch.flag[j]) return false
  return batch.columns.every((column) => column.length === 0 || Object.is(column[i], column[j]))
}

/** Whether a price is farther from another than a single print may be; never, while one is unknown. */
function isFar(price: number, from: number): boolean {
  return Math.abs(price - from) > JUMP * from
}

function arrangeKept(batch: Batch, keep: Uint8Array): void {
  let kept = 0
  for (const flag of keep) kept += flag
  if (kept === batch.length) return
  const order = new Uint32Array(kept)
  for (let i = 0, to = 0; i < keep.length; i++) if (keep[i] === 1) order[to++] = i
  batch.arrange(order)
}

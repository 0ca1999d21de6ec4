import { BAR, QUOTE, type Tape, TRADE } from "../../market/tape.ts"
import type { Duration } from "../../value/brand.ts"

/** Candles of one instrument as columns, oldest first, prices in counts; intervals without a price are left out. */
export interface Candles {
  readonly interval: Duration
  readonly openedAt: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
}

/** What a price is taken from, best first. Where there are bars, trades are in them already. */
const KINDS = [BAR, TRADE, QUOTE] as const

/**
 * Draws the candles of every instrument of a tape in one go.
 * @param interval at least that of the bars of the tape
 * @returns by index of the instrument
 */
export function candlesOf(tape: Tape, interval: Duration): readonly Candles[] {
  const kinds = kindsOf(tape)
  const pens = tape.instruments.map(() => new Pen(interval))
  for (let i = 0; i < tape.length; i++) {
    const instrument = tape.instrument[i]
    const kind = tape.kind[i]
    if (kind !== kinds[instrument]) continue
    const pen = pens[instrument]
    // The end of a bar belongs to it, and not to the next one.
    const at = kind === BAR ? tape.time[i] - 1 : tape.time[i]
    const first = kind === QUOTE ? (tape.a[i] + tape.c[i]) / 2 : tape.a[i]
    pen.draw(at, first)
    if (kind === BAR) pen.widen(tape.b[i], tape.c[i], tape.d[i])
  }
  return pens
}

/** The longest bar on a tape; 0 where it has none. */
export const longestBar = (tape: Tape): Duration => Math.max(0, ...tape.intervals) as Duration

function kindsOf(tape: Tape): readonly number[] {
  const seen = tape.instruments.map(() => new Set<number>())
  for (let i = 0; i < tape.length; i++) seen[tape.instrument[i]].add(tape.kind[i])
  return seen.map((it) => KINDS.find((kind) => it.has(kind)) ?? 0)
}

class Pen implements Candles {
  readonly interval: Duration
  readonly openedAt: number[] = []
  readonly open: number[] = []
  readonly high: number[] = []
  readonly low: number[] = []
  readonly close: number[] = []
  #endsAt = -Infinity

  constructor(interval: Duration) {
    this.interval = interval
  }

  draw(at: number, price: number): void {
    const last = this.open.length - 1
    if (at >= this.#endsAt) {
      const openedAt = Math.floor(at / this.interval) * this.interval
      this.#endsAt = openedAt + this.interval
      this.openedAt.push(openedAt)
      this.open.push(price)
      this.high.push(price)
      this.low.push(price)
      this.close.push(price)
      return
    }
    if (price > this.high[last]) this.high[last] = price
    if (price < this.low[last]) this.low[last] = price
    this.close[last] = price
  }

  /** What a bar reached after the price that was drawn. */
  widen(high: number, low: number, close: number): void {
    const last = this.open.length - 1
    if (high > this.high[last]) this.high[last] = high
    if (low < this.low[last]) this.low[last] = low
    this.close[last] = close
  }
}

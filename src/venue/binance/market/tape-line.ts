import { emptyRow, type Row, type Tape } from "../../../market/tape.ts"
import { type Duration, type Instant, instantOf } from "../../../value/brand.ts"
import { FOREVER, milliseconds, minutes, NEVER, seconds } from "../../../value/time.ts"
import type { RowSink } from "./row-sink.ts"

/** How rows came to the tape, for doctor and telemetry. */
export interface TapeCounts {
  rows: number
  /** Rows that came after one of a later time and took that time: streams are not in step. */
  moved: number
  /** Rows left out, because they claim to come from the future. */
  ahead: number
}

const MINUTE = minutes(1)
/** The first rows of a minute wait so long for the last ones of the minute before. */
const TURN: Duration = milliseconds(50)
/** A time so far ahead of the exchange's own clock is a lie, and would stop the tape's time. */
const AHEAD_MOST: Duration = seconds(10)

/**
 * Puts rows of many streams into one tape, whose time never falls. A row that comes late takes the time
 * of the row before it, which is a matter of milliseconds; only at the turn of a minute would that put
 * a trade into the wrong candle (DATA-7), so there the rows of the new minute wait a moment.
 */
export class TapeLine implements RowSink {
  readonly counts: TapeCounts = { rows: 0, moved: 0, ahead: 0 }
  readonly #tape: Tape
  /** Rows of the new minute, the first `#heldCount` of them; the objects are used again. */
  readonly #held: Row[] = []
  #heldCount = 0
  #heldUntil: Instant = FOREVER
  #time: number
  /** Where the minute of the tape's last row ends. */
  #minuteEnd: number

  constructor(tape: Tape) {
    this.#tape = tape
    this.#time = tape.length > 0 ? tape.time[tape.length - 1] : NEVER
    this.#minuteEnd = minuteEnd(this.#time)
  }

  add(row: Readonly<Row>): void {
    if (row.time > row.seen + AHEAD_MOST) {
      this.counts.ahead++
      return
    }
    if (this.#heldCount > 0 && row.seen >= this.#heldUntil) this.#release()
    if (row.time < this.#minuteEnd || this.#time === NEVER) this.#push(row)
    else this.#hold(row)
  }

  /** @param seen now, by the exchange's clock */
  onTime(seen: Instant): void {
    if (seen >= this.#heldUntil) this.#release()
  }

  /** When held rows are to be let go, by the exchange's clock. */
  get nextDue(): Instant {
    return this.#heldUntil
  }

  #hold(row: Readonly<Row>): void {
    if (this.#heldCount === 0) this.#heldUntil = instantOf(row.seen + TURN)
    const place = (this.#held[this.#heldCount] ??= emptyRow())
    Object.assign(place, row)
    this.#heldCount++
  }

  #release(): void {
    for (let i = 0; i < this.#heldCount; i++) this.#push(this.#held[i])
    this.#heldCount = 0
    this.#heldUntil = FOREVER
  }

  #push(row: Readonly<Row>): void {
    const { time, seen } = row
    if (time < this.#time) this.counts.moved++
    else {
      this.#time = time
      if (time >= this.#minuteEnd || this.#minuteEnd === NEVER) this.#minuteEnd = minuteEnd(time)
    }
    this.counts.rows++
    if (time === this.#time && seen >= time) this.#tape.push(row)
    else this.#tape.push({ ...row, time: this.#time, seen: Math.max(seen, this.#time) })
  }
}

const minuteEnd = (time: number): number => (Math.floor(time / MINUTE) + 1) * MINUTE

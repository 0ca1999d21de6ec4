import type { Instrument } from "../../market/instrument.ts"
import { emptyRow, Tape } from "../../market/tape.ts"
import type { MarketSource } from "../../simulation/source.ts"
import type { Instant } from "../../value/brand.ts"

/** How the time of a market lies on the clock on the wall. */
export interface Winding {
  /** A moment on the wall, and the market's own time at that moment. */
  readonly wall: Instant
  readonly own: Instant
  /** So many times as fast as the clock. */
  readonly speed: number
}

/**
 * A market wound onto the clock on the wall: its rows happen now, however old the recording is. An
 * exchange that others connect to has one time, the one they sign their requests with.
 */
export class WoundSource implements MarketSource {
  readonly name: string
  readonly #inner: MarketSource
  readonly #winding: Winding
  readonly #row = emptyRow()

  constructor(inner: MarketSource, winding: Winding) {
    this.name = inner.name
    this.#inner = inner
    this.#winding = winding
  }

  get instruments(): readonly Instrument[] {
    return this.#inner.instruments
  }

  get firstAt(): Instant | undefined {
    const { firstAt } = this.#inner
    return firstAt === undefined ? undefined : this.#onWall(firstAt)
  }

  get isOver(): boolean {
    return this.#inner.isOver
  }

  extend(tape: Tape, until: Instant): void {
    const rows = new Tape(this.instruments)
    this.#inner.extend(rows, this.#own(until))
    for (let i = 0; i < rows.length; i++) {
      rows.read(i, this.#row)
      this.#row.time = this.#onWall(this.#row.time as Instant)
      this.#row.seen = this.#row.time
      tape.push(this.#row)
    }
  }

  skip(until: Instant): void {
    this.#inner.skip(this.#own(until))
  }

  save(): string {
    return this.#inner.save()
  }

  #own(wall: Instant): Instant {
    const { own, speed, wall: start } = this.#winding
    return (own + (wall - start) * speed) as Instant
  }

  #onWall(own: Instant): Instant {
    const { own: start, speed, wall } = this.#winding
    return (wall + Math.floor((own - start) / speed)) as Instant
  }
}

import type { Instrument } from "../market/instrument.ts"
import { emptyRow, Tape } from "../market/tape.ts"
import { GeneratedMarket } from "./generator.ts"
import type { Instant } from "../value/brand.ts"

/** Where the market of a simulated exchange comes from. */
export interface MarketSource {
  /** What the screen calls it; a generated market says that it is one. */
  readonly name: string
  readonly instruments: readonly Instrument[]
  /** Appends rows that happened up to `until`. */
  extend(tape: Tape, until: Instant): void
  /** When its first row happened, where that is given; a generated market begins when it is asked to. */
  readonly firstAt: Instant | undefined
  /** Goes on behind `until` without appending: those rows are on the tape already. */
  skip(until: Instant): void
  /** Nothing more will come. */
  readonly isOver: boolean
  /** All that is needed to go on from the last row appended, as JSON text. */
  save(): string
}

/** The built-in market: made from a seed, and named for what it is. */
export class GeneratedSource implements MarketSource {
  readonly name: string
  readonly #market: GeneratedMarket
  readonly isOver = false
  readonly firstAt = undefined

  constructor(told: { readonly seed: number; readonly start: Instant; readonly saved?: string }) {
    const options = { seed: told.seed, start: told.start }
    this.#market =
      told.saved === undefined
        ? new GeneratedMarket(options)
        : GeneratedMarket.restore(options, JSON.parse(told.saved))
    this.name = `generated market, seed ${told.seed}: not real prices`
  }

  get instruments(): readonly Instrument[] {
    return this.#market.instruments
  }

  extend(tape: Tape, until: Instant): void {
    this.#market.extend(tape, until)
  }

  skip(until: Instant): void {
    if (Number.isFinite(until)) this.#market.extend(new Tape(this.instruments), until)
  }

  save(): string {
    return JSON.stringify(this.#market.save())
  }
}

/** A recording, played row by row in its own time. */
export class RecordedSource implements MarketSource {
  readonly name: string
  readonly #recording: Tape
  readonly #row = emptyRow()
  #next: number

  /** @param told.saved how many rows were played before, as text */
  constructor(told: { readonly name: string; readonly recording: Tape; readonly saved?: string }) {
    this.name = told.name
    this.#recording = told.recording
    this.#next = told.saved === undefined ? 0 : Number(told.saved)
  }

  get instruments(): readonly Instrument[] {
    return this.#recording.instruments
  }

  get firstAt(): Instant | undefined {
    return this.#recording.length > 0 ? (this.#recording.time[0] as Instant) : undefined
  }

  skip(until: Instant): void {
    const { time, length } = this.#recording
    while (this.#next < length && time[this.#next] <= until) this.#next++
  }

  get isOver(): boolean {
    return this.#next >= this.#recording.length
  }

  extend(tape: Tape, until: Instant): void {
    const recording = this.#recording
    while (this.#next < recording.length && recording.time[this.#next] <= until) {
      recording.read(this.#next, this.#row)
      this.#row.seen = this.#row.time
      tape.push(this.#row)
      this.#next++
    }
  }

  save(): string {
    return String(this.#next)
  }
}

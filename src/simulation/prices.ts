import type { Instrument } from "../market/instrument.ts"
import type { Price } from "../value/brand.ts"

const MINUTE_US = 60_000_000

/**
 * Last and mean prices of all instruments, as columns: the one thing the exchange touches for every
 * trade. `low` and `high` are the prices at which a trade concerns an order; between them it costs
 * two comparisons.
 */
export class Prices {
  /** NaN until something is known. */
  readonly last: Float64Array
  /** A trade at or below this, or at or above `high`, must be looked at. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Sum of price × quantity, and of quantity, in the running minute. */
  readonly value: Float64Array
  readonly volume: Float64Array
  /** End of the running minute. */
  minuteEnd = -Infinity
  readonly #minutes: Float64Array
  /** The same sums of whole minutes gone by, newest first. */
  #past: { readonly value: Float64Array; readonly volume: Float64Array }[] = []
  readonly #depth: number

  constructor(instruments: readonly Instrument[]) {
    const count = instruments.length
    this.last = new Float64Array(count).fill(NaN)
    this.low = new Float64Array(count).fill(Infinity)
    this.high = new Float64Array(count).fill(Infinity)
    this.value = new Float64Array(count)
    this.volume = new Float64Array(count)
    this.#minutes = Float64Array.from(instruments, ({ filters }) => filters.meanMinutes)
    this.#depth = Math.max(0, ...this.#minutes)
  }

  /** Closes the minutes that have passed; called when `at` reaches `minuteEnd`. */
  turnTo(at: number): void {
    const end = (Math.floor(at / MINUTE_US) + 1) * MINUTE_US
    const passed = this.minuteEnd === -Infinity ? 0 : (end - this.minuteEnd) / MINUTE_US
    this.minuteEnd = end
    for (let i = 0; i < Math.min(passed, this.#depth); i++) {
      this.#past.unshift(this.#minuteGoneBy())
      this.value.fill(0)
      this.volume.fill(0)
    }
    if (passed === 0) return
    this.value.fill(0)
    this.volume.fill(0)
    this.#past.length = Math.min(this.#past.length, this.#depth)
  }

  /** The running minute as one of those gone by, in the columns of the one that is too old by then. */
  #minuteGoneBy(): { readonly value: Float64Array; readonly volume: Float64Array } {
    const oldest = this.#past.length < this.#depth ? undefined : this.#past.pop()
    if (oldest === undefined) return { value: this.value.slice(), volume: this.volume.slice() }
    oldest.value.set(this.value)
    oldest.volume.set(this.volume)
    return oldest
  }

  /** Adds what traded to the running minute. */
  count(instrument: number, price: number, quantity: number): void {
    this.value[instrument] += price * quantity
    this.volume[instrument] += quantity
  }

  lastOf(instrument: number): Price | undefined {
    const last = this.last[instrument]
    return Number.isNaN(last) ? undefined : (last as Price)
  }

  /**
   * Mean by volume over the running minute and the `meanMinutes` before it (the exchange slides a
   * window instead); the last price when nothing traded in it.
   */
  meanOf(instrument: number): Price | undefined {
    let value = this.value[instrument]
    let volume = this.volume[instrument]
    const minutes = Math.min(this.#minutes[instrument], this.#past.length)
    for (let i = 0; i < minutes; i++) {
      value += this.#past[i].value[instrument]
      volume += this.#past[i].volume[instrument]
    }
    return volume > 0 ? (Math.round(value / volume) as Price) : this.lastOf(instrument)
  }

  save(): PricesState {
    return {
      last: Array.from(this.last, (price) => (Number.isNaN(price) ? 0 : price)),
      minuteEnd: Number.isFinite(this.minuteEnd) ? this.minuteEnd : 0,
      minutes: [{ value: this.value, volume: this.volume }, ...this.#past].map((minute) => ({
        value: [...minute.value],
        volume: [...minute.volume],
      })),
    }
  }

  restore(state: PricesState): void {
    state.last.forEach((price, i) => (this.last[i] = price === 0 ? NaN : price))
    this.minuteEnd = state.minuteEnd === 0 ? -Infinity : state.minuteEnd
    this.value.set(state.minutes[0].value)
    this.volume.set(state.minutes[0].volume)
    this.#past = state.minutes.slice(1).map((minute) => ({
      value: Float64Array.from(minute.value),
      volume: Float64Array.from(minute.volume),
    }))
  }
}

/** JSON-safe; 0 stands for what is not known. */
export interface PricesState {
  readonly last: readonly number[]
  readonly minuteEnd: number
  readonly minutes: readonly {
    readonly value: readonly number[]
    readonly volume: readonly number[]
  }[]
}

import { requirePeriod } from "../input.ts"
import { type BarRange, requireBar } from "./bar-range.ts"

/**
 * Highest high and lowest low of the `period` bars before the latest one: a bar cannot break its
 * own high. Warm after `period + 1` bars.
 */
export class Donchian {
  readonly #highs: Float64Array
  readonly #lows: Float64Array
  #next = 0
  #seen = 0
  #upper = NaN
  #lower = NaN

  constructor(period: number) {
    requirePeriod(period, "period")
    this.#highs = new Float64Array(period)
    this.#lows = new Float64Array(period)
  }

  /** NaN until warm. */
  get upper(): number {
    return this.#upper
  }

  /** NaN until warm. */
  get lower(): number {
    return this.#lower
  }

  get isWarm(): boolean {
    return this.#seen > this.#highs.length
  }

  /** @throws Problem `INVALID_INPUT` for a broken bar */
  push(bar: BarRange): void {
    requireBar(bar)
    const period = this.#highs.length
    if (this.#seen >= period) {
      this.#upper = largest(this.#highs)
      this.#lower = smallest(this.#lows)
    }
    this.#highs[this.#next] = bar.high
    this.#lows[this.#next] = bar.low
    this.#next = this.#next + 1 === period ? 0 : this.#next + 1
    if (this.#seen <= period) this.#seen++
  }
}

function largest(values: Float64Array): number {
  let most = -Infinity
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i]
  return most
}

function smallest(values: Float64Array): number {
  let least = Infinity
  for (let i = 0; i < values.length; i++) if (values[i] < least) least = values[i]
  return least
}

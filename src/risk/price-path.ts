import { correlationInterval, correlationOf } from "../statistics/correlation.ts"
import { deviationOf } from "../statistics/moments.ts"
import { minutes } from "../value/time.ts"

/** RISK-14: the last two hours by minutes, and the last thirty days by hours. */
const MINUTES = 120
const HOURS = 720
/** RISK-23: volatility is looked at over so many periods. */
const PERIODS = 14
/** A percentile of a month is known once a third of it is. */
const VOLATILITIES_LEAST = 240
/** D7: fewer returns than this prove nothing. */
export const RETURNS_LEAST = 60
const CONFIDENCE = 0.95

/** How much two markets move as one. */
export interface Closeness {
  readonly correlation: number
  /** Lower end of its interval: what is held against every limit (D7). */
  readonly atLeast: number
  readonly count: number
}

/**
 * Where the price of one market has been: each minute of two hours, each hour of a month. Taken by the
 * timer that weighs the account, for all markets at the same moment, so that returns stand side by side.
 */
export class PricePath {
  readonly #minutes = new Ring(MINUTES + 1)
  readonly #hours = new Ring(HOURS + 1)
  readonly #volatilities = new Ring(HOURS)

  /** @param price the last one; NaN while there is none */
  onSample(at: number, price: number): void {
    const minute = Math.floor(at / minutes(1))
    if (!this.#minutes.put(minute, price)) return
    const hour = Math.floor(minute / 60)
    if (!this.#hours.put(hour, price)) return
    this.#volatilities.put(hour, deviationOf(this.#hours.returns(PERIODS), 0) ?? NaN)
  }

  /** Returns of the last minutes, newest last; NaN where a price is missing. */
  minuteReturns(): Float64Array {
    return this.#minutes.returns(MINUTES)
  }

  hourReturns(): Float64Array {
    return this.#hours.returns(HOURS)
  }

  /** Where the volatility of now stands in its own month, 0 to 1 (RISK-23); NaN while not known. */
  volatilityPercentile(): number {
    const present = this.#volatilities.last
    if (!(present >= 0)) return NaN
    let known = 0
    let below = 0
    for (const it of this.#volatilities.values) {
      if (!(it >= 0)) continue
      known++
      if (it < present) below++
    }
    return known < VOLATILITIES_LEAST ? NaN : below / known
  }
}

/**
 * How much two markets move as one: by the minutes of two hours or, where those are too few, by the
 * hours of a month (RISK-14, D7).
 * @returns undefined for fewer than 60 returns in which either of them moved
 */
export function closenessOf(a: PricePath, b: PricePath): Closeness | undefined {
  return (
    closenessBy(a.minuteReturns(), b.minuteReturns()) ??
    closenessBy(a.hourReturns(), b.hourReturns())
  )
}

function closenessBy(a: Float64Array, b: Float64Array): Closeness | undefined {
  const [x, y]: [number[], number[]] = [[], []]
  for (const [i, left] of a.entries()) {
    const right = b[i]
    // A time in which neither of them moved says nothing.
    if (Number.isNaN(left + right) || (left === 0 && right === 0)) continue
    x.push(left)
    y.push(right)
  }
  const count = x.length
  if (count < RETURNS_LEAST) return undefined
  const correlation = correlationOf(x, y)
  if (correlation === undefined) return undefined
  const interval = correlationInterval(correlation, { count, confidence: CONFIDENCE })
  return { correlation, atLeast: interval?.low ?? correlation, count }
}

/** One price a period, by the number of the period; what was missed is NaN. */
class Ring {
  readonly values: Float64Array
  #at = NaN

  constructor(size: number) {
    this.values = new Float64Array(size).fill(NaN)
  }

  /** @returns false for a period that has its price already, or that a clock put back came to again */
  put(period: number, price: number): boolean {
    const size = this.values.length
    const ahead = period - this.#at
    if (ahead <= 0 && ahead > -size) return false
    if (ahead > 0 && ahead < size) {
      for (let missed = this.#at + 1; missed < period; missed++) this.values[missed % size] = NaN
    } else this.values.fill(NaN)
    this.#at = period
    this.values[period % size] = price
    return true
  }

  get last(): number {
    return Number.isNaN(this.#at) ? NaN : this.values[this.#at % this.values.length]
  }

  /** The last returns, newest last. */
  returns(count: number): Float64Array {
    const size = this.values.length
    const returns = new Float64Array(count).fill(NaN)
    if (Number.isNaN(this.#at)) return returns
    for (let i = 0; i < count; i++) {
      const at = this.#at - count + 1 + i
      if (at < 1) continue
      const price = this.values[at % size]
      returns[i] = price / this.values[(at - 1) % size] - 1
    }
    return returns
  }
}

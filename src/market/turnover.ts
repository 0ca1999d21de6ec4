import { minutes } from "../value/time.ts"

const MINUTE = minutes(1)
const HALF_HOUR = minutes(30)
const MINUTES_KEPT = 64
/** Thirty days of half hours (EXEC-40). */
const HALVES_KEPT = 48 * 30

/**
 * How much of an instrument trades: per minute for the last hour, per half hour for the last month. It
 * stands where every trade passes, so `quantity` and `rollAt` lie open: a trade adds to the first, and
 * only one at or past the second is worth a call.
 */
export class Turnover {
  /** Traded since the session began, counts in a float. */
  quantity = 0
  /** When the next minute begins. */
  rollAt = -Infinity
  readonly #minutes = new Float64Array(MINUTES_KEPT)
  readonly #closes = new Float64Array(MINUTES_KEPT).fill(NaN)
  readonly #halves = new Float64Array(HALVES_KEPT)
  #before = 0
  /** Number of the running minute, counted from 1970; -1 before the first trade. */
  #minute = -1
  #firstMinute = -1

  /** A trade of another minute: closes the one before. Minutes without a trade count as zero. */
  roll(at: number, last: number): void {
    const minute = Math.floor(at / MINUTE)
    const traded = this.quantity - this.#before
    if (this.#minute >= 0 && minute > this.#minute) {
      this.#close(traded, last)
      const silent = Math.min(minute - this.#minute - 1, MINUTES_KEPT)
      for (let i = silent; i > 0; i--) this.#put(minute - i, 0, last)
      this.#clearHalves(minute)
    } else if (this.#minute < 0) this.#firstMinute = minute
    // A clock that goes back opens no minute again: what trades there counts for the running one.
    if (minute > this.#minute) this.#minute = minute
    this.#before = this.quantity
    this.rollAt = (this.#minute + 1) * MINUTE
  }

  /** Whole minutes that were watched, at most an hour. */
  get minutesKnown(): number {
    return this.#minute < 0 ? 0 : Math.min(this.#minute - this.#firstMinute, MINUTES_KEPT - 4)
  }

  /** What has traded in the running minute, counts. */
  get running(): number {
    return this.quantity - this.#before
  }

  /** What traded in the last whole minutes, counts. */
  lastMinutes(count: number): number {
    let sum = 0
    for (let i = 1; i <= count; i++) sum += this.#minutes[slot(this.#minute - i)]
    return sum
  }

  /**
   * What traded in the whole minutes before a moment, those without a trade among them, counts.
   * @returns undefined until as many were watched
   */
  tradedBefore(now: number, count: number): number | undefined {
    // The running minute is over once the clock has left it, whether or not a trade has come since.
    const silent = Math.max(0, Math.floor(now / MINUTE) - this.#minute)
    if (this.#minute < 0 || this.#minute - this.#firstMinute + silent < count) return undefined
    if (silent === 0) return this.lastMinutes(count)
    return silent > count ? 0 : this.running + this.lastMinutes(count - silent)
  }

  /** Prices at the ends of the last whole minutes, oldest first. */
  closes(count: number): readonly number[] {
    const known = Math.min(count, this.minutesKnown)
    return Array.from({ length: known }, (_, i) => this.#closes[slot(this.#minute - known + i)])
  }

  /**
   * What traded in each half hour of a day, oldest first: 48 figures.
   * @param day counted from 1970
   * @returns undefined for a day that was not watched whole, or is not kept any more
   */
  dayOf(day: number): readonly number[] | undefined {
    const first = day * 48
    const isKept = this.#half - first < HALVES_KEPT - 48
    const isWhole = this.#firstMinute >= 0 && this.#firstMinute <= first * 30
    if (!isKept || !isWhole || this.#half < first + 48) return undefined
    return Array.from({ length: 48 }, (_, i) => this.#halves[(first + i) % HALVES_KEPT])
  }

  get #half(): number {
    return Math.floor(this.#minute / 30)
  }

  #close(traded: number, last: number): void {
    this.#put(this.#minute, traded, last)
    this.#halves[this.#half % HALVES_KEPT] += traded
  }

  #put(minute: number, traded: number, last: number): void {
    this.#minutes[slot(minute)] = traded
    this.#closes[slot(minute)] = last
  }

  /** Half hours that begin now have nothing in them from a month ago. */
  #clearHalves(minute: number): void {
    const next = Math.floor((minute * MINUTE) / HALF_HOUR)
    const from = Math.max(this.#half + 1, next - HALVES_KEPT + 1)
    for (let half = from; half <= next; half++) this.#halves[half % HALVES_KEPT] = 0
  }
}

const slot = (minute: number): number => ((minute % MINUTES_KEPT) + MINUTES_KEPT) % MINUTES_KEPT

import { DAY_US } from "../value/time.ts"

const TEN_SECONDS_US = 10_000_000
/** How many orders an account may place in each window. */
export interface OrderLimits {
  readonly perTenSeconds: number
  readonly perDay: number
}

/** What the exchange publishes (binance-spot.md section 5). */
export const USUAL_LIMITS: OrderLimits = { perTenSeconds: 50, perDay: 160_000 }
/** A first fill as maker gives back this many of the count, a first fill as taker one. */
const MAKER_BACK = 5

/**
 * The exchange's count of unfilled orders of one account, over fixed windows aligned to UTC
 * (binance-spot.md section 5). First fills bring the counts down, at once here; cancels do not.
 */
export class OrderCounts {
  readonly #limits: OrderLimits
  #window = -1
  #inWindow = 0
  #day = -1
  #inDay = 0

  constructor(limits: OrderLimits = USUAL_LIMITS) {
    this.#limits = limits
  }

  /** The text of the refusal when so many more orders would pass a limit. */
  refusal(at: number, orders: number): string | undefined {
    this.#turn(at)
    const { perTenSeconds, perDay } = this.#limits
    if (this.#inWindow + orders > perTenSeconds) return tooMany(perTenSeconds, "10 SECOND")
    if (this.#inDay + orders > perDay) return tooMany(perDay, "1 DAY")
    return undefined
  }

  add(at: number, orders: number): void {
    this.#turn(at)
    this.#inWindow += orders
    this.#inDay += orders
  }

  /** The first fill of an order. */
  filled(at: number, isMaker: boolean): void {
    this.#turn(at)
    const back = isMaker ? MAKER_BACK : 1
    this.#inWindow = Math.max(0, this.#inWindow - back)
    this.#inDay = Math.max(0, this.#inDay - back)
  }

  /** The counts of the windows that `at` lies in. */
  at(at: number): { readonly tenSeconds: number; readonly day: number } {
    this.#turn(at)
    return { tenSeconds: this.#inWindow, day: this.#inDay }
  }

  save(): readonly number[] {
    return [this.#window, this.#inWindow, this.#day, this.#inDay]
  }

  restore(state: readonly number[]): void {
    this.#window = state[0]
    this.#inWindow = state[1]
    this.#day = state[2]
    this.#inDay = state[3]
  }

  #turn(at: number): void {
    const window = Math.floor(at / TEN_SECONDS_US)
    if (window !== this.#window) {
      this.#window = window
      this.#inWindow = 0
    }
    const day = Math.floor(at / DAY_US)
    if (day !== this.#day) {
      this.#day = day
      this.#inDay = 0
    }
  }
}

function tooMany(limit: number, interval: string): string {
  return `Too many new orders; current limit is ${limit} orders per ${interval}.`
}

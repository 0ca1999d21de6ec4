import type { Instrument } from "../src/market/instrument.ts"
import type { Bar } from "../src/market/bar.ts"
import type { Tick } from "../src/market/tick.ts"
import type { Order } from "../src/order/order.ts"
import type { Desk } from "../src/strategy/desk.ts"
import { bars, quotes, type Strategy, trades, type Watch } from "../src/strategy/strategy.ts"
import { type Instant, type Ratio, ratioOf } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { seconds } from "../src/value/time.ts"

/**
 * Wishes at random, often, and not always sensibly: larger than any limit, with stops too wide, on
 * top of what is under way. What it wishes is decided by its seed and by how many rows it has heard.
 */
export class Restless implements Strategy {
  readonly watches: readonly Watch[]
  readonly #chance: Chance
  readonly #eagerness: number
  readonly #isHurried: boolean

  /** @param told.eagerness how often a row makes it wish something, in parts of one */
  constructor(told: {
    readonly seed: number
    readonly instruments: readonly Instrument[]
    readonly hasBars: boolean
    readonly eagerness: number
    /** It is now patient and now in a hurry, too. */
    readonly isHurried?: boolean
  }) {
    this.#chance = new Chance(told.seed, "restless")
    this.#eagerness = told.eagerness
    this.#isHurried = told.isHurried ?? false
    this.watches = told.instruments.flatMap(({ symbol }) =>
      told.hasBars ? [bars(symbol, seconds(10))] : [trades(symbol), quotes(symbol)],
    )
  }

  onTrade(tick: Tick, desk: Desk): void {
    this.#wish(tick.instrument, desk)
  }

  onQuote(tick: Tick, desk: Desk): void {
    this.#wish(tick.instrument, desk)
  }

  onBar(bar: Bar, desk: Desk): void {
    this.#wish(bar.instrument, desk)
  }

  onOrder(order: Order, desk: Desk): void {
    if (order.purpose === "entry" && order.filled > 0 && this.#chance.happens(0.1)) {
      desk.close(order.instrument, { because: "changed its mind" })
    }
  }

  #wish(instrument: number, desk: Desk): void {
    const chance = this.#chance
    if (!chance.happens(this.#eagerness)) return
    const isLong = desk.position(instrument).isLong
    const drawn = chance.unit()
    const size = chance.unit()
    if (!isLong || drawn < 0.3) this.#buy(instrument, desk, size)
    else if (drawn < 0.6) desk.close(instrument, { because: "enough of it" })
    else if (drawn < 0.9) {
      const stop = desk.price(instrument) * (1 - 0.02 * size)
      if (stop > 0) desk.raiseStop(instrument, { stop, because: "closer" })
    } else desk.withdraw(instrument, { because: "not at this price" })
  }

  #buy(instrument: number, desk: Desk, size: number): void {
    const chance = this.#chance
    const stop = { stop: ppm(0.0005 + 0.022 * chance.unit()) }
    const target = { target: ppm(0.0005 + 0.01 * chance.unit()) }
    desk.buy(instrument, {
      stake: ppm(0.005 + 0.07 * size),
      because: "why not",
      ...(chance.happens(0.8) ? stop : {}),
      ...(chance.happens(0.4) ? target : {}),
      ...(chance.happens(0.3) ? { isPassive: true } : {}),
      ...(this.#isHurried ? { urgency: chance.below(101) } : {}),
    })
  }
}

/** Any strategy, until the moment from which it wishes nothing more. */
export class Sleeper implements Strategy {
  readonly watches: readonly Watch[]
  readonly #inner: Strategy
  readonly #sleepsAt: Instant

  constructor(inner: Strategy, sleepsAt: Instant) {
    this.watches = inner.watches
    this.#inner = inner
    this.#sleepsAt = sleepsAt
  }

  onBar(bar: Bar, desk: Desk): void {
    if (desk.now < this.#sleepsAt) this.#inner.onBar?.(bar, desk)
  }

  onTrade(tick: Tick, desk: Desk): void {
    if (desk.now < this.#sleepsAt) this.#inner.onTrade?.(tick, desk)
  }

  onQuote(tick: Tick, desk: Desk): void {
    if (desk.now < this.#sleepsAt) this.#inner.onQuote?.(tick, desk)
  }

  onOrder(order: Order, desk: Desk): void {
    if (desk.now < this.#sleepsAt) this.#inner.onOrder?.(order, desk)
  }
}

const ppm = (part: number): Ratio => ratioOf(Math.round(part * 1e6))

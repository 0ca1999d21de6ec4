import type { Bar } from "../../market/bar.ts"
import type { Tick } from "../../market/tick.ts"
import { ZScore } from "../../statistics/indicator/z-score.ts"
import { type Instant, instantOf, percent, PPM } from "../../value/brand.ts"
import { FOREVER, minutes } from "../../value/time.ts"
import type { Desk } from "../desk.ts"
import { bars, quotes, type Strategy, type Watch } from "../strategy.ts"

/** `window` in bars of `minutes`, `enter` and `leave` in deviations, `peg`, `cost`, `stake` in %. */
export const REVERSION_DEFAULTS = {
  symbol: "USDCUSDT",
  minutes: 60,
  window: 480,
  enter: -2,
  leave: 0,
  peg: 0.5,
  pegMinutes: 5,
  cost: 0.2,
  stake: 5,
}

type Settings = typeof REVERSION_DEFAULTS

/**
 * Reversion of a pair of two stablecoins (STRAT-30, the half that spot can trade): bought far below
 * the mean of its window, sold at the mean. The window ends before the price that is judged. The way
 * back to the mean must be longer than buying and selling cost; else it is no gain. While the pair is off its peg nothing is bought; when that lasts, the position is left and the strategy
 * stops for good (STRAT-35): a coin that loses its peg looks cheap all the way down.
 */
export class Reversion implements Strategy {
  readonly watches: readonly Watch[]
  readonly #settings: Settings
  readonly #score: ZScore
  #offSince: Instant = FOREVER
  #isStopped = false

  constructor(given: Partial<Settings> = {}) {
    const settings = { ...REVERSION_DEFAULTS, ...given }
    this.watches = [bars(settings.symbol, minutes(settings.minutes)), quotes(settings.symbol)]
    this.#settings = settings
    this.#score = new ZScore(settings.window)
  }

  onBar(bar: Bar, desk: Desk): void {
    const { instrument } = bar
    const { enter, leave, cost, stake } = this.#settings
    this.#score.push(bar.close)
    this.#guard(instrument, { price: bar.close, at: instantOf(bar.openedAt + bar.interval) }, desk)
    if (this.#isStopped || !this.#score.isWarm) return
    const position = desk.position(instrument)
    const score = this.#score.value
    if (position.isLong && score > leave) {
      desk.close(instrument, { because: "the price is back at its mean" })
    }
    const mayBuy = this.#offSince === FOREVER && position.isFlat && !desk.isEntering(instrument)
    const isWorthwhile = -this.#score.distance * PPM > bar.close * percent(cost)
    if (mayBuy && score < enter && isWorthwhile) {
      const because = `the price lies ${(-score).toFixed(1)} deviations below its mean`
      desk.buy(instrument, { stake: percent(stake), because })
    }
  }

  onQuote(tick: Tick, desk: Desk): void {
    // A book with one empty side tells no price.
    if (!(tick.bid > 0 && tick.ask > 0)) return
    const price = (tick.bid + tick.ask) / 2
    this.#guard(tick.instrument, { price, at: instantOf(tick.time) }, desk)
  }

  #guard(
    instrument: number,
    seen: { readonly price: number; readonly at: Instant },
    desk: Desk,
  ): void {
    if (this.#isStopped) return
    const one = desk.one(instrument)
    if (Math.abs(seen.price - one) * PPM <= one * percent(this.#settings.peg)) {
      this.#offSince = FOREVER
      return
    }
    if (this.#offSince === FOREVER) this.#offSince = seen.at
    if (seen.at - this.#offSince <= minutes(this.#settings.pegMinutes)) return
    this.#isStopped = true
    const because = "the pair has been off its peg for too long"
    desk.withdraw(instrument, { because })
    desk.close(instrument, { because })
  }
}

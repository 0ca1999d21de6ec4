import type { Bar } from "../../market/bar.ts"
import type { Order } from "../../order/order.ts"
import { RollingMoments } from "../../statistics/indicator/rolling-moments.ts"
import { percent, type Ratio } from "../../value/brand.ts"
import { days } from "../../value/time.ts"
import type { Desk } from "../desk.ts"
import { bars, type Strategy, type Watch } from "../strategy.ts"

/** Look-backs and `window` in days; `volatility` in % a year, `least`, `stop`, `cost`, `stake` in %. */
export const TREND_DEFAULTS = {
  symbol: "BTCUSDT",
  shortest: 5,
  longest: 180,
  lookbacks: 6,
  volatility: 20,
  window: 20,
  least: 2.5,
  stop: 2,
  cost: 0.2,
  stake: 5,
}

type Settings = typeof TREND_DEFAULTS

const DAYS_A_YEAR = 365

/**
 * Time-series momentum, long or flat (STRAT-90 by decision D15; Moskowitz, Ooi and Pedersen 2012,
 * sized by volatility as Moreira and Muir 2017 do). Once a day each of several look-backs votes:
 * has the price risen since then? More than half for it and it is held, more than half against and
 * it is sold. A look-back votes as soon as the history covers it, and nothing is decided before half
 * of them can. The position is `stake`, less where the market swings more than `volatility` a year,
 * down to `least`, below which a small account could not sell it again. A market that swings less
 * over the shortest look-back than buying and selling cost is left alone. No position goes without a
 * stop (RISK-12); after one was hit the market rests for the shortest look-back, since sooner the
 * same days would be judged again. One pair, as the first tier has it.
 */
export class Trend implements Strategy {
  readonly watches: readonly Watch[]
  readonly #settings: Settings
  readonly #lookbacks: readonly number[]
  /** Closes of the days that the longest look-back reaches, oldest first. */
  readonly #closes: number[] = []
  readonly #returns: RollingMoments
  #isEntered = false
  #isLeaving = false
  #daysToRest = 0

  constructor(given: Partial<Settings> = {}) {
    const settings = { ...TREND_DEFAULTS, ...given }
    this.watches = [bars(settings.symbol, days(1))]
    this.#settings = settings
    this.#lookbacks = spread(settings)
    this.#returns = new RollingMoments(settings.window)
  }

  onBar(bar: Bar, desk: Desk): void {
    this.#remember(bar.close)
    const { instrument } = bar
    const { isLong, isFlat } = desk.position(instrument)
    this.#noticeStop(isFlat)
    const { voters, rising, balance } = this.#vote()
    if (voters * 2 < this.#lookbacks.length || !this.#returns.isWarm) return
    const said = `${rising} of ${voters} look-backs rise`
    if (isLong && balance < 0) {
      this.#isLeaving = true
      desk.close(instrument, { because: `only ${said}` })
    }
    const mayBuy =
      isFlat && this.#isWorthwhile() && this.#daysToRest === 0 && !desk.isEntering(instrument)
    if (mayBuy && balance > 0) {
      desk.buy(instrument, {
        stake: this.#stake(),
        stop: percent(this.#settings.stop),
        because: said,
      })
    }
  }

  onOrder(order: Order): void {
    if (order.purpose === "entry" && order.filled > 0) this.#isEntered = true
  }

  #remember(close: number): void {
    const before = this.#closes.at(-1)
    if (before !== undefined) this.#returns.push(Math.log(close / before))
    this.#closes.push(close)
    if (this.#closes.length > this.#settings.longest + 1) this.#closes.shift()
  }

  /** What was entered, is gone and was not sold by us was stopped, or closed by hand. */
  #noticeStop(isFlat: boolean): void {
    if (this.#daysToRest > 0) this.#daysToRest--
    if (!isFlat || !this.#isEntered) return
    if (!this.#isLeaving) this.#daysToRest = this.#settings.shortest
    this.#isEntered = false
    this.#isLeaving = false
  }

  /** How many look-backs have a say, how many of them rise, and by how many those outnumber the rest. */
  #vote(): { readonly voters: number; readonly rising: number; readonly balance: number } {
    const last = this.#closes.length - 1
    let voters = 0
    let rising = 0
    let balance = 0
    for (const days of this.#lookbacks) {
      if (days > last) continue
      voters++
      const moved = this.#closes[last] - this.#closes[last - days]
      if (moved > 0) rising++
      balance += Math.sign(moved)
    }
    return { voters, rising, balance }
  }

  /** A day's swing grows with the root of the days; it must outgrow the cost of the round trip. */
  #isWorthwhile(): boolean {
    const { shortest, cost } = this.#settings
    return this.#returns.deviation(1) * Math.sqrt(shortest) * 100 > cost
  }

  #stake(): Ratio {
    const { volatility, least, stake } = this.#settings
    const swing = this.#returns.deviation(1) * Math.sqrt(DAYS_A_YEAR) * 100
    const share = swing > volatility ? volatility / swing : 1
    return percent(Math.max(least, stake * share))
  }
}

/** Look-backs from the shortest to the longest, each longer than the one before by the same factor. */
function spread(told: Pick<Settings, "shortest" | "longest" | "lookbacks">): readonly number[] {
  const { shortest, longest, lookbacks } = told
  if (lookbacks === 1) return [longest]
  return Array.from({ length: lookbacks }, (_, i) =>
    Math.round(shortest * (longest / shortest) ** (i / (lookbacks - 1))),
  )
}

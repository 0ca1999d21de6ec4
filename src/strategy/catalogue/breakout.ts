import type { Bar } from "../../market/bar.ts"
import { Adx } from "../../statistics/indicator/adx.ts"
import { Atr } from "../../statistics/indicator/atr.ts"
import { Donchian } from "../../statistics/indicator/donchian.ts"
import { RollingMoments } from "../../statistics/indicator/rolling-moments.ts"
import { minutes } from "../../value/time.ts"
import { percent, PPM, type Ratio, ratioOf } from "../../value/brand.ts"
import type { Desk } from "../desk.ts"
import { bars, type Strategy, type Watch } from "../strategy.ts"

/** Lengths in bars of `minutes`; `excess`, `stop`, `arm`, `trail`, `cost` and `stake` in %. */
export const BREAKOUT_DEFAULTS = {
  symbol: "BTCUSDT",
  minutes: 5,
  period: 20,
  excess: 2,
  volume: 1.5,
  adx: 25,
  adxPeriod: 14,
  candles: 3,
  swing: 5,
  stop: 2,
  arm: 0.5,
  trail: 0.5,
  cost: 0.2,
  stake: 5,
}

type Settings = typeof BREAKOUT_DEFAULTS

/**
 * Momentum breakout, long only (STRAT-20). A level is the highest high before the first candle that
 * closes above it; it stands while candles close above it, no longer than the channel that made it.
 * Bought, once for each level, at the close of a candle at which everything holds: enough candles
 * beyond, far enough, on enough volume, in a market that trends. After a gain of `arm` the stop at
 * the exchange is moved to entry plus round-trip cost (decision D9) or `trail` below the highest
 * close, whichever is higher. A restart forgets what was highest; the stop stays where it was. A
 * broken low has no use on an account that is long only: the stop stands nearer.
 */
export class Breakout implements Strategy {
  readonly watches: readonly Watch[]
  readonly #settings: Settings
  readonly #channel: Donchian
  readonly #swings: Donchian
  readonly #volumes: RollingMoments
  readonly #adx: Adx
  readonly #atr: Atr
  /** What the breaking candle had to exceed; NaN while nothing is broken. */
  #level = NaN
  #beyond = 0
  #isTaken = false
  /** Volume of the latest candle over the mean of those before it. */
  #surge = NaN
  /** Highest close since the position was first seen. */
  #peak = NaN

  constructor(given: Partial<Settings> = {}) {
    const settings = { ...BREAKOUT_DEFAULTS, ...given }
    this.watches = [bars(settings.symbol, minutes(settings.minutes))]
    this.#settings = settings
    this.#channel = new Donchian(settings.period)
    this.#swings = new Donchian(settings.swing)
    this.#volumes = new RollingMoments(settings.period)
    this.#adx = new Adx(settings.adxPeriod)
    this.#atr = new Atr(settings.adxPeriod)
  }

  onBar(bar: Bar, desk: Desk): void {
    this.#measure(bar)
    this.#follow(bar)
    const position = desk.position(bar.instrument)
    if (position.isLong) {
      this.#trail(bar, desk, position.averagePrice)
      return
    }
    this.#peak = NaN
    if (this.#isBroken(bar) && !desk.isEntering(bar.instrument)) this.#buy(bar, desk)
  }

  #measure(bar: Bar): void {
    this.#surge = bar.volume / this.#volumes.mean
    this.#volumes.push(bar.volume)
    this.#channel.push(bar)
    this.#swings.push(bar)
    this.#adx.push(bar)
    this.#atr.push(bar)
  }

  #follow(bar: Bar): void {
    const stands = bar.close > this.#level && this.#beyond < this.#settings.period
    if (stands) {
      this.#beyond++
      return
    }
    const isNew = bar.close > this.#channel.upper
    this.#level = isNew ? this.#channel.upper : NaN
    this.#beyond = isNew ? 1 : 0
    this.#isTaken = false
  }

  #isBroken(bar: Bar): boolean {
    const { excess, volume, adx, candles } = this.#settings
    return (
      !this.#isTaken &&
      this.#beyond >= candles &&
      bar.close * PPM >= this.#level * (PPM + percent(excess)) &&
      this.#surge >= volume &&
      this.#adx.value > adx
    )
  }

  #buy(bar: Bar, desk: Desk): void {
    this.#isTaken = true
    const { stake, candles, period } = this.#settings
    desk.buy(bar.instrument, {
      stake: percent(stake),
      stop: this.#stop(bar),
      because: `${candles} candles beyond the high of ${period}, with volume and trend`,
    })
  }

  /** Half an average range below the last swing, never wider than the setting (RISK-12). */
  #stop(bar: Bar): Ratio {
    const price = this.#swings.lower - this.#atr.value / 2
    const distance = Math.floor(((bar.close - price) / bar.close) * PPM)
    return ratioOf(Math.min(distance, percent(this.#settings.stop)))
  }

  #trail(bar: Bar, desk: Desk, paid: number): void {
    const { arm, trail, cost } = this.#settings
    // Closes only: a high may lie before the entry, or after the low that would have ended it.
    this.#peak = bar.close > this.#peak ? bar.close : this.#peak > 0 ? this.#peak : bar.close
    if (this.#peak * PPM < paid * (PPM + percent(arm))) return
    const kept = (paid * (PPM + percent(cost))) / PPM
    const trailed = (this.#peak * (PPM - percent(trail))) / PPM
    const stop = Math.max(kept, trailed)
    if (bar.close > stop) desk.raiseStop(bar.instrument, { stop, because: "the gain is trailed" })
    else desk.close(bar.instrument, { because: "the price fell below its trailed level" })
  }
}

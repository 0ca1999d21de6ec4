import type { Bar } from "../../market/bar.ts"
import { Ema } from "../../statistics/indicator/ema.ts"
import { minutes } from "../../value/time.ts"
import { percent, PPM, type Ratio } from "../../value/brand.ts"
import type { Desk } from "../desk.ts"
import { bars, type Strategy, type Watch } from "../strategy.ts"

/** `fast` and `slow` in bars, `minutes` the length of a bar, `cost` and `stake` in %. */
export const CROSSOVER_DEFAULTS = {
  symbol: "BTCUSDT",
  fast: 20,
  slow: 100,
  minutes: 5,
  cost: 0.2,
  stake: 5,
}

/**
 * Two moving averages of closes (the example of the architecture; Brock, Lakonishok and LeBaron
 * 1992, with their band): bought when the fast one stands above the slow one by more than buying and
 * selling cost, sold when it no longer stands above. A smaller distance is a move that could not
 * pay its own fees. The plainest trend rule there is; here to be understood and measured against,
 * not to be believed in.
 */
export class Crossover implements Strategy {
  readonly watches: readonly Watch[]
  readonly #fast: Ema
  readonly #slow: Ema
  /** The fast average over the slow one at which a move begins to be worth its cost. */
  readonly #worthwhile: number
  readonly #stake: Ratio

  constructor(given: Partial<typeof CROSSOVER_DEFAULTS> = {}) {
    const settings = { ...CROSSOVER_DEFAULTS, ...given }
    const { symbol, fast, slow, minutes: length, cost, stake } = settings
    this.watches = [bars(symbol, minutes(length))]
    this.#fast = new Ema(fast)
    this.#slow = new Ema(slow)
    this.#worthwhile = (PPM + percent(cost)) / PPM
    this.#stake = percent(stake)
  }

  onBar(bar: Bar, desk: Desk): void {
    this.#fast.push(bar.close)
    this.#slow.push(bar.close)
    if (!this.#slow.isWarm) return
    const { instrument } = bar
    const position = desk.position(instrument)
    const isRising = this.#fast.value > this.#slow.value
    if (position.isLong) {
      if (!isRising) desk.close(instrument, { because: "the fast average is below the slow one" })
      return
    }
    const isWorthwhile = this.#fast.value > this.#slow.value * this.#worthwhile
    if (isWorthwhile && position.isFlat && !desk.isEntering(instrument)) {
      const because = "the fast average is above the slow one by more than a round trip costs"
      desk.buy(instrument, { stake: this.#stake, because })
    }
  }
}

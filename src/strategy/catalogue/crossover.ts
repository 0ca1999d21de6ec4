import type { Bar } from "../../market/bar.ts"
import { Ema } from "../../statistics/indicator/ema.ts"
import { minutes } from "../../value/time.ts"
import { percent, type Ratio } from "../../value/brand.ts"
import type { Desk } from "../desk.ts"
import { bars, type Strategy, type Watch } from "../strategy.ts"

/** `fast` and `slow` in bars, `minutes` the length of a bar, `stake` in % of equity. */
export const CROSSOVER_DEFAULTS = { symbol: "BTCUSDT", fast: 20, slow: 100, minutes: 5, stake: 5 }

/**
 * Two moving averages of closes: long while the fast one is above the slow one. The plainest trend
 * rule there is; here to be understood and measured against, not to be believed in.
 */
export class Crossover implements Strategy {
  readonly watches: readonly Watch[]
  readonly #fast: Ema
  readonly #slow: Ema
  readonly #stake: Ratio

  constructor(given: Partial<typeof CROSSOVER_DEFAULTS> = {}) {
    const { symbol, fast, slow, minutes: length, stake } = { ...CROSSOVER_DEFAULTS, ...given }
    this.watches = [bars(symbol, minutes(length))]
    this.#fast = new Ema(fast)
    this.#slow = new Ema(slow)
    this.#stake = percent(stake)
  }

  onBar(bar: Bar, desk: Desk): void {
    this.#fast.push(bar.close)
    this.#slow.push(bar.close)
    if (!this.#slow.isWarm) return
    const position = desk.position(bar.instrument)
    const isRising = this.#fast.value > this.#slow.value
    if (isRising && position.isFlat && !desk.isEntering(bar.instrument)) {
      desk.buy(bar.instrument, {
        stake: this.#stake,
        because: "the fast average is above the slow one",
      })
    } else if (!isRising && position.isLong) {
      desk.close(bar.instrument, { because: "the fast average is below the slow one" })
    }
  }
}

/** What the market did between two moments (quant.md 6.8). Prices are counts in floats. */
export interface Benchmark {
  /** Mean price by quantity; undefined without a trade. */
  readonly vwap: number | undefined
  /** Mean price by time, each one held until the next; undefined while none is known. */
  readonly twap: number | undefined
  /** Traded, counts. */
  readonly volume: number
}

/** Measures the market trade by trade, from a moment on. Its end is not included. */
export class Gauge {
  #value = 0
  #volume = 0
  #weighted = 0
  #price: number
  /** Where the mean by time begins: at the first trade, where no price was known before. */
  #began: number
  #since: number

  /** @param told.price the last one known at the beginning; NaN for none */
  constructor(told: { readonly from: number; readonly price: number }) {
    this.#price = told.price
    this.#began = told.from
    this.#since = told.from
  }

  /** Traded so far, counts. */
  get volume(): number {
    return this.#volume
  }

  onTrade(at: number, price: number, quantity: number): void {
    if (this.#price > 0) this.#weighted += this.#price * (at - this.#since)
    else this.#began = at
    this.#price = price
    this.#since = at
    this.#value += price * quantity
    this.#volume += quantity
  }

  until(to: number): Benchmark {
    const isKnown = this.#price > 0 && to > this.#began
    const weighted = this.#weighted + this.#price * (to - this.#since)
    return {
      vwap: this.#volume > 0 ? this.#value / this.#volume : undefined,
      twap: isKnown ? weighted / (to - this.#began) : undefined,
      volume: this.#volume,
    }
  }
}

const FIRST_CAPACITY = 64

/** All levels of one side of the book. Kept sorted, the best one last, where most changes are. */
export class DepthSide {
  readonly #sign: 1 | -1
  #prices = new Float64Array(FIRST_CAPACITY)
  #sizes = new Float64Array(FIRST_CAPACITY)
  #length = 0

  constructor(side: "bids" | "asks") {
    this.#sign = side === "bids" ? 1 : -1
  }

  get levels(): number {
    return this.#length
  }

  /** Price of a level, 0 is the best; NaN where there is none. */
  price(level: number): number {
    return level < this.#length ? this.#prices[this.#length - 1 - level] : NaN
  }

  /** Quantity of a level, 0 is the best; NaN where there is none. */
  quantity(level: number): number {
    return level < this.#length ? this.#sizes[this.#length - 1 - level] : NaN
  }

  take(level: number, quantity: number): void {
    this.#sizes[this.#length - 1 - level] -= quantity
  }

  /** Quantity at a price; 0 for a hole in the book, `undefined` beyond the levels that are known. */
  at(price: number): number | undefined {
    const i = this.#find(price)
    if (i < this.#length && this.#prices[i] === price) return this.#sizes[i]
    return i === 0 ? undefined : 0
  }

  /** Sets the quantity at a price; 0 removes the level. Removing an absent level is normal. */
  set(price: number, size: number): void {
    const i = this.#find(price)
    const isThere = i < this.#length && this.#prices[i] === price
    if (size > 0) {
      if (!isThere) this.#insert(i, price)
      this.#sizes[i] = size
    } else if (isThere) {
      this.#prices.copyWithin(i, i + 1, this.#length)
      this.#sizes.copyWithin(i, i + 1, this.#length)
      this.#length--
    }
  }

  clear(): void {
    this.#length = 0
  }

  /** Price, size, price, size …, worst first. */
  save(): readonly number[] {
    return Array.from({ length: this.#length * 2 }, (_, i) =>
      i % 2 === 0 ? this.#prices[i >> 1] : this.#sizes[i >> 1],
    )
  }

  restore(state: readonly number[]): void {
    for (let i = 0; i < state.length; i += 2) {
      this.#insert(this.#length, state[i])
      this.#sizes[this.#length - 1] = state[i + 1]
    }
  }

  #insert(i: number, price: number): void {
    if (this.#length === this.#prices.length) {
      const prices = new Float64Array(this.#length * 2)
      const sizes = new Float64Array(this.#length * 2)
      prices.set(this.#prices)
      sizes.set(this.#sizes)
      this.#prices = prices
      this.#sizes = sizes
    }
    this.#prices.copyWithin(i + 1, i, this.#length)
    this.#sizes.copyWithin(i + 1, i, this.#length)
    this.#prices[i] = price
    this.#length++
  }

  /** First index whose price is not worse than the given one. */
  #find(price: number): number {
    const sign = this.#sign
    const prices = this.#prices
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (prices[middle] * sign < price * sign) low = middle + 1
      else high = middle
    }
    return low
  }
}

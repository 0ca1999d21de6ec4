/**
 * One side of an order book as counts, worst price first, so that the best, where nearly all changes
 * are, stands at the end and little has to be moved.
 */
export class BookSide {
  /** +1 where a higher price is better (bids), -1 where a lower one is. */
  readonly #sign: 1 | -1
  /** Rising: prices times the sign. */
  #keys = new Float64Array(256)
  #quantities = new Float64Array(256)
  #length = 0

  constructor(side: "bids" | "asks") {
    this.#sign = side === "bids" ? 1 : -1
  }

  get length(): number {
    return this.#length
  }

  /** Price of a level, 0 is the best; NaN where there is none. */
  price(depth: number): number {
    return depth < this.#length ? this.#keys[this.#length - 1 - depth] * this.#sign : NaN
  }

  /** Quantity of a level, 0 is the best; NaN where there is none. */
  quantity(depth: number): number {
    return depth < this.#length ? this.#quantities[this.#length - 1 - depth] : NaN
  }

  clear(): void {
    this.#length = 0
  }

  /** Sets what rests at a price; 0 removes the level, and one that is not there may be removed. */
  set(price: number, quantity: number): void {
    const key = price * this.#sign
    const at = this.#place(key)
    const isThere = at < this.#length && this.#keys[at] === key
    if (quantity > 0) {
      if (!isThere) this.#insert(at, key)
      this.#quantities[at] = quantity
    } else if (isThere) {
      this.#keys.copyWithin(at, at + 1, this.#length)
      this.#quantities.copyWithin(at, at + 1, this.#length)
      this.#length--
    }
  }

  /** The first place whose key is not below. */
  #place(key: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#keys[middle] < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #insert(at: number, key: number): void {
    if (this.#length === this.#keys.length) this.#grow()
    this.#keys.copyWithin(at + 1, at, this.#length)
    this.#quantities.copyWithin(at + 1, at, this.#length)
    this.#keys[at] = key
    this.#length++
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2)
    keys.set(this.#keys)
    this.#keys = keys
    const quantities = new Float64Array(keys.length)
    quantities.set(this.#quantities)
    this.#quantities = quantities
  }
}

/** A price so far from the last one needs a second one beside it: parts of the last, one fifth. */
const APART = 5

/**
 * Keeps absurd prices out: one that lies more than 20 % from the last is set aside, and believed only
 * when the next one lies where it does (DATA-8).
 */
export class Sieve {
  #last = NaN
  #aside = NaN

  /** Whether the price can be believed. */
  passes(price: number): boolean {
    if (!isApart(price, this.#last) || !isApart(price, this.#aside)) {
      this.#last = price
      this.#aside = NaN
      return true
    }
    if (Number.isNaN(this.#last)) {
      this.#last = price
      return true
    }
    this.#aside = price
    return false
  }
}

/** True also where there is nothing to compare with. */
const isApart = (price: number, from: number): boolean => !(Math.abs(price - from) * APART <= from)

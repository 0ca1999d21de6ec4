/** What the market outside offers to a taker: levels, best first. */
export interface Liquidity {
  readonly levels: number
  price(level: number): number
  quantity(level: number): number
  /** Takes a quantity away; it stays away until the market updates the level. */
  take(level: number, quantity: number): void
}

/** Nobody is there. */
export const NOBODY: Liquidity = {
  levels: 0,
  price: () => NaN,
  quantity: () => 0,
  take: () => {},
}

/**
 * Any quantity at one price: all that can be said when only trades or bars are known. It flatters
 * large orders, which is why participation and size limits exist on our side.
 */
export function anyAt(price: number): Liquidity {
  return { levels: 1, price: () => price, quantity: () => Infinity, take: () => {} }
}

/**
 * The best price of one side and its size, when only the top of the book is known. What lies behind
 * it is not known, so a taker that wants more finds nothing more at that moment.
 */
export class TopLevel implements Liquidity {
  best = NaN
  /** As displayed. */
  shown = 0
  #taken = 0

  get levels(): number {
    return this.best > 0 && this.shown > this.#taken ? 1 : 0
  }

  price(): number {
    return this.best
  }

  quantity(): number {
    return this.shown - this.#taken
  }

  take(_level: number, quantity: number): void {
    this.#taken += quantity
  }

  /** A repeat of the same price and size is no news of this side: what we took stays taken. */
  set(price: number, size: number): void {
    if (price === this.best && size === this.shown) return
    this.best = price
    this.shown = size
    this.#taken = 0
  }

  save(): readonly number[] {
    return Number.isNaN(this.best) ? [] : [this.best, this.shown, this.#taken]
  }

  restore(state: readonly number[]): void {
    if (state.length === 0) return
    this.best = state[0]
    this.shown = state[1]
    this.#taken = state[2]
  }
}

import type { MarketMessage } from "../codec/message.ts"

/** So many are kept: more than come between two changes of depth, which come every 100 ms. */
const KEPT = 256

/** The latest quotes of one instrument, to be found again by the update of the book they show. */
export class RecentQuotes {
  readonly #ids = new Float64Array(KEPT).fill(NaN)
  /** Bid, its quantity, ask, its quantity: four a quote. */
  readonly #values = new Float64Array(KEPT * 4)
  #next = 0

  keep({ id, a, b, c, d }: MarketMessage): void {
    const at = this.#next
    this.#ids[at] = id
    this.#values[at * 4] = a
    this.#values[at * 4 + 1] = b
    this.#values[at * 4 + 2] = c
    this.#values[at * 4 + 3] = d
    this.#next = (at + 1) % KEPT
  }

  /** Where the values of the quote of this update stand; undefined when none is kept. */
  find(id: number): Float64Array | undefined {
    for (let back = 1; back <= KEPT; back++) {
      const at = (this.#next - back + KEPT) % KEPT
      if (this.#ids[at] === id) return this.#values.subarray(at * 4, at * 4 + 4)
      // They come in the order of their ids, so an earlier one cannot be this.
      if (!(this.#ids[at] > id)) return undefined
    }
    return undefined
  }
}

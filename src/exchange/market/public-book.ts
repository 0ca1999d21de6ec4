import type { Depth, DepthLevel } from "../../simulation/depth.ts"

/** What changed in a book between two of its states; a quantity of 0 says that a level is gone. */
export interface DepthChange {
  /** First and last update id that it covers. */
  readonly first: number
  readonly last: number
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

/**
 * The book of one symbol as it is published: every moment that changed it has a number, and a change
 * tells from which to which number it leads (binance-spot.md section 20).
 */
export class PublicBook {
  readonly #read: () => Depth
  #view: Depth | undefined
  #updateId: number

  constructor(read: () => Depth, updateId = 0) {
    this.#read = read
    this.#updateId = updateId
  }

  /** Number of the newest moment that changed it. */
  get updateId(): number {
    return this.#updateId
  }

  /** Something may have changed. */
  touch(): void {
    this.#updateId++
    this.#view = undefined
  }

  /** The book now. */
  get view(): Depth {
    this.#view ??= this.#read()
    return this.#view
  }
}

/** Follows a book in steps, each of which tells what changed since the one before. */
export class DepthFollower {
  readonly #book: PublicBook
  #seen: Depth
  #lastId: number

  constructor(book: PublicBook) {
    this.#book = book
    this.#seen = book.view
    this.#lastId = book.updateId
  }

  /** @returns undefined when nothing changed since the last step */
  step(): DepthChange | undefined {
    const { view, updateId } = this.#book
    if (updateId === this.#lastId) return undefined
    const bids = changed(this.#seen.bids, view.bids)
    const asks = changed(this.#seen.asks, view.asks)
    if (bids.length === 0 && asks.length === 0) return undefined
    const first = this.#lastId + 1
    this.#seen = view
    this.#lastId = updateId
    return { first, last: updateId, bids, asks }
  }
}

function changed(before: readonly DepthLevel[], after: readonly DepthLevel[]): DepthLevel[] {
  if (before === after) return []
  const old = new Map(before)
  const changes: DepthLevel[] = []
  for (const level of after) {
    if (old.get(level[0]) !== level[1]) changes.push(level)
    old.delete(level[0])
  }
  for (const price of old.keys()) changes.push([price, 0])
  return changes
}

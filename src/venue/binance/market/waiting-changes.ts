import type { Levels, MarketMessage } from "../codec/message.ts"

/** So many changes of one book wait for its snapshot (DATA-4: at least 1,000). */
const CHANGES_MOST = 2_000

/** A change of depth, kept. */
export interface Change {
  readonly firstId: number
  readonly id: number
  readonly sentAt: number
  readonly bids: KeptLevels
  readonly asks: KeptLevels
}

/** Levels that are our own. */
export interface KeptLevels {
  readonly price: Float64Array
  readonly quantity: Float64Array
  readonly length: number
}

/** Changes of one book in their order, without a hole, until the snapshot comes that they belong to. */
export class WaitingChanges {
  #changes: Change[] = []

  get all(): readonly Change[] {
    return this.#changes
  }

  get first(): Change | undefined {
    return this.#changes[0]
  }

  /** @returns false when the change does not go on where the last one ended, or there are too many */
  add({ firstId, id, sentAt, bids, asks }: MarketMessage): boolean {
    const last = this.#changes.at(-1)
    if (last !== undefined && id <= last.id) return true
    const isNext = last === undefined || firstId <= last.id + 1
    if (!isNext || this.#changes.length >= CHANGES_MOST) return false
    this.#changes.push({ firstId, id, sentAt, bids: kept(bids), asks: kept(asks) })
    return true
  }

  clear(): void {
    this.#changes = []
  }
}

const kept = ({ price, quantity, length }: Levels): KeptLevels => ({
  price: price.slice(0, length),
  quantity: quantity.slice(0, length),
  length,
})

import type { Instant } from "../../value/brand.ts"

/** A trade as everybody sees it; price and quantity in counts. */
export interface PublicTrade {
  readonly id: number
  readonly price: number
  readonly quantity: number
  readonly time: Instant
  readonly isBuyerMaker: boolean
}

/** The fills of one taker at one price at one time (binance-spot.md section 18). */
export interface Aggregate {
  readonly id: number
  readonly price: number
  readonly quantity: number
  readonly firstId: number
  readonly lastId: number
  readonly time: Instant
  readonly isBuyerMaker: boolean
}

/** So many of each are kept for those who ask. */
const KEPT = 10_000

/** The last ids that were given; they go on after a restart. */
export interface LogState {
  readonly tradeId: number
  readonly aggregateId: number
}

/** The trades of one symbol, numbered, and what they come to per taker. */
export class TradeLog {
  readonly trades: PublicTrade[] = []
  readonly aggregates: Aggregate[] = []
  #tradeId = 0
  #aggregateId = 0
  #growing: Aggregate | undefined

  /** Numbers a trade and keeps it. */
  add(told: Omit<PublicTrade, "id">): PublicTrade {
    const trade = Object.freeze({ id: ++this.#tradeId, ...told })
    keep(this.trades, trade)
    return trade
  }

  /**
   * Takes a trade into the aggregates.
   * @returns the aggregate that ended with it, when it is of another taker than the one before
   */
  gather(trade: PublicTrade): Aggregate | undefined {
    const { price, quantity, time, isBuyerMaker, id } = trade
    const growing = this.#growing
    const isSame =
      growing?.price === price && growing.time === time && growing.isBuyerMaker === isBuyerMaker
    if (isSame) {
      this.#growing = { ...growing, quantity: growing.quantity + quantity, lastId: id }
      return undefined
    }
    const ended = this.settle()
    const aggregate = { id: ++this.#aggregateId, price, quantity, firstId: id, lastId: id }
    this.#growing = { ...aggregate, time, isBuyerMaker }
    return ended
  }

  /** Nothing more belongs to the newest aggregate: it is kept, and returned when it was open. */
  settle(): Aggregate | undefined {
    const growing = this.#growing
    this.#growing = undefined
    if (growing !== undefined) keep(this.aggregates, Object.freeze(growing))
    return growing
  }

  save(): LogState {
    return { tradeId: this.#tradeId, aggregateId: this.#aggregateId }
  }

  restore(state: LogState): void {
    this.#tradeId = state.tradeId
    this.#aggregateId = state.aggregateId
  }
}

function keep<T>(list: T[], one: T): void {
  list.push(one)
  if (list.length > KEPT * 1.2) list.splice(0, list.length - KEPT)
}

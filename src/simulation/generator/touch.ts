import type { Chance, ChanceState } from "../../value/chance.ts"
import { powerOfTen } from "../../value/decimal.ts"
import type { Listing } from "./listing.ts"

/** Depth at a price is drawn around its median with this spread of logarithms. */
const DEPTH_SPREAD = 0.9
/** Usual spread in the worst of storms. */
const WIDEST = 0.008
/** Even a bare level holds this share of the usual depth. */
const LEAST_DEPTH = 0.02

export interface TouchState {
  readonly chance: ChanceState
  readonly bid: number
  readonly bidQuantity: number
  readonly ask: number
  readonly askQuantity: number
}

/** The best bid and ask of one symbol, as counts; the bid is always below the ask, and both exist. */
export class Touch {
  bid = 0
  bidQuantity = 0
  ask = 0
  askQuantity = 0
  readonly #chance: Chance
  readonly #spread: number
  readonly #gap: number
  readonly #band: number
  readonly #depth: number

  constructor(chance: Chance, listing: Listing) {
    this.#chance = chance
    this.#spread = listing.book.spreadBps / 10_000
    this.#gap = listing.book.gapBps / 10_000
    this.#band = listing.book.bandBps / 10_000
    this.#depth = listing.book.depth * Number(powerOfTen(listing.quantityScale))
  }

  get middle(): number {
    return (this.bid + this.ask) / 2
  }

  /** How far the fair price may stray from the middle; coarse ticks need more room than fine ones. */
  bandAt(price: number): number {
    return Math.max(this.#band * price, 0.5 * (this.ask - this.bid) + 0.25)
  }

  /** Quotes anew around a price, all in counts. */
  quote(around: number, widening: number): void {
    const chance = this.#chance
    const usual = Math.min(this.#spread * widening, WIDEST) * around
    const spread = Math.max(1, Math.round(usual * (0.5 + 0.5 * chance.exponential())))
    // Half of the time a price that falls between two ticks is rounded one way, half the other.
    this.bid = Math.max(1, Math.floor(around - spread / 2 + chance.unit()))
    this.ask = this.bid + spread
    this.bidQuantity = this.#deal()
    this.askQuantity = this.#deal()
  }

  /** Takes from the ask; when the level is gone the one behind it is the best. */
  takeAsk(quantity: number, widening: number): void {
    this.askQuantity -= quantity
    if (this.askQuantity > 0) return
    this.ask += this.#hop(widening)
    this.askQuantity = this.#deal()
  }

  /** Takes from the bid. */
  takeBid(quantity: number, widening: number): void {
    this.bidQuantity -= quantity
    if (this.bidQuantity > 0) return
    this.bid = Math.max(1, this.bid - this.#hop(widening))
    this.bidQuantity = this.#deal()
  }

  save(): TouchState {
    const { bid, bidQuantity, ask, askQuantity } = this
    return { chance: this.#chance.save(), bid, bidQuantity, ask, askQuantity }
  }

  restore(state: TouchState): void {
    this.#chance.restore(state.chance)
    this.bid = state.bid
    this.bidQuantity = state.bidQuantity
    this.ask = state.ask
    this.askQuantity = state.askQuantity
  }

  #hop(widening: number): number {
    return 1 + Math.floor(this.#gap * this.middle * widening * this.#chance.exponential())
  }

  #deal(): number {
    const share = LEAST_DEPTH + Math.exp(DEPTH_SPREAD * this.#chance.normal())
    return Math.max(1, Math.round(this.#depth * share))
  }
}

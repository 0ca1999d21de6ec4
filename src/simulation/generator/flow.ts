import type { Chance, ChanceState } from "../../value/chance.ts"
import { powerOfTen } from "../../value/decimal.ts"
import { BEAT_SECONDS, decay } from "./beat.ts"
import type { Listing } from "./listing.ts"

/** Each order brings this many more on average, so orders come in bursts (Hawkes 1971). */
const OFFSPRING = 0.6
/** Half of what an order stirs up is over after this many seconds. */
const STIR_HALF_LIFE = 1.5
const STIR_KEPT = decay(BEAT_SECONDS, STIR_HALF_LIFE)
const STIR = (OFFSPRING * Math.LN2) / STIR_HALF_LIFE
const SIZE_SPREAD = 1.5
const LARGEST_OVER_MEDIAN = 400

export interface FlowState {
  readonly chance: ChanceState
  readonly stir: number
  readonly wait: number
  readonly side: number
}

/** The takers of one symbol: when they come, on which side, and for how much. */
export class Flow {
  readonly #chance: Chance
  readonly #rate: number
  readonly #median: number
  /** Smallest order value, in price counts times quantity counts. */
  readonly #leastValue: number
  /** Orders per second stirred up by those before. */
  #stir = 0
  /** Expected number of orders still to pass before the next one comes. */
  #wait: number
  /** 1 after a buyer, -1 after a seller: orders follow their like. */
  #side = 1

  constructor(chance: Chance, listing: Listing) {
    this.#chance = chance
    this.#rate = listing.flow.orders
    this.#median = listing.flow.quantity * Number(powerOfTen(listing.quantityScale))
    this.#leastValue =
      Number(listing.minNotional) *
      Number(powerOfTen(listing.priceScale)) *
      Number(powerOfTen(listing.quantityScale))
    this.#wait = chance.exponential()
  }

  /** Once per beat, before its orders. */
  settle(): void {
    this.#stir *= STIR_KEPT
  }

  /**
   * Seconds into the beat of the next order after `from`, or undefined when none is left in it.
   * @param activity multiple of the usual rate
   */
  next(from: number, activity: number): number | undefined {
    const rate = this.#rate * activity + this.#stir
    const left = BEAT_SECONDS - from
    const expected = rate * left
    if (expected <= this.#wait) {
      this.#wait -= expected
      return undefined
    }
    const at = from + this.#wait / rate
    this.#stir += STIR
    this.#wait = this.#chance.exponential()
    return at
  }

  /** Whether the order buys. `pull` from -1 to 1 says how far the fair price is above the middle. */
  isBuy(pull: number): boolean {
    const bought = 0.5 + 0.3 * pull + 0.12 * this.#side
    const isBuy = this.#chance.happens(bought)
    this.#side = isBuy ? 1 : -1
    return isBuy
  }

  /** Quantity of an order at a price, in counts; never below the exchange's smallest value. */
  quantity(price: number): number {
    const drawn = this.#median * Math.exp(SIZE_SPREAD * this.#chance.normal())
    const capped = Math.min(drawn, this.#median * LARGEST_OVER_MEDIAN)
    return Math.max(Math.round(capped), Math.ceil(this.#leastValue / price))
  }

  /** How much of an order one resting order fills: often all, else some of it. */
  print(left: number): number {
    if (left === 1 || this.#chance.happens(0.6)) return left
    return 1 + this.#chance.below(left - 1)
  }

  save(): FlowState {
    return {
      chance: this.#chance.save(),
      stir: this.#stir,
      wait: this.#wait,
      side: this.#side,
    }
  }

  restore(state: FlowState): void {
    this.#chance.restore(state.chance)
    this.#stir = state.stir
    this.#wait = state.wait
    this.#side = state.side
  }
}

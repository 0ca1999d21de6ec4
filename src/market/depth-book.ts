import type { Instant } from "../value/brand.ts"
import { isWithin, seconds } from "../value/time.ts"
import { DepthSide } from "./depth-side.ts"
import { ASK, LAST, RESET } from "./tape.ts"

/** What lies farther from the middle than half a percent is not counted (RISK-25). */
const NEAR = 0.005
/** A book of which nothing was heard for so long says nothing of the market now. */
const KNOWN_FOR = seconds(60)

/**
 * The whole book of one market, as far as the tape tells it. It is known from the row that empties it
 * on, between events and not within one, and while it is kept up.
 */
export class DepthBook {
  readonly #bids = new DepthSide("bids")
  readonly #asks = new DepthSide("asks")
  #hasBegun = false
  #isWhole = false
  #heardAt = -Infinity

  /** One level of an event, as a row of the tape says it. Nothing is allocated while the book does not grow. */
  onLevel(flag: number, price: number, quantity: number, seen: number): void {
    if ((flag & RESET) !== 0) {
      this.#bids.clear()
      this.#asks.clear()
      this.#hasBegun = true
    }
    const side = (flag & ASK) !== 0 ? this.#asks : this.#bids
    side.set(price, quantity)
    this.#isWhole = (flag & LAST) !== 0
    this.#heardAt = seen
  }

  /** Offered to a buyer within half a percent of the middle, counts; undefined while it is not known. */
  asksNear(now: Instant): number | undefined {
    return this.#near(this.#asks, now)
  }

  /** Wanted by buyers within half a percent of the middle, counts; undefined while it is not known. */
  bidsNear(now: Instant): number | undefined {
    return this.#near(this.#bids, now)
  }

  /** The lesser of both. */
  thinnerNear(now: Instant): number | undefined {
    const asks = this.asksNear(now)
    const bids = this.bidsNear(now)
    return asks === undefined || bids === undefined ? undefined : Math.min(asks, bids)
  }

  #near(side: DepthSide, now: Instant): number | undefined {
    const isKnown = this.#hasBegun && this.#isWhole
    if (!isKnown || !isWithin(KNOWN_FOR, this.#heardAt as Instant, now)) return undefined
    if (this.#bids.levels === 0 || this.#asks.levels === 0) return 0
    const middle = (this.#bids.price(0) + this.#asks.price(0)) / 2
    let sum = 0
    for (let i = 0; i < side.levels; i++) {
      if (Math.abs(side.price(i) - middle) > NEAR * middle) break
      sum += side.quantity(i)
    }
    return sum
  }
}

import { DepthSide } from "../market/depth-side.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Side } from "../order/terms.ts"
import { type Duration, PPM, type Ratio } from "../value/brand.ts"
import { seconds } from "../value/time.ts"
import { anyAt, type Liquidity, NOBODY, TopLevel } from "./liquidity.ts"

/** What the simulated spread is made of where the tape does not tell it. */
export interface SpreadModel {
  /** Half the spread around the last trade, when only trades are known; at least one tick. */
  readonly tradesHalf: Ratio
  /** Half the spread around a bar's open, or around a stop touched inside a bar. */
  readonly barsHalf: Ratio
  /** What a stop that works inside a bar loses beyond that. */
  readonly stopSlippage: Ratio
}

/** What the tape tells of an instrument, from nothing to everything; the finest wins. */
const NOTHING = 0
export const BARS = 1
export const TRADES = 2
export const QUOTES = 3
export const LEVELS = 4

/** An order counts as there at a bar's open when it came at most this long after it. */
export const OPEN_WINDOW: Duration = seconds(2)

/** The market outside: what the tape says about one instrument, as it offers itself to our orders. */
export class Outside {
  readonly bids = new DepthSide("bids")
  readonly asks = new DepthSide("asks")
  readonly topBid = new TopLevel()
  readonly topAsk = new TopLevel()
  source = NOTHING
  hasTrades = false
  /** A new snapshot of the whole book is on its way. */
  isResetting = false
  /** When the running bar opened. */
  openAt = -Infinity
  readonly #instrument: Instrument
  readonly #spread: SpreadModel

  constructor(instrument: Instrument, spread: SpreadModel) {
    this.#instrument = instrument
    this.#spread = spread
  }

  /** A taker may fill at once: always, save between the opens of bars. */
  isOpen(at: number): boolean {
    return this.source !== BARS || at - this.openAt <= OPEN_WINDOW
  }

  /** What a taker of this side meets now, given the last price. */
  forTaker(side: Side, last: number): Liquidity {
    switch (this.source) {
      case LEVELS:
        return side === "buy" ? this.asks : this.bids
      case QUOTES:
        return side === "buy" ? this.topAsk : this.topBid
      case TRADES:
        return anyAt(this.#beside(side, last, { ratio: this.#spread.tradesHalf, ticks: 1 }))
      case BARS:
        return anyAt(this.#beside(side, last, { ratio: this.#spread.barsHalf, ticks: 0 }))
      default:
        return NOBODY
    }
  }

  /** What a stop meets that works inside a bar: half the spread and the slippage from `reference`. */
  forStopInBar(side: Side, reference: number): Liquidity {
    const ratio = (this.#spread.barsHalf + this.#spread.stopSlippage) as Ratio
    return anyAt(this.#beside(side, reference, { ratio, ticks: 0 }))
  }

  /** Outside quantity ahead of an order that comes to rest at a price; Infinity when unknown. */
  ahead(side: Side, price: number): number {
    if (this.source === LEVELS) {
      return (side === "buy" ? this.bids : this.asks).at(price) ?? Infinity
    }
    if (this.source !== QUOTES) return Infinity
    const top = side === "buy" ? this.topBid : this.topAsk
    if (price === top.best) return top.shown
    const isBetter = side === "buy" ? price > top.best : price < top.best
    return isBetter ? 0 : Infinity
  }

  /** The middle of the book, on the tick below; stands in for a last price while nothing traded. */
  middle(): number {
    const isWhole = this.source === LEVELS
    const bids: Liquidity = isWhole ? this.bids : this.topBid
    const asks: Liquidity = isWhole ? this.asks : this.topAsk
    if (bids.levels === 0 || asks.levels === 0) return NaN
    const { tick } = this.#instrument.filters
    return Math.floor((bids.price(0) + asks.price(0)) / 2 / tick) * tick
  }

  /** A price away from a reference, against the taker, on the tick. */
  #beside(side: Side, reference: number, by: { ratio: Ratio; ticks: number }): number {
    const tick = Math.max(1, this.#instrument.filters.tick)
    const distance = Math.max(
      by.ticks * tick,
      Math.ceil((reference * by.ratio) / (PPM * tick)) * tick,
    )
    return side === "buy" ? reference + distance : Math.max(tick, reference - distance)
  }
}

import { BUYER_IS_MAKER, QUOTE, TRADE } from "../../market/tape.ts"
import { Chance, type ChanceState } from "../../value/chance.ts"
import { powerOfTen } from "../../value/decimal.ts"
import { BEAT_SECONDS } from "./beat.ts"
import type { Course } from "./course.ts"
import { Flow, type FlowState } from "./flow.ts"
import type { Listing } from "./listing.ts"
import type { Pending } from "./pending.ts"
import { Touch, type TouchState } from "./touch.ts"
import type { Weather } from "./weather.ts"

/** An order that reaches further than this many levels is left unfilled beyond. */
const LEVELS_SWEPT = 4
/** Share of its way to the fair price that a quote goes when it is merely refreshed. */
const REFRESH_REACH = 0.25

export interface PairState {
  readonly pace: ChanceState
  readonly touch: TouchState
  readonly flow: FlowState
  readonly spoke: number
}

/**
 * One symbol as others see it: quotes that follow its fair price, and takers who hit the quote in
 * force. Writes the rows of a beat in the order they happen.
 */
export class Pair {
  readonly #course: Course
  readonly #index: number
  /** When in a beat the quote looks at the fair price. */
  readonly #pace: Chance
  readonly #touch: Touch
  readonly #flow: Flow
  readonly #refresh: number
  readonly #silenceUs: number
  readonly #scale: number
  /** Time of the last row. */
  #spoke = 0

  constructor(options: {
    readonly seed: number
    readonly listing: Listing
    readonly index: number
    readonly course: Course
  }) {
    const { seed, listing } = options
    this.#course = options.course
    this.#index = options.index
    this.#pace = new Chance(seed, `${listing.symbol} pace`)
    this.#touch = new Touch(new Chance(seed, `${listing.symbol} quotes`), listing)
    this.#flow = new Flow(new Chance(seed, `${listing.symbol} orders`), listing)
    this.#refresh = listing.book.refreshes * BEAT_SECONDS
    this.#silenceUs = listing.book.silence * 1e6
    this.#scale = Number(powerOfTen(listing.priceScale))
  }

  /** The first quote, so that every symbol has a price from the first moment. */
  open(pending: Pending, time: number): void {
    this.#touch.quote(Math.exp(this.#course.log) * this.#scale, 1)
    this.#writeQuote(pending, time)
  }

  /** Writes what happens in the beat that starts at `start`. */
  beat(pending: Pending, start: number, weather: Weather): void {
    const fair = Math.exp(this.#course.log) * this.#scale
    const { activity, widening } = weather.regime
    const wide = widening * this.#course.agitation
    const busy = activity * this.#course.agitation
    const look = BEAT_SECONDS * this.#pace.unit()
    const isChanged = this.#pace.happens(this.#refresh * Math.min(3, busy))
    const isRefreshed = isChanged || start - this.#spoke >= this.#silenceUs
    let hasLooked = false
    let at = 0
    this.#flow.settle()
    for (;;) {
      const next = this.#flow.next(at, busy)
      if (!hasLooked && (next === undefined || next > look)) {
        hasLooked = true
        this.#look(pending, timeOf(start, look), { fair, wide, isRefreshed })
      }
      if (next === undefined) return
      at = next
      this.#order(pending, timeOf(start, at), { fair, wide })
    }
  }

  save(): PairState {
    return {
      pace: this.#pace.save(),
      touch: this.#touch.save(),
      flow: this.#flow.save(),
      spoke: this.#spoke,
    }
  }

  restore(state: PairState): void {
    this.#pace.restore(state.pace)
    this.#touch.restore(state.touch)
    this.#flow.restore(state.flow)
    this.#spoke = state.spoke
  }

  #look(
    pending: Pending,
    time: number,
    now: { readonly fair: number; readonly wide: number; readonly isRefreshed: boolean },
  ): void {
    const touch = this.#touch
    const away = now.fair - touch.middle
    if (Math.abs(away) > touch.bandAt(now.fair)) touch.quote(now.fair, now.wide)
    else if (now.isRefreshed) touch.quote(touch.middle + REFRESH_REACH * away, now.wide)
    else return
    this.#writeQuote(pending, time)
  }

  /** A taker's order: prints at the best price, level by level, each followed by the quote it left. */
  #order(
    pending: Pending,
    time: number,
    now: { readonly fair: number; readonly wide: number },
  ): void {
    const touch = this.#touch
    const pull = (now.fair - touch.middle) / touch.bandAt(now.fair)
    const isBuy = this.#flow.isBuy(Math.max(-1, Math.min(1, pull)))
    let left = this.#flow.quantity(isBuy ? touch.ask : touch.bid)
    for (let level = 0; level < LEVELS_SWEPT && left > 0; level++) {
      const price = isBuy ? touch.ask : touch.bid
      const taken = Math.min(left, isBuy ? touch.askQuantity : touch.bidQuantity)
      this.#writeTrades(pending, { time, price, quantity: taken, isBuy })
      if (isBuy) touch.takeAsk(taken, now.wide)
      else touch.takeBid(taken, now.wide)
      this.#writeQuote(pending, time)
      left -= taken
    }
  }

  #writeTrades(
    pending: Pending,
    print: {
      readonly time: number
      readonly price: number
      readonly quantity: number
      readonly isBuy: boolean
    },
  ): void {
    let left = print.quantity
    while (left > 0) {
      const quantity = this.#flow.print(left)
      const row = pending.add()
      row.kind = TRADE
      row.flag = print.isBuy ? 0 : BUYER_IS_MAKER
      row.instrument = this.#index
      row.time = print.time
      row.seen = print.time
      row.a = print.price
      row.b = quantity
      row.c = 0
      row.d = 0
      row.e = 0
      left -= quantity
    }
  }

  #writeQuote(pending: Pending, time: number): void {
    this.#spoke = time
    const touch = this.#touch
    const row = pending.add()
    row.kind = QUOTE
    row.flag = 0
    row.instrument = this.#index
    row.time = time
    row.seen = time
    row.a = touch.bid
    row.b = touch.bidQuantity
    row.c = touch.ask
    row.d = touch.askQuantity
    row.e = 0
  }
}

const timeOf = (start: number, seconds: number): number => start + Math.floor(seconds * 1e6)

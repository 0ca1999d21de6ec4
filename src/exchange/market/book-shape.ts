import type { Instrument } from "../../market/instrument.ts"
import { ASK, LAST, LEVEL, RESET, type Row, type Tape, emptyRow } from "../../market/tape.ts"
import type { Chance } from "../../value/chance.ts"
import { powerOfTen } from "../../value/decimal.ts"

/** Levels on each of the four grids behind the best price; each grid is ten times as wide. */
const PER_GRID = 10
const GRIDS = 4
/** Share of the price between two levels of the finest grid, where the tick allows it. */
const FINEST = 1e-5
/** A level behind the best is drawn anew at this share of all quotes. */
const RENEWED = 0.05

/** The best prices of both sides and what is offered there, in counts. */
export interface Top {
  readonly bid: number
  readonly bidSize: number
  readonly ask: number
  readonly askSize: number
}

/**
 * Puts a book of many levels behind a best bid and ask, for markets of which only those are known:
 * whoever trades on the exchange should meet a depth, and see the same depth that they meet.
 */
export class BookShape {
  readonly #instrument: Instrument
  readonly #chance: Chance
  readonly #bookSize: number
  readonly #row: Row = emptyRow()
  readonly #shown = { bids: new Map<number, number>(), asks: new Map<number, number>() }
  #top: Top | undefined
  /** Mean of what was offered at the best price, as the usual size of a level. */
  #usual = 0

  constructor(
    instrument: Instrument,
    told: { readonly chance: Chance; readonly bookSize: number },
  ) {
    this.#instrument = instrument
    this.#chance = told.chance
    this.#bookSize = told.bookSize
  }

  /** Appends what changes in the book when its top becomes this. */
  quote(tape: Tape, given: Top, time: number): void {
    const [bidSize, askSize] = [this.#cut(given.bidSize), this.#cut(given.askSize)]
    const top = { ...given, bidSize, askSize }
    const size = (top.bidSize + top.askSize) / 2
    this.#usual = this.#usual === 0 ? size : this.#usual * 0.98 + size * 0.02
    const changes = [
      ...this.#changes("bids", { best: top.bid, size: top.bidSize, former: this.#top?.bid }),
      ...this.#changes("asks", { best: top.ask, size: top.askSize, former: this.#top?.ask }),
    ]
    const isFirst = this.#top === undefined
    this.#top = top
    changes.forEach(({ flag, price, quantity }, i) => {
      const ends = (i === changes.length - 1 ? LAST : 0) | (i === 0 && isFirst ? RESET : 0)
      this.#push(tape, { flag: flag | ends, price, quantity, time })
    })
  }

  #changes(
    side: "bids" | "asks",
    told: { readonly best: number; readonly size: number; readonly former: number | undefined },
  ): { flag: number; price: number; quantity: number }[] {
    const flag = side === "asks" ? ASK : 0
    const shown = this.#shown[side]
    const wanted = new Map<number, number>([[told.best, told.size]])
    for (const { price, grid } of this.#behind(told.best, side === "asks" ? 1 : -1)) {
      const there = price === told.former ? undefined : shown.get(price)
      const isKept = !this.#chance.happens(RENEWED) && there !== undefined
      wanted.set(price, isKept ? there : this.#draw(grid))
    }
    const changes: { flag: number; price: number; quantity: number }[] = []
    for (const price of shown.keys()) {
      if (!wanted.has(price)) changes.push({ flag, price, quantity: 0 })
    }
    for (const [price, quantity] of wanted) {
      if (shown.get(price) !== quantity) changes.push({ flag, price, quantity })
    }
    this.#shown[side] = wanted
    return changes
  }

  #behind(best: number, sign: 1 | -1): { price: number; grid: number }[] {
    const tick = Math.max(1, this.#instrument.filters.tick)
    const wish = Math.max(1, (best * FINEST) / tick)
    const finest = tick * Number(powerOfTen(Math.floor(Math.log10(wish))))
    const levels: { price: number; grid: number }[] = []
    let price = best
    for (let grid = 0; grid < GRIDS; grid++) {
      const width = finest * 10 ** grid
      for (let i = 0; i < PER_GRID; i++) {
        price =
          sign > 0
            ? (Math.floor(price / width) + 1) * width
            : (Math.ceil(price / width) - 1) * width
        if (price <= 0) return levels
        levels.push({ price, grid })
      }
    }
    return levels
  }

  #draw(grid: number): number {
    return this.#onStep(this.#usual * 2 ** grid * (0.3 + 1.4 * this.#chance.unit()))
  }

  #cut(size: number): number {
    return this.#bookSize === 1 ? size : this.#onStep(size * this.#bookSize)
  }

  #onStep(size: number): number {
    const step = Math.max(1, this.#instrument.filters.step)
    return Math.max(step, Math.round(size / step) * step)
  }

  #push(
    tape: Tape,
    told: {
      readonly flag: number
      readonly price: number
      readonly quantity: number
      readonly time: number
    },
  ): void {
    const row = this.#row
    row.kind = LEVEL
    row.flag = told.flag
    row.instrument = this.#instrument.index
    row.time = told.time
    row.seen = told.time
    row.a = told.price
    row.b = told.quantity
    tape.push(row)
  }
}

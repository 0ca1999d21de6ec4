import type { Instrument } from "../src/market/instrument.ts"
import { Chance } from "../src/value/chance.ts"
import { INSTRUMENTS } from "./tape.ts"

/** So many symbols, all with the scales of the first of the generated market. */
export function symbols(count: number): readonly Instrument[] {
  const like = INSTRUMENTS[0]
  return Array.from({ length: count }, (_, index) => ({ ...like, index, symbol: `S${index}USDT` }))
}

/** Makes the frames of a market as the exchange writes them: half trades, half best bids and asks. */
export class Frames {
  readonly #instruments: readonly Instrument[]
  readonly #chance = new Chance(1, "frames")
  #count = 0

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments
  }

  /** @param at microseconds */
  next(at: number): string {
    const turn = this.#count++
    const { symbol, priceScale } = this.#instruments[(turn >> 1) % this.#instruments.length]
    const cents = this.#chance.below(100)
    const price = (tail: number): string =>
      (30_000 + tail / 100).toFixed(priceScale).padEnd(14, "0")
    const quantity = `0.${String(1 + this.#chance.below(99_999)).padStart(5, "0")}000`
    const id = 1 + Math.floor(turn / (2 * this.#instruments.length))
    return turn % 2 === 0
      ? `{"e":"trade","E":${at},"s":"${symbol}","t":${id},"p":"${price(cents)}","q":"${quantity}","T":${at - 300},"m":${cents % 2 === 0},"M":true}`
      : `{"u":${50_000_000_000 + turn},"s":"${symbol}","b":"${price(cents)}","B":"${quantity}","a":"${price(cents + 1)}","A":"${quantity}"}`
  }
}

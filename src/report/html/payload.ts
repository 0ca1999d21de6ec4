import type { Candles } from "../candle/candles.ts"
import { packed } from "../candle/packed.ts"
import { windowOf } from "../candle/window.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import type { TradeLine } from "../tear-sheet/trade-line.ts"
import type { Curve } from "./curve.ts"

/** What the script of the page draws from. Times are seconds, prices and amounts floats: for the eye. */
export interface Payload {
  readonly curve: Curve
  /** Texts that many trades share; trades name them by their place. */
  readonly words: readonly string[]
  /** By instrument: decimals of a price. */
  readonly scales: readonly number[]
  readonly trades: readonly (readonly unknown[])[]
}

/** @param candles by index of the instrument; none where the market is not at hand */
export function payloadOf(sheet: TearSheet, curve: Curve, candles: readonly Candles[]): Payload {
  const words = new Words()
  const scales = sheet.header.instruments.map(({ priceScale }) => priceScale)
  return {
    curve,
    scales,
    trades: sheet.trades.map((it) => tradeRow(it, words, candles[it.instrument], scales)),
    words: words.all,
  }
}

class Words {
  readonly all: string[] = []
  readonly #places = new Map<string, number>()

  placeOf(word: string): number {
    const known = this.#places.get(word)
    if (known !== undefined) return known
    this.#places.set(word, this.all.length)
    return this.all.push(word) - 1
  }
}

/** The order of these is known to `assets/report/report.js`. */
function tradeRow(
  it: TradeLine,
  words: Words,
  candles: Candles | undefined,
  scales: readonly number[],
): readonly unknown[] {
  const window = candles && windowOf(candles, it, scales[it.instrument])
  const short = (value: number | null | undefined): number | null =>
    value === null || value === undefined || !Number.isFinite(value)
      ? null
      : Number(value.toPrecision(9))
  return [
    it.number,
    it.instrument,
    words.placeOf(it.symbol),
    words.placeOf(it.strategy),
    words.placeOf(it.by),
    it.opened / 1e6,
    it.closed / 1e6,
    it.quantity,
    short(it.entryPrice),
    short(it.exitPrice),
    it.stop,
    it.target,
    Number(it.net),
    short(it.share),
    short(it.multiple),
    Number(it.fees),
    short(it.slipped),
    words.placeOf(it.left),
    words.placeOf(it.because),
    words.placeOf(it.leftBecause),
    words.placeOf(`${it.entered}, ${it.method}`),
    words.placeOf(it.tier),
    it.level,
    it.orders.join(" "),
    short(window?.adverse),
    short(window?.favourable),
    window === undefined ? null : [window.openedAt[0] / 1e6, window.interval / 1e6, packed(window)],
  ]
}

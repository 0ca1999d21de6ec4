import assert from "node:assert/strict"
import type { Instant, Ratio } from "../value/brand.ts"

/** How sure a wish is of itself (RISK-22); medium where nothing is said. */
export type Conviction = "low" | "medium" | "high"

/** What a strategy asks for. Not an order yet: it is rounded, judged and journaled first. */
export type Wish =
  | {
      readonly kind: "enter"
      readonly instrument: number
      /** Of equity. */
      readonly stake: Ratio
      readonly because: string
      /** Distance below the price; 2 % when absent, never wider (RISK-12). */
      readonly stop?: Ratio
      /** Distance above the price at which to leave with a gain. */
      readonly target?: Ratio
      /** Rest at the bid as a maker instead of taking (spread capture). */
      readonly isPassive?: boolean
      /** How much it hurries, 0 to 100 (EXEC-43): decides how an entry of some size is worked. */
      readonly urgency?: number
      /** How sure it is: half the stake, the stake, half as much again (RISK-22). */
      readonly conviction?: Conviction
    }
  | {
      readonly kind: "raise"
      readonly instrument: number
      /** Where the stop is to stand now, counts in a float. */
      readonly stop: number
      readonly because: string
    }
  | { readonly kind: "leave"; readonly instrument: number; readonly because: string }
  | { readonly kind: "withdraw"; readonly instrument: number; readonly because: string }

/** A position as a strategy sees it. */
export interface PositionView {
  readonly isFlat: boolean
  readonly isLong: boolean
  /** Counts of the base quantity that can be sold. */
  readonly quantity: number
  /** Average price paid, counts; NaN when flat. */
  readonly averagePrice: number
}

/** How the trades of this strategy in one market have ended, after fees. */
export interface TrackRecord {
  readonly trips: number
  readonly wins: number
}

/** What the desk can look up. The engine stands behind it. */
export interface DeskView {
  readonly now: Instant
  position(instrument: number): PositionView
  /** Best known price of one instrument, counts; NaN before the first. */
  price(instrument: number): number
  bid(instrument: number): number
  ask(instrument: number): number
  /** How many counts make a price of exactly one. */
  one(instrument: number): number
  /** An entry of ours is on its way or resting. */
  isEntering(instrument: number): boolean
  record(instrument: number): TrackRecord
}

/**
 * Where a strategy looks and wishes. Its methods return nothing, because asking is not having: the
 * outcome arrives in `onOrder`. A reason is required; it is journaled and shown.
 */
export class Desk {
  readonly #view: DeskView
  readonly #symbols: ReadonlyMap<string, number>
  #wishes: Wish[] = []

  constructor(view: DeskView, symbols: ReadonlyMap<string, number>) {
    this.#view = view
    this.#symbols = symbols
  }

  get now(): Instant {
    return this.#view.now
  }

  /** The number of a symbol, as bars and ticks carry it. Asserts that the session knows it. */
  instrument(symbol: string): number {
    const index = this.#symbols.get(symbol)
    assert.ok(index !== undefined, `${symbol} is not part of this session`)
    return index
  }

  position(instrument: number): PositionView {
    return this.#view.position(instrument)
  }

  price(instrument: number): number {
    return this.#view.price(instrument)
  }

  bid(instrument: number): number {
    return this.#view.bid(instrument)
  }

  ask(instrument: number): number {
    return this.#view.ask(instrument)
  }

  /** The price 1.0 of an instrument in counts: what a stablecoin is held against. */
  one(instrument: number): number {
    return this.#view.one(instrument)
  }

  isEntering(instrument: number): boolean {
    return this.#view.isEntering(instrument)
  }

  /** How the trades of this strategy in a market have ended; counted anew with each call. */
  record(instrument: number): TrackRecord {
    return this.#view.record(instrument)
  }

  /** Wishes to hold more of an instrument, worth `stake` of equity. */
  buy(
    instrument: number,
    wish: {
      readonly stake: Ratio
      readonly because: string
      readonly stop?: Ratio
      readonly target?: Ratio
      readonly isPassive?: boolean
      readonly urgency?: number
      readonly conviction?: Conviction
    },
  ): void {
    this.#add({ kind: "enter", instrument, ...wish })
  }

  /** Wishes to hold none of it. */
  close(instrument: number, wish: { readonly because: string }): void {
    this.#add({ kind: "leave", instrument, ...wish })
  }

  /** Wishes the stop of what is held nearer to the price. It is never taken further away. */
  raiseStop(instrument: number, wish: { readonly stop: number; readonly because: string }): void {
    this.#add({ kind: "raise", instrument, ...wish })
  }

  /** Takes resting entries back. */
  withdraw(instrument: number, wish: { readonly because: string }): void {
    this.#add({ kind: "withdraw", instrument, ...wish })
  }

  get hasWishes(): boolean {
    return this.#wishes.length > 0
  }

  /** For the engine: the wishes made since the last call, oldest first. */
  takeWishes(): readonly Wish[] {
    const wishes = this.#wishes
    this.#wishes = []
    return wishes
  }

  #add(wish: Wish): void {
    assert.ok(wish.because !== "", "a wish has a reason")
    this.#wishes.push(wish)
  }
}

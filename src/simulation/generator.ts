import assert from "node:assert/strict"
import type { Instrument } from "../market/instrument.ts"
import type { Tape } from "../market/tape.ts"
import type { Instant } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { Problem } from "../value/problem.ts"
import { BEAT_US, SLOW_BEATS } from "./generator/beat.ts"
import {
  CoinCourse,
  type Course,
  type CourseState,
  CrossCourse,
  StableCourse,
} from "./generator/course.ts"
import { instrumentOf, type Listing, LISTINGS } from "./generator/listing.ts"
import { Pair, type PairState } from "./generator/pair.ts"
import { Pending, type PendingRow } from "./generator/pending.ts"
import { Weather, type WeatherState } from "./generator/weather.ts"

export interface GeneratedOptions {
  readonly seed: number
  /** Time of the first rows. */
  readonly start: Instant
  /** Which of the symbols to show; all of them when left out. What is shown of one never depends on the others. */
  readonly symbols?: readonly string[]
}

/** Rises when a saved market could no longer be carried on by the program. */
const FORM = 1

/** All that a generated market must remember to go on; survives JSON. */
export interface GeneratedState {
  readonly form: number
  readonly seed: number
  readonly beats: number
  readonly weather: WeatherState
  readonly courses: Readonly<Record<string, CourseState>>
  readonly pairs: Readonly<Record<string, PairState>>
  readonly pending: readonly PendingRow[]
}

/**
 * A market that was never traded, from one seed: correlated coins with a triangle, stable coins and
 * a thin pair, under regimes from dead to panic. The same seed gives the same rows on every
 * machine, in however many steps they are asked for.
 *
 * Each symbol has a fair price that nobody sees. Quotes follow it, a little late; takers hit the
 * quote in force, in bursts, more often on the side the fair price is on.
 */
export class GeneratedMarket {
  readonly instruments: readonly Instrument[]
  readonly #seed: number
  readonly #start: number
  readonly #weather: Weather
  readonly #courses: ReadonlyMap<string, Course>
  readonly #pairs: ReadonlyMap<string, Pair>
  readonly #pending = new Pending()
  /** Beats drawn so far; the rows of the last may still be pending. */
  #beats = 0

  /** @throws Problem `UNKNOWN_SYMBOL` */
  constructor(options: GeneratedOptions) {
    this.#seed = options.seed
    this.#start = options.start
    this.#weather = new Weather(options.seed)
    this.#courses = coursesOf(options.seed)
    const listings = listingsOf(options.symbols)
    this.instruments = listings.map(instrumentOf)
    this.#pairs = pairsOf(options.seed, listings, this.#courses)
    for (const pair of this.#pairs.values()) pair.open(this.#pending, options.start)
  }

  /**
   * Carries a saved market on exactly as if it had never been interrupted.
   * @throws Problem `GENERATED_MARKET_CHANGED` when the state is not of this market or this program
   */
  static restore(options: GeneratedOptions, state: GeneratedState): GeneratedMarket {
    const market = new GeneratedMarket(options)
    const symbols = market.instruments.map((instrument) => instrument.symbol)
    const isSame =
      state.form === FORM &&
      state.seed === options.seed &&
      symbols.join() === Object.keys(state.pairs).join()
    if (!isSame) throw changed()
    market.#restore(state)
    return market
  }

  /** Appends every row up to and including a time; `seen` is `time`, latency is the session's. */
  extend(tape: Tape, until: Instant): void {
    for (const { index, symbol } of this.instruments) {
      assert.equal(tape.instruments[index]?.symbol, symbol, "the tape is of another market")
    }
    const pending = this.#pending
    for (;;) {
      pending.release(tape, until)
      const start = this.#start + this.#beats * BEAT_US
      if (!pending.isEmpty || start > until) return
      this.#beat(start)
    }
  }

  save(): GeneratedState {
    return {
      form: FORM,
      seed: this.#seed,
      beats: this.#beats,
      weather: this.#weather.save(),
      courses: mapped(this.#courses, (course) => course.save()),
      pairs: mapped(this.#pairs, (pair) => pair.save()),
      pending: this.#pending.save(),
    }
  }

  #restore(state: GeneratedState): void {
    this.#beats = state.beats
    this.#weather.restore(state.weather)
    for (const [symbol, course] of this.#courses) {
      const saved = state.courses[symbol]
      if (!saved) throw changed()
      course.restore(saved)
    }
    for (const [symbol, pair] of this.#pairs) pair.restore(state.pairs[symbol] as PairState)
    this.#pending.restore(state.pending)
  }

  #beat(start: number): void {
    const weather = this.#weather
    const pending = this.#pending
    pending.clear()
    const isSlow = this.#beats % SLOW_BEATS === 0
    if (isSlow) weather.turn()
    weather.advance()
    // All courses move, shown or not: a cross needs its legs, and a subset must not change a price.
    for (const course of this.#courses.values()) {
      if (isSlow) course.turn(weather)
      course.advance(weather)
    }
    for (const pair of this.#pairs.values()) pair.beat(pending, start, weather)
    pending.sort()
    this.#beats++
  }
}

function coursesOf(seed: number): Map<string, Course> {
  const courses = new Map<string, Course>()
  for (const { symbol, course: spec } of LISTINGS) {
    const chance = new Chance(seed, `${symbol} course`)
    if (spec.kind === "coin") courses.set(symbol, new CoinCourse(chance, spec))
    else if (spec.kind === "stable") courses.set(symbol, new StableCourse(chance))
    else {
      const base = courses.get(spec.base)
      const quote = courses.get(spec.quote)
      assert.ok(base && quote, "a cross stands after its two legs")
      courses.set(symbol, new CrossCourse(chance, { base, quote }))
    }
  }
  return courses
}

function pairsOf(
  seed: number,
  listings: readonly Listing[],
  courses: ReadonlyMap<string, Course>,
): Map<string, Pair> {
  const pairs = new Map<string, Pair>()
  for (const [index, listing] of listings.entries()) {
    const course = courses.get(listing.symbol)
    assert.ok(course)
    pairs.set(listing.symbol, new Pair({ seed, listing, index, course }))
  }
  return pairs
}

function listingsOf(symbols: readonly string[] | undefined): readonly Listing[] {
  if (symbols === undefined) return LISTINGS
  const known = LISTINGS.map((listing) => listing.symbol)
  const unknown = symbols.find((symbol) => !known.includes(symbol))
  if (unknown !== undefined || symbols.length === 0) {
    throw new Problem({
      code: "UNKNOWN_SYMBOL",
      what: `The generated market has no ${unknown ?? "symbols to show"}.`,
      why: `It consists of ${known.join(", ")}.`,
      next: "Choose among these, or use recorded data for another symbol.",
    })
  }
  return LISTINGS.filter((listing) => symbols.includes(listing.symbol))
}

function mapped<From, To>(from: ReadonlyMap<string, From>, to: (value: From) => To) {
  return Object.fromEntries([...from].map(([symbol, value]) => [symbol, to(value)]))
}

function changed(): Problem {
  return new Problem({
    code: "GENERATED_MARKET_CHANGED",
    what: "The saved generated market cannot be carried on.",
    why: "It was saved with another seed, other symbols or another version of the program.",
    next: "Start a new paper session, or use the version that saved it.",
  })
}

import assert from "node:assert/strict"
import type { Instrument } from "../market/instrument.ts"
import type { Tape } from "../market/tape.ts"
import type { Instant } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { Problem } from "../value/problem.ts"
import { BEAT_US, SLOW_BEATS } from "./generator/beat.ts"
import { CoinCourse } from "./generator/coin-course.ts"
import type { Course, CourseState } from "./generator/course.ts"
import { CrossCourse } from "./generator/cross-course.ts"
import { instrumentOf, type Listing } from "./generator/listing.ts"
import { LISTINGS } from "./generator/listings.ts"
import { Pair, type PairState } from "./generator/pair.ts"
import { Pending, type PendingRow } from "./generator/pending.ts"
import { StableCourse } from "./generator/stable-course.ts"
import { Weather, type WeatherState } from "./generator/weather.ts"

export interface GeneratedOptions {
  readonly seed: number
  /** Time of the first rows. */
  readonly start: Instant
  /** Which of the symbols to show; all of them when left out. What is shown of one never depends on the others. */
  readonly symbols?: readonly string[]
}

/** Rises when a saved market could no longer be carried on by the program. */
const FORM = 2

/** All that a generated market must remember to go on; survives JSON. */
export interface GeneratedState {
  readonly form: number
  readonly seed: number
  /** When its first rows were: the beats are counted from there. */
  readonly start: number
  readonly beats: number
  readonly weather: WeatherState
  readonly symbols: readonly string[]
  readonly courses: readonly CourseState[]
  readonly pairs: readonly PairState[]
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
  #start: number
  readonly #weather: Weather
  /** One for each listing, in their order. */
  readonly #courses: readonly Course[]
  /** One for each instrument, in their order. */
  readonly #pairs: readonly Pair[]
  readonly #pending = new Pending()
  /** Beats drawn so far; the rows of the last may still be pending. */
  #beats = 0

  /** @throws Problem `MARKET_NOT_THERE` */
  constructor(options: GeneratedOptions) {
    this.#seed = options.seed
    this.#start = options.start
    this.#weather = new Weather(options.seed)
    this.#courses = coursesOf(options.seed)
    const listings = listingsOf(options.symbols)
    this.instruments = listings.map(instrumentOf)
    this.#pairs = listings.map((listing, index) => {
      const course = this.#courses[LISTINGS.indexOf(listing)]
      return new Pair({ seed: options.seed, listing, index, course })
    })
    for (const pair of this.#pairs) pair.open(this.#pending, options.start)
  }

  /**
   * Carries a saved market on exactly as if it had never been interrupted, from its own start.
   * @throws Problem `GENERATED_MARKET_CHANGED` when the state is not of this market or this program
   */
  static restore(options: GeneratedOptions, state: GeneratedState): GeneratedMarket {
    const market = new GeneratedMarket(options)
    const isSame =
      state.form === FORM &&
      state.seed === options.seed &&
      market.#symbols.join() === state.symbols.join() &&
      market.#courses.length === state.courses.length
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
      start: this.#start,
      beats: this.#beats,
      symbols: this.#symbols,
      weather: this.#weather.save(),
      courses: this.#courses.map((course) => course.save()),
      pairs: this.#pairs.map((pair) => pair.save()),
      pending: this.#pending.save(),
    }
  }

  get #symbols(): string[] {
    return this.instruments.map((instrument) => instrument.symbol)
  }

  #restore(state: GeneratedState): void {
    this.#start = state.start
    this.#beats = state.beats
    this.#weather.restore(state.weather)
    for (const [i, course] of this.#courses.entries()) course.restore(state.courses[i])
    for (const [i, pair] of this.#pairs.entries()) pair.restore(state.pairs[i])
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
    for (const course of this.#courses) {
      if (isSlow) course.turn(weather)
      course.advance(weather)
    }
    for (const pair of this.#pairs) pair.beat(pending, start, weather)
    pending.sort()
    this.#beats++
  }
}

function coursesOf(seed: number): Course[] {
  const courses: Course[] = []
  const leg = (symbol: string): Course => {
    const index = LISTINGS.findIndex((listing) => listing.symbol === symbol)
    const course = courses[index]
    assert.ok(course, "a cross stands after its two legs")
    return course
  }
  for (const { symbol, course: spec } of LISTINGS) {
    const chance = new Chance(seed, `${symbol} course`)
    if (spec.kind === "coin") courses.push(new CoinCourse(chance, spec))
    else if (spec.kind === "stable") courses.push(new StableCourse(chance))
    else courses.push(new CrossCourse(chance, { base: leg(spec.base), quote: leg(spec.quote) }))
  }
  return courses
}

function listingsOf(symbols: readonly string[] | undefined): readonly Listing[] {
  if (symbols === undefined) return LISTINGS
  const known = LISTINGS.map((listing) => listing.symbol)
  const unknown = symbols.find((symbol) => !known.includes(symbol))
  if (unknown !== undefined || symbols.length === 0) {
    throw new Problem({
      code: "MARKET_NOT_THERE",
      what: `The generated market has no ${unknown ?? "symbols to show"}.`,
      why: `It consists of ${known.join(", ")}.`,
      next: "Choose among these, or use recorded data for another symbol.",
    })
  }
  return LISTINGS.filter((listing) => symbols.includes(listing.symbol))
}

function changed(): Problem {
  return new Problem({
    code: "GENERATED_MARKET_CHANGED",
    what: "The saved generated market cannot be carried on.",
    why: "It was saved with another seed, other symbols or another version of the program.",
    next: "Start a new paper session, or use the version that saved it.",
  })
}

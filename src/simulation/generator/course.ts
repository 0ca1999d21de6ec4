import type { Chance, ChanceState } from "../../value/chance.ts"
import { BEAT_SECONDS, DAY_SECONDS, decay, kick, shake, SLOW_SECONDS } from "./beat.ts"
import { CALM_VOLATILITY, type Weather } from "./weather.ts"

/** What a course has been through, as plain numbers; their meaning is the course's own. */
export interface CourseState {
  readonly chance: ChanceState
  readonly numbers: readonly number[]
}

/** The fair price of one symbol, which nobody sees: quotes and takers circle around it. */
export interface Course {
  /** Logarithm of the fair price. */
  readonly log: number
  /** How much livelier than usual the symbol is; widens spreads and brings takers. */
  readonly agitation: number
  /** A five-second step. */
  turn(weather: Weather): void
  /** A beat. */
  advance(weather: Weather): void
  save(): CourseState
  restore(state: CourseState): void
}

const ROOT_BEAT = Math.sqrt(BEAT_SECONDS)

const MOOD_KEPT = decay(SLOW_SECONDS, 300)
const MOOD_KICK = kick(MOOD_KEPT)
const MOOD_SPREAD = 0.4
const TIDE_KEPT = decay(SLOW_SECONDS, 2 * 3600)
const TIDE_KICK = kick(TIDE_KEPT)
const TIDE_SPREAD = 0.0006 / 3600
const JUMPS_PER_DAY = 5
const JUMP_SIZE = 0.003
const JUMP_LEFT = 0.75

/** A coin: the common factor times its beta, and noise, mood, tide and jumps of its own. */
export class CoinCourse implements Course {
  log: number
  agitation = 1
  readonly #chance: Chance
  readonly #beta: number
  /** Own noise in calm, per beat. */
  readonly #noise: number
  #mood = 0
  #tide = 0
  #jump = 0
  #own = 1

  constructor(
    chance: Chance,
    spec: { readonly price: number; readonly beta: number; readonly shared: number },
  ) {
    this.#chance = chance
    this.log = Math.log(spec.price)
    this.#beta = spec.beta
    const own = Math.sqrt(1 / (spec.shared * spec.shared) - 1)
    this.#noise = spec.beta * CALM_VOLATILITY * own * ROOT_BEAT
  }

  turn(weather: Weather): void {
    const chance = this.#chance
    this.#mood = MOOD_KEPT * this.#mood + MOOD_KICK * chance.normal()
    this.#tide = TIDE_KEPT * this.#tide + TIDE_KICK * chance.normal()
    // A storm is common to all: jumps of one coin alone rise less than those of the market.
    const jumps = JUMPS_PER_DAY * Math.sqrt(weather.regime.jumps)
    if (chance.happens((jumps * SLOW_SECONDS) / DAY_SECONDS))
      this.#jump += this.#beta * JUMP_SIZE * chance.normal()
    this.#feel(weather)
  }

  advance(weather: Weather): void {
    const released = this.#jump * (1 - JUMP_LEFT)
    this.#jump -= released
    this.log +=
      this.#beta * weather.step +
      this.#noise * this.#own * shake(this.#chance) +
      this.#beta * TIDE_SPREAD * this.#tide * BEAT_SECONDS +
      released
  }

  save(): CourseState {
    const numbers = [this.log, this.#mood, this.#tide, this.#jump, this.#own, this.agitation]
    return { chance: this.#chance.save(), numbers }
  }

  restore(state: CourseState): void {
    this.#chance.restore(state.chance)
    ;[this.log, this.#mood, this.#tide, this.#jump, this.#own, this.agitation] = state.numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
  }

  /** Own noise grows a little less than the common factor's: in a storm everything moves together. */
  #feel(weather: Weather): void {
    const mood = Math.exp(MOOD_SPREAD * this.#mood)
    this.#own = mood * Math.exp(0.85 * Math.log(weather.volatility))
    this.agitation = mood * (weather.volatility / weather.regime.volatility)
  }
}

const PEG_SPREAD = 0.0003
const PEG_HALF_LIFE = 1200
const PEG_PULL = (Math.LN2 * BEAT_SECONDS) / PEG_HALF_LIFE
const PEG_NOISE = PEG_SPREAD * Math.sqrt(2 * PEG_PULL)
const DEPEGS_PER_DAY = 0.2
/** While trust is gone the price falls to where it is believed to be with this half-life. */
const FALL_KEPT = decay(SLOW_SECONDS, 150)
const RETURN_KEPT = decay(SLOW_SECONDS, 900)

/** A stable coin: pulled to 1, seldom and for an hour or so to something less. */
export class StableCourse implements Course {
  log = 0
  agitation = 1
  readonly #chance: Chance
  /** What holders believe the coin is worth, relative to its peg: 0, or below while it is doubted. */
  #belief = 0
  #anchor = 0
  #doubtSeconds = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  turn(): void {
    const chance = this.#chance
    const isDoubted = chance.happens((DEPEGS_PER_DAY * SLOW_SECONDS) / DAY_SECONDS)
    if (isDoubted) {
      this.#belief = -0.012 * Math.exp(0.7 * chance.normal())
      this.#doubtSeconds = 1200 + 3600 * chance.exponential()
    }
    if (this.#doubtSeconds > 0) {
      this.#doubtSeconds -= SLOW_SECONDS
      if (this.#doubtSeconds <= 0) this.#belief = 0
    }
    const kept = this.#belief < 0 ? FALL_KEPT : RETURN_KEPT
    const before = this.#anchor
    this.#anchor = this.#belief + (this.#anchor - this.#belief) * kept
    this.log += this.#anchor - before
    this.agitation = 1 + 1000 * Math.max(0, -this.#anchor)
  }

  advance(): void {
    const noise = PEG_NOISE * Math.sqrt(this.agitation) * shake(this.#chance)
    this.log += noise - PEG_PULL * (this.log - this.#anchor)
  }

  save(): CourseState {
    const numbers = [this.log, this.agitation, this.#belief, this.#anchor, this.#doubtSeconds]
    return { chance: this.#chance.save(), numbers }
  }

  restore(state: CourseState): void {
    this.#chance.restore(state.chance)
    ;[this.log, this.agitation, this.#belief, this.#anchor, this.#doubtSeconds] = state.numbers as [
      number,
      number,
      number,
      number,
      number,
    ]
  }
}

const GAP_SPREAD = 0.00012
const GAP_KEPT = decay(BEAT_SECONDS, 20)
const GAP_NOISE = GAP_SPREAD * kick(GAP_KEPT)

/** The ratio of two coins with a small error that dies out within the minute. */
export class CrossCourse implements Course {
  log: number
  readonly #chance: Chance
  readonly #base: Course
  readonly #quote: Course
  #gap = 0

  constructor(chance: Chance, legs: { readonly base: Course; readonly quote: Course }) {
    this.#chance = chance
    this.#base = legs.base
    this.#quote = legs.quote
    this.log = legs.base.log - legs.quote.log
  }

  get agitation(): number {
    return this.#base.agitation
  }

  turn(): void {
    // Everything slow happens to its two legs.
  }

  advance(): void {
    this.#gap = GAP_KEPT * this.#gap + GAP_NOISE * shake(this.#chance)
    this.log = this.#base.log - this.#quote.log + this.#gap
  }

  save(): CourseState {
    return { chance: this.#chance.save(), numbers: [this.log, this.#gap] }
  }

  restore(state: CourseState): void {
    this.#chance.restore(state.chance)
    ;[this.log, this.#gap] = state.numbers as [number, number]
  }
}

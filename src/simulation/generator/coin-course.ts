import type { Chance } from "../../value/chance.ts"
import { BEAT_SECONDS, DAY_SECONDS, decay, kick, shake, SLOW_SECONDS } from "./beat.ts"
import type { Course, CourseState } from "./course.ts"
import { CALM_VOLATILITY, type Weather } from "./weather.ts"

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

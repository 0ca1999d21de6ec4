import { Chance, type ChanceState } from "../../value/chance.ts"
import { BEAT_SECONDS, DAY_SECONDS, decay, kick, shake, SLOW_SECONDS } from "./beat.ts"
import { type Regime, REGIMES, type RegimeName } from "./regime.ts"

/** Volatility of the common factor in calm, per square root of a second: about 2 % a day. */
export const CALM_VOLATILITY = 7e-5
const JUMPS_PER_DAY = 4
const JUMP_SIZE = 0.003
/** Share of a jump that is still to come after each beat: a jump takes a second or two. */
const JUMP_LEFT = 0.75

const MOOD_KEPT = decay(SLOW_SECONDS, 600)
const MOOD_KICK = kick(MOOD_KEPT)
const MOOD_SPREAD = 0.35
/** Drift of hours, beside that of the regime: standard deviation per second. */
const TIDE_KEPT = decay(SLOW_SECONDS, 4 * 3600)
const TIDE_KICK = kick(TIDE_KEPT)
const TIDE_SPREAD = 0.001 / 3600

export interface WeatherState {
  readonly chance: ChanceState
  readonly regime: RegimeName
  readonly secondsLeft: number
  readonly drift: number
  readonly level: number
  readonly factor: number
  readonly mood: number
  readonly tide: number
  readonly jump: number
}

/**
 * What all coins share: the regime and its Markov switching, the common factor of their returns, and
 * how lively trading is. Moves once per beat.
 */
export class Weather {
  /** Return of the common factor in this beat. */
  step = 0
  /** Volatility now as a multiple of calm, mood included. */
  volatility = 1
  readonly #chance: Chance
  #regime: Regime = REGIMES.calm
  #secondsLeft = 0
  #drift = 0
  /** Where the factor stood when the regime began; ranging markets return to it. */
  #level = 0
  #factor = 0
  #mood = 0
  #tide = 0
  #jump = 0

  constructor(seed: number) {
    this.#chance = new Chance(seed, "weather")
    this.#enter("calm")
  }

  get regime(): Regime {
    return this.#regime
  }

  /** A five-second step, before the beats in it: regime, mood, tide, jumps. */
  turn(): void {
    const chance = this.#chance
    this.#secondsLeft -= SLOW_SECONDS
    if (this.#secondsLeft <= 0) this.#enter(this.#draw())
    this.#mood = MOOD_KEPT * this.#mood + MOOD_KICK * chance.normal()
    this.#tide = TIDE_KEPT * this.#tide + TIDE_KICK * chance.normal()
    const jumps = (JUMPS_PER_DAY * this.#regime.jumps * SLOW_SECONDS) / DAY_SECONDS
    if (chance.happens(jumps)) this.#jump += JUMP_SIZE * chance.normal()
    this.volatility = this.#regime.volatility * Math.exp(MOOD_SPREAD * this.#mood)
  }

  advance(): void {
    const { recall } = this.#regime
    const noise = CALM_VOLATILITY * this.volatility * Math.sqrt(BEAT_SECONDS)
    const released = this.#jump * (1 - JUMP_LEFT)
    this.#jump -= released
    let step = noise * shake(this.#chance) + released
    step += (this.#drift + TIDE_SPREAD * this.#tide) * BEAT_SECONDS
    if (recall > 0) step -= ((Math.LN2 * BEAT_SECONDS) / recall) * (this.#factor - this.#level)
    this.#factor += step
    this.step = step
  }

  save(): WeatherState {
    return {
      chance: this.#chance.save(),
      regime: this.#regime.name,
      secondsLeft: this.#secondsLeft,
      drift: this.#drift,
      level: this.#level,
      factor: this.#factor,
      mood: this.#mood,
      tide: this.#tide,
      jump: this.#jump,
    }
  }

  restore(state: WeatherState): void {
    this.#chance.restore(state.chance)
    this.#regime = REGIMES[state.regime]
    this.#secondsLeft = state.secondsLeft
    this.#drift = state.drift
    this.#level = state.level
    this.#factor = state.factor
    this.#mood = state.mood
    this.#tide = state.tide
    this.#jump = state.jump
    this.volatility = this.#regime.volatility * Math.exp(MOOD_SPREAD * this.#mood)
  }

  #enter(name: RegimeName): void {
    const chance = this.#chance
    const regime = REGIMES[name]
    this.#regime = regime
    // A third of the usual length is certain, so that a regime can be recognised before it is over.
    this.#secondsLeft = regime.meanMinutes * 60 * (1 / 3 + (2 / 3) * chance.exponential())
    const [least, most] = regime.drift
    this.#drift = (least + (most - least) * chance.unit()) / 3600
    this.#level = this.#factor
  }

  #draw(): RegimeName {
    const { next } = this.#regime
    let total = 0
    for (const [, weight] of next) total += weight
    let rest = this.#chance.unit() * total
    for (const [name, weight] of next) {
      rest -= weight
      if (rest < 0) return name
    }
    return "calm"
  }
}

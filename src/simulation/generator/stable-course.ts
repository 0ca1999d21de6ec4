import type { Chance } from "../../value/chance.ts"
import { BEAT_SECONDS, DAY_SECONDS, decay, shake, SLOW_SECONDS } from "./beat.ts"
import type { Course, CourseState } from "./course.ts"

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

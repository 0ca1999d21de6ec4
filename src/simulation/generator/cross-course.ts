import type { Chance } from "../../value/chance.ts"
import { BEAT_SECONDS, decay, kick, shake } from "./beat.ts"
import type { Course, CourseState } from "./course.ts"

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

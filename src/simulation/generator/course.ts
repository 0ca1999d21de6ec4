import type { ChanceState } from "../../value/chance.ts"
import type { Weather } from "./weather.ts"

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

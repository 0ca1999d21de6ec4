import type { Report, Survey } from "../order/report.ts"
import type { Request } from "../order/request.ts"
import type { Chance } from "../value/chance.ts"
import { type Duration, PPM, type Ratio } from "../value/brand.ts"
import { milliseconds } from "../value/time.ts"

/**
 * What a line does to what is sent over it. `lost`: never arrived; `unanswered`: arrived, but the
 * sender is told nothing (a 5XX or a time-out), so that it cannot know.
 */
export interface Faults {
  ofRequest(request: Request): "pass" | "lost" | "unanswered"
  ofAsk(): "pass" | "lost"
  /** How late each copy comes beyond its normal time: `[0]` is normal, `[]` lost, two are doubled. */
  ofAnswer(answer: Report | Survey): readonly Duration[]
  /** After how long the sender is told that no answer came. */
  answerWait(): Duration
}

const ON_TIME: readonly Duration[] = [milliseconds(0)]

/** A line on which nothing ever goes wrong. */
export const NO_FAULTS: Faults = {
  ofRequest: () => "pass",
  ofAsk: () => "pass",
  ofAnswer: () => ON_TIME,
  answerWait: () => milliseconds(0),
}

/** How often what goes wrong, each an exact share of all messages. */
export interface FaultRates {
  readonly requestLost: Ratio
  readonly requestUnanswered: Ratio
  readonly askLost: Ratio
  readonly answerLost: Ratio
  readonly answerDoubled: Ratio
  readonly answerLate: Ratio
}

/** Faults drawn from one stream of chance; they can be ended, so that healing can be watched. */
export class DrawnFaults implements Faults {
  readonly #chance: Chance
  readonly #rates: FaultRates
  #isOver = false

  constructor(chance: Chance, rates: FaultRates) {
    this.#chance = chance
    this.#rates = rates
  }

  /** From now on the line is sound. */
  end(): void {
    this.#isOver = true
  }

  ofRequest(): "pass" | "lost" | "unanswered" {
    if (this.#happens(this.#rates.requestLost)) return "lost"
    return this.#happens(this.#rates.requestUnanswered) ? "unanswered" : "pass"
  }

  ofAsk(): "pass" | "lost" {
    return this.#happens(this.#rates.askLost) ? "lost" : "pass"
  }

  ofAnswer(): readonly Duration[] {
    if (this.#happens(this.#rates.answerLost)) return []
    const isLate = this.#happens(this.#rates.answerLate)
    const first = isLate ? this.#lateness() : milliseconds(0)
    return this.#happens(this.#rates.answerDoubled) ? [first, this.#lateness()] : [first]
  }

  answerWait(): Duration {
    return milliseconds(this.#chance.below(10_000))
  }

  #lateness(): Duration {
    return milliseconds(1 + this.#chance.below(8_000))
  }

  #happens(rate: Ratio): boolean {
    const drawn = this.#chance.happens(rate / PPM)
    return drawn && !this.#isOver
  }
}

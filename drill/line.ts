import type { Report, Survey } from "../src/order/report.ts"
import type { Request } from "../src/order/request.ts"
import type { Latency } from "../src/simulation/latency.ts"
import { DrawnFaults, type FaultRates, type Faults } from "../src/simulation/faults.ts"
import type { Duration, Instant } from "../src/value/brand.ts"
import type { Chance } from "../src/value/chance.ts"
import { seconds } from "../src/value/time.ts"
import { isWithin, type Span } from "./market.ts"

/** What goes wrong between trader and exchange in a world. */
export interface LinePlan {
  readonly rates: FaultRates
  /** How often a request or a question takes seconds to get there, in parts of one. */
  readonly slow: number
  /** Nothing comes through at all. */
  readonly outages: readonly Span[]
  /** The exchange refuses every request, and answers no question. */
  readonly bans: readonly Span[]
}

/** Sees what passes, whatever becomes of it. */
export interface LineListener {
  sent(request: Request, at: Instant): void
  answered(answer: Report | Survey): void
}

/** The line of a world: faults drawn for each message, and spans in which nothing comes through. */
export class Line implements Faults {
  readonly #drawn: DrawnFaults
  readonly #plan: LinePlan
  readonly #now: () => Instant
  readonly #hear: LineListener

  /** @param told.now true time, whatever the machine's clock says */
  constructor(told: {
    readonly chance: Chance
    readonly plan: LinePlan
    readonly now: () => Instant
    readonly hear: LineListener
  }) {
    this.#drawn = new DrawnFaults(told.chance, told.plan.rates)
    this.#plan = told.plan
    this.#now = told.now
    this.#hear = told.hear
  }

  /** From now on the line is sound. */
  end(): void {
    this.#drawn.end()
  }

  ofRequest(request: Request): "pass" | "lost" | "unanswered" {
    this.#hear.sent(request, this.#now())
    const fate = this.#drawn.ofRequest()
    return isWithin(this.#now(), this.#plan.outages) ? "lost" : fate
  }

  ofAsk(): "pass" | "lost" {
    const fate = this.#drawn.ofAsk()
    return isWithin(this.#now(), this.#plan.outages) ? "lost" : fate
  }

  ofAnswer(answer: Report | Survey): readonly Duration[] {
    this.#hear.answered(answer)
    const fate = this.#drawn.ofAnswer()
    if (isWithin(answer.at, this.#plan.outages)) return []
    const isToQuestion =
      answer.kind === "survey" || answer.kind === "told" || answer.kind === "absent"
    return isToQuestion && isWithin(answer.at, this.#plan.bans) ? [] : fate
  }

  answerWait(): Duration {
    return this.#drawn.answerWait()
  }
}

/** Later than this nothing gets in: the exchange turns away what was sent too long ago. */
const SLOWEST = seconds(15)

/** The way to the exchange, on which some things are held up for seconds and still arrive. */
export class Detours {
  readonly #latency: Latency
  readonly #chance: Chance
  readonly #slow: number
  #isOver = false

  constructor(latency: Latency, chance: Chance, slow: number) {
    this.#latency = latency
    this.#chance = chance
    this.#slow = slow
  }

  /** From now on nothing is held up. */
  end(): void {
    this.#isOver = true
  }

  entryDelay(): Duration {
    const isSlow = this.#chance.happens(this.#slow)
    const held = this.#chance.below(SLOWEST)
    const delay = this.#latency.entryDelay()
    return Math.min(SLOWEST, isSlow && !this.#isOver ? delay + held : delay) as Duration
  }

  responseDelay(): Duration {
    return this.#latency.responseDelay()
  }
}

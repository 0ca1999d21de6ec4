import type { Chance } from "../../value/chance.ts"
import type { About } from "../stream/link.ts"
import type { FaultPlan } from "./fault-plan.ts"

/** What becomes of a request. */
export type Fate =
  | { readonly kind: "pass" }
  /** It never arrives. */
  | { readonly kind: "lost" }
  /** Nothing is answered. */
  | { readonly kind: "unanswered"; readonly isCarriedOut: boolean }
  /** A 5XX is answered. */
  | {
      readonly kind: "unknown"
      readonly isCarriedOut: boolean
      readonly status: number
      readonly body: Readonly<Record<string, unknown>>
    }

/** What becomes of a connection. */
export type Turn = "goes on" | "drops" | "half open" | "silent"

const HOUR_S = 3600
const UNKNOWN = [
  {
    status: 503,
    body: {
      code: -1006,
      msg: "An unexpected response was received from the message bus. Execution status unknown.",
    },
  },
  {
    status: 504,
    body: {
      code: -1007,
      msg: "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
    },
  },
  {
    status: 500,
    body: { code: -1000, msg: "An unknown error occurred while processing the request." },
  },
]

/** Draws what goes wrong from one stream of chance: the same seed, the same trouble. */
export class Mischief {
  readonly plan: FaultPlan
  readonly #chance: Chance

  constructor(plan: FaultPlan, chance: Chance) {
    this.plan = plan
    this.#chance = chance
  }

  ofRequest(): Fate {
    const { requestLost, unanswered, unknownOutcome, carriedOut } = this.plan
    const drawn = this.#chance.unit()
    const isCarriedOut = this.#chance.happens(carriedOut)
    const how = UNKNOWN[this.#chance.below(UNKNOWN.length)]
    if (drawn < requestLost) return { kind: "lost" }
    if (drawn < requestLost + unanswered) return { kind: "unanswered", isCarriedOut }
    if (drawn < requestLost + unanswered + unknownOutcome) {
      return { kind: "unknown", isCarriedOut, ...how }
    }
    return { kind: "pass" }
  }

  /** After how many milliseconds each copy of something leaves: none when it is lost, two when doubled. */
  ofMessage(about: About): readonly { readonly after: number; readonly mayOvertake: boolean }[] {
    const { depthLost, depthDisorder, userDoubled, userLate, userLost } = this.plan
    const normal = { after: this.latency(), mayOvertake: false }
    const [lost, late, doubled] = [this.#chance.unit(), this.#chance.unit(), this.#chance.unit()]
    const lately = { after: normal.after + this.#lateness(), mayOvertake: true }
    if (about === "depth") {
      if (lost < depthLost) return []
      return [late < depthDisorder ? lately : normal]
    }
    if (about !== "user") return [normal]
    if (lost < userLost) return []
    const first = late < userLate ? lately : normal
    return doubled < userDoubled ? [first, lately] : [first]
  }

  /** What happens to a connection in so many seconds. */
  ofConnection(seconds: number): Turn {
    const { drop, halfOpen, silence } = this.plan.perHour
    const drawn = this.#chance.unit() / (seconds / HOUR_S)
    if (drawn < drop) return "drops"
    if (drawn < drop + halfOpen) return "half open"
    return drawn < drop + halfOpen + silence ? "silent" : "goes on"
  }

  /** Milliseconds that anything is under way. */
  latency(): number {
    const [least, most] = this.plan.latencyMs
    return least + (most - least) * this.#chance.unit()
  }

  #lateness(): number {
    return this.plan.lateMs * this.#chance.unit()
  }
}

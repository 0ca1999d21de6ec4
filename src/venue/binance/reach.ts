import type { Notice, Reach as State } from "../../order/notice.ts"
import type { Duration, Instant } from "../../value/brand.ts"
import { FOREVER, later, NEVER, seconds } from "../../value/time.ts"

/** EXEC-71: how long nothing may come before it is said, and what is said then. */
export interface Silence {
  readonly of: Extract<Notice, { about: "reach" }>["of"]
  readonly steps: readonly { readonly after: Duration; readonly state: State }[]
}

/** 30 s without an answer of the API, and 60 s. */
export const API_SILENCE: Silence = {
  of: "api",
  steps: [
    { after: seconds(30), state: "silent" },
    { after: seconds(60), state: "cut" },
  ],
}

/** 10 s without anything on the market streams. */
export const STREAM_SILENCE: Silence = {
  of: "streams",
  steps: [{ after: seconds(10), state: "silent" }],
}

/** RISK-4: 120 s without a word on what the account holds. */
export const ACCOUNT_SILENCE: Silence = {
  of: "account",
  steps: [{ after: seconds(120), state: "silent" }],
}

/** Whether the other side can be heard; says so when that changes, and once after the start. */
export class Reach {
  readonly #silence: Silence
  readonly #tell: (notice: Notice, at: Instant) => void
  #heardAt: Instant = NEVER
  #state: State | undefined

  constructor(silence: Silence, tell: (notice: Notice, at: Instant) => void) {
    this.#silence = silence
    this.#tell = tell
  }

  /** From now on it is listened for. */
  start(at: Instant): void {
    this.#heardAt = at
    this.#state = undefined
  }

  stop(): void {
    this.#heardAt = NEVER
  }

  heard(at: Instant): void {
    if (at > this.#heardAt) this.#heardAt = at
    this.#turnTo("heard", at)
  }

  onTime(at: Instant): void {
    if (at < this.nextDue) return
    const { steps } = this.#silence
    const reached = steps.findLast(({ after }) => at >= later(this.#heardAt, after))
    if (reached !== undefined) this.#turnTo(reached.state, at)
  }

  get nextDue(): Instant {
    if (this.#heardAt === NEVER) return FOREVER
    const { steps } = this.#silence
    const next = steps[steps.findIndex(({ state }) => state === this.#state) + 1]
    return next === undefined ? FOREVER : later(this.#heardAt, next.after)
  }

  #turnTo(state: State, at: Instant): void {
    if (state === this.#state) return
    this.#state = state
    this.#tell({ kind: "notice", about: "reach", of: this.#silence.of, state }, at)
  }
}

import type { Filters, Instrument } from "../market/instrument.ts"
import type { BreakerName, Notice, Pace, Reach } from "../order/notice.ts"
import { USUAL_PACE } from "../order/notice.ts"
import type { Instant } from "../value/brand.ts"
import { formatInstant, minutes } from "../value/time.ts"

/** EXEC-72: entries stop so long before an announced window. */
const BEFORE_WINDOW = minutes(30)

/** A time in which the exchange has said that it will not work. */
export interface Window {
  readonly from: Instant
  readonly to: Instant
}

/** Why entries are closed from outside. */
export interface Closure {
  readonly code: "EXEC-64" | "EXEC-71" | "EXEC-72" | "RISK-4"
  readonly reason: string
}

/** The outside at rest, as JSON can carry it. */
export interface OutsideState {
  readonly streams: Reach
  readonly api: Reach
  /** What the account holds, as the exchange tells it. */
  readonly account: Reach
  /** What the exchange said of itself when it did not work; absent while it does. */
  readonly down?: string
  readonly window?: Window
  readonly open: readonly BreakerName[]
  readonly pace: Pace
  /** Rules that are not those of the header, by instrument. */
  readonly rules: readonly (readonly [number, Rules])[]
}

interface Rules {
  readonly isTrading: boolean
  readonly filters: Filters
}

const CALM: OutsideState = {
  streams: "heard",
  api: "heard",
  account: "heard",
  open: [],
  pace: USUAL_PACE,
  rules: [],
}

/** What is known of the exchange beside orders: a fold over its notices (RISK-4, EXEC-64, 71, 72, 73). */
export class Outside {
  #state: OutsideState = CALM

  get state(): OutsideState {
    return this.#state
  }

  restore(state: OutsideState): void {
    this.#state = state
  }

  get pace(): Pace {
    return this.#state.pace
  }

  /** The exchange takes orders of this market at all. */
  isTrading(instrument: number): boolean {
    return this.#rulesOf(instrument)?.isTrading ?? true
  }

  /** The instrument with the filters that hold now. */
  ruled(instrument: Instrument): Instrument {
    const rules = this.#rulesOf(instrument.index)
    return rules === undefined ? instrument : { ...instrument, filters: rules.filters }
  }

  /** A process took the journal up: what it cannot hear, and what fails, is yet to be learnt. */
  begin(): void {
    this.#state = { ...this.#state, streams: "heard", api: "heard", account: "heard", open: [] }
  }

  announce(window: Window): void {
    this.#state = { ...this.#state, window }
  }

  /** Takes a notice in. */
  apply(notice: Notice): void {
    this.#state = after(this.#state, notice)
  }

  /** Whether folding the notice would change anything. @param now what holds for the market now */
  isNews(notice: Notice, now: Instrument | undefined): boolean {
    if (notice.about === "rules") {
      const isTrading = this.isTrading(notice.instrument)
      return (
        now !== undefined &&
        (notice.isTrading !== isTrading || textOf(now.filters) !== textOf(notice.filters))
      )
    }
    return textOf(this.#state) !== textOf(after(this.#state, notice))
  }

  /** Why nothing may be entered now; undefined when nothing outside speaks against it. */
  closure(now: Instant): Closure | undefined {
    const { api, streams, account, down, open } = this.#state
    const window = this.windowAt(now)
    if (api === "cut") return closed("EXEC-71", "The exchange has not been heard for 60 s.")
    if (down !== undefined) return closed("EXEC-72", `The exchange does not work: ${down}.`)
    if (window) {
      const span = `${formatInstant(window.from)} to ${formatInstant(window.to)}`
      return closed("EXEC-72", `Maintenance of the exchange is announced for ${span}.`)
    }
    if (api === "silent") return closed("EXEC-71", "The exchange has not been heard for 30 s.")
    if (streams !== "heard") return closed("EXEC-71", "No prices have come for 10 s.")
    if (account !== "heard") {
      return closed("RISK-4", "The exchange has not told for 120 s what the account holds.")
    }
    if (!open.includes("orders")) return undefined
    return closed("EXEC-64", "Several orders went unanswered; entries rest for a while.")
  }

  /** The announced window, from half an hour before it until its end (EXEC-72). */
  windowAt(now: Instant): Window | undefined {
    const { window } = this.#state
    const isNow = window !== undefined && now >= window.from - BEFORE_WINDOW && now < window.to
    return isNow ? window : undefined
  }

  #rulesOf(instrument: number): Rules | undefined {
    return this.#state.rules.find(([index]) => index === instrument)?.[1]
  }
}

function after(state: OutsideState, notice: Notice): OutsideState {
  switch (notice.about) {
    case "reach":
      return { ...state, [notice.of]: notice.state }
    case "system": {
      const { down: _, ...rest } = state
      return notice.isUp ? rest : { ...rest, down: notice.says }
    }
    case "breaker": {
      const others = state.open.filter((name) => name !== notice.of)
      return { ...state, open: notice.isOpen ? [...others, notice.of].sort() : others }
    }
    case "pace":
      return { ...state, pace: notice.pace }
    case "rules": {
      const { instrument, isTrading, filters } = notice
      const others = state.rules.filter(([index]) => index !== instrument)
      const rules = [...others, [instrument, { isTrading, filters }] as const]
      return { ...state, rules: rules.sort(([a], [b]) => a - b) }
    }
    default:
      return notice satisfies never
  }
}

const closed = (code: Closure["code"], reason: string): Closure => ({ code, reason })

/** For comparing: what two states say, whatever order it was set in. */
function textOf(value: object): string {
  return JSON.stringify(value, (_, it: unknown) => {
    if (typeof it === "bigint") return `${it}n`
    if (typeof it !== "object" || it === null || Array.isArray(it)) return it
    return Object.fromEntries(Object.entries(it).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

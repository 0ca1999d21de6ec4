import { z } from "zod"
import type { Instrument } from "../../../market/instrument.ts"
import type { Notice } from "../../../order/notice.ts"
import type { Instant } from "../../../value/brand.ts"
import { days, FOREVER, floorTo, later, minutes, NEVER, seconds } from "../../../value/time.ts"
import type { ExchangeDesk } from "../exchange-desk.ts"
import { readStatus } from "./account-answer.ts"
import { exchangeInfoCall, statusCall } from "./call.ts"
import type { Caller } from "./caller.ts"
import { type Outcome, read } from "./outcome.ts"

/** EXEC-72: its status is asked for so often, and once more so long before each UTC day. */
const STATUS_EVERY = minutes(5)
const BEFORE_DAY = minutes(1)
/** Rules and limits change seldom. Right after an order was refused for one, they are asked again. */
const RULES_EVERY = minutes(10)
const RULES_SOON = seconds(30)
/** While a market rests it may open again at any moment, with positions in it that want a guard. */
const RULES_WHILE_RESTING = minutes(1)
const STATES = z.object({ symbols: z.array(z.object({ status: z.string() })) })
/** The answer names a symbol that is not there any more. */
const NO_SYMBOL = -1121

/** What the exchange says of markets, as it was read from JSON; a symbol that is gone is in no answer. */
export type RulesTold = (told: {
  readonly answers: readonly unknown[]
  readonly gone: readonly string[]
  readonly seen: Instant
}) => void

/**
 * Asks for what changes while a session runs: whether the exchange works (EXEC-72), which limits and
 * which rules it has (EXEC-73).
 */
export class Conditions {
  readonly #caller: Caller
  readonly #desk: ExchangeDesk
  readonly #symbols: readonly string[]
  readonly #tell: (notice: Notice, at: Instant) => void
  readonly #onRules: RulesTold
  #statusAt: Instant
  #rulesAt: Instant = NEVER

  constructor(told: {
    readonly caller: Caller
    readonly desk: ExchangeDesk
    readonly instruments: readonly Instrument[]
    /** The exchange has a word on whether it works. */
    readonly hasStatus: boolean
    readonly tell: (notice: Notice, at: Instant) => void
    readonly onRules: RulesTold
  }) {
    this.#caller = told.caller
    this.#desk = told.desk
    this.#symbols = told.instruments.map(({ symbol }) => symbol)
    this.#tell = told.tell
    this.#onRules = told.onRules
    this.#statusAt = told.hasStatus ? NEVER : FOREVER
  }

  onTime(at: Instant): void {
    if (at >= this.#statusAt) this.#askStatus(at)
    if (at >= this.#rulesAt) this.#askRules(at)
  }

  get nextDue(): Instant {
    return Math.min(this.#statusAt, this.#rulesAt) as Instant
  }

  /** An order was refused for a rule: those that we know are not those that hold. */
  doubt(at: Instant): void {
    if (this.#rulesAt !== FOREVER && this.#rulesAt > later(at, RULES_SOON)) {
      this.#rulesAt = later(at, RULES_SOON)
    }
  }

  #askStatus(at: Instant): void {
    this.#statusAt = FOREVER
    const hear = (outcome: Outcome, seen: Instant): void => {
      const time = this.#desk.clock.toExchange(seen)
      const dayEnds = later(floorTo(later(time, BEFORE_DAY), days(1)), days(1))
      const before = this.#desk.clock.toOurs((dayEnds - BEFORE_DAY) as Instant)
      this.#statusAt = Math.min(later(seen, STATUS_EVERY), before) as Instant
      const notice = read(outcome, readStatus)
      if (notice !== undefined) this.#tell(notice, seen)
    }
    this.#caller.ask(statusCall, hear, at)
  }

  #askRules(at: Instant): void {
    this.#rulesAt = FOREVER
    this.#caller.ask(
      exchangeInfoCall(this.#symbols),
      (outcome, seen) => {
        if (outcome.kind === "refused" && outcome.code === NO_SYMBOL) this.#askEach(seen)
        else this.#endRules(outcome.kind === "done" ? [outcome.value] : [], [], seen)
      },
      at,
    )
  }

  /** One answer names them all or none: where one is gone, the others are asked for alone. */
  #askEach(at: Instant): void {
    const answers: unknown[] = []
    const gone: string[] = []
    let left = this.#symbols.length
    for (const symbol of this.#symbols) {
      const hear = (outcome: Outcome, seen: Instant): void => {
        if (outcome.kind === "done") answers.push(outcome.value)
        else if (outcome.kind === "refused" && outcome.code === NO_SYMBOL) gone.push(symbol)
        if (--left === 0) this.#endRules(answers, gone, seen)
      }
      this.#caller.ask(exchangeInfoCall([symbol]), hear, at)
    }
  }

  #endRules(answers: readonly unknown[], gone: readonly string[], seen: Instant): void {
    const isRead = answers.some((answer) => this.#desk.adopt(answer))
    const often = answers.some(hasResting) ? RULES_WHILE_RESTING : RULES_EVERY
    this.#rulesAt = later(seen, isRead ? often : RULES_SOON)
    if (isRead || gone.length > 0) this.#onRules({ answers, gone, seen })
  }
}

const hasResting = (answer: unknown): boolean =>
  STATES.safeParse(answer).data?.symbols.some(({ status }) => status !== "TRADING") ?? false

import type { Instrument } from "../../../market/instrument.ts"
import type { Fill, Report, Survey } from "../../../order/report.ts"
import type { OrderId } from "../../../order/request.ts"
import type { Duration, Instant } from "../../../value/brand.ts"
import { FOREVER, later, seconds } from "../../../value/time.ts"
import type { ExchangeDesk } from "../exchange-desk.ts"
import {
  type OrderState,
  readOrder,
  readSurvey,
  readTime,
  readFills,
  storyOf,
} from "./account-answer.ts"
import {
  accountCall,
  openOrdersCall,
  orderCall,
  orderTradesCall,
  timeCall,
  TRADES_MOST,
} from "./call.ts"
import type { Caller } from "./caller.ts"
import { type Outcome, read } from "./outcome.ts"

/** EXEC-62: 1, 2, 4, ... at most 30 s. Questions change nothing and may be asked for ever. */
const RETRY_FIRST = seconds(1)
const RETRY_MOST = seconds(30)
/** No such order. */
const UNKNOWN_ORDER = -2013
/** Ended without a fill so long ago that the exchange has put it away. */
const ARCHIVED = -2026

type Told = (answer: Report | Survey, seen: Instant) => void

/**
 * Asks the exchange what is true: its clock, one order by its id, everything at once. Equal questions
 * at the same time are asked once (EXEC-74).
 */
export class Inquirer {
  readonly #caller: Caller
  readonly #desk: ExchangeDesk
  readonly #instruments: readonly Instrument[]
  readonly #tell: Told
  readonly #asking = new Set<OrderId>()
  /** A survey is on its way; `again` when another was wished since. */
  #surveying: "no" | "once" | "again" = "no"
  #retryAt: Instant = FOREVER
  #pause: Duration = RETRY_FIRST

  constructor(told: {
    readonly caller: Caller
    readonly desk: ExchangeDesk
    readonly instruments: readonly Instrument[]
    readonly tell: Told
  }) {
    this.#caller = told.caller
    this.#desk = told.desk
    this.#instruments = told.instruments
    this.#tell = told.tell
  }

  /**
   * The clock is asked first, so that an answer of absence carries a time of the exchange's own that
   * lies between the order's sending and the question: nobody's clock can then make it look final
   * too early.
   */
  ask(id: OrderId, instrument: Instrument, at: Instant): void {
    if (this.#asking.has(id)) return
    this.#asking.add(id)
    const drop = (): void => void this.#asking.delete(id)
    this.#lookAtClock(at, (time, seen) => {
      if (time === undefined) return drop()
      this.#caller.ask(
        orderCall(instrument.symbol, id),
        (outcome, answered) => {
          drop()
          this.#hearOrder({ id, instrument, time }, outcome, answered)
        },
        seen,
      )
    })
  }

  survey(at: Instant): void {
    if (this.#surveying !== "no") {
      this.#surveying = "again"
      return
    }
    this.#surveying = "once"
    this.#retryAt = FOREVER
    const time = this.#desk.clock.toExchange(at)
    const heard: { account?: Outcome; open?: Outcome } = {}
    const hear = (which: keyof typeof heard) => (outcome: Outcome, seen: Instant) => {
      heard[which] = outcome
      const { account, open } = heard
      if (account !== undefined && open !== undefined)
        this.#endSurvey({ account, open, time }, seen)
    }
    this.#caller.ask(accountCall, hear("account"), at)
    this.#caller.ask(openOrdersCall, hear("open"), at)
  }

  onTime(at: Instant): void {
    if (this.#desk.clock.takeLook(at)) this.#lookAtClock(at, () => {})
    if (at >= this.#retryAt) this.survey(at)
  }

  get nextDue(): Instant {
    return Math.min(this.#desk.clock.nextDue, this.#retryAt) as Instant
  }

  #lookAtClock(at: Instant, then: (time: Instant | undefined, seen: Instant) => void): void {
    const hear = (outcome: Outcome, seen: Instant): void => {
      const time = read(outcome, readTime)
      if (time === undefined) this.#desk.clock.miss(seen)
      else this.#desk.clock.learn({ sentAt: at, seenAt: seen, time })
      then(time, seen)
    }
    this.#caller.ask(timeCall, hear, at)
  }

  #hearOrder(
    asked: { readonly id: OrderId; readonly instrument: Instrument; readonly time: Instant },
    outcome: Outcome,
    seen: Instant,
  ): void {
    const { id, instrument, time: at } = asked
    if (outcome.kind === "refused" && outcome.code === UNKNOWN_ORDER) {
      return this.#tell({ kind: "absent", id, at }, seen)
    }
    if (outcome.kind === "refused" && outcome.code === ARCHIVED) {
      return this.#tell({ kind: "cancelled", id, at, executed: NOTHING }, seen)
    }
    const state = read(outcome, (value) => readOrder(value, id, instrument))
    if (state === undefined) return
    if (state.executed === 0) return this.#tell(storyOf(id, state, []), seen)
    this.#askTrades({ id, instrument, state, fills: [] }, seen)
  }

  #askTrades(
    asked: {
      readonly id: OrderId
      readonly instrument: Instrument
      readonly state: OrderState
      readonly fills: readonly Fill[]
    },
    at: Instant,
  ): void {
    const { id, instrument, state } = asked
    const last = asked.fills.at(-1)
    const from = last === undefined ? undefined : String(BigInt(last.tradeId) + 1n)
    const hear = (outcome: Outcome, seen: Instant): void => {
      const told = read(outcome, (value) => readFills(value, instrument))
      if (told === undefined) return
      const fills = [...asked.fills, ...told]
      if (told.length >= TRADES_MOST) this.#askTrades({ ...asked, fills }, seen)
      else this.#tell(storyOf(id, state, fills), seen)
    }
    this.#caller.ask(orderTradesCall(instrument.symbol, state.venueId, from), hear, at)
  }

  #endSurvey(
    heard: { readonly account: Outcome; readonly open: Outcome; readonly time: Instant },
    seen: Instant,
  ): void {
    const { account, open, time: at } = heard
    const survey = read(account, (accountValue) =>
      read(open, (openValue) =>
        readSurvey({ account: accountValue, open: openValue, at }, this.#instruments),
      ),
    )
    const isWishedAgain = this.#surveying === "again"
    this.#surveying = "no"
    if (survey === undefined) {
      this.#retryAt = later(seen, this.#pause)
      this.#pause = Math.min(this.#pause * 2, RETRY_MOST) as Duration
      return
    }
    this.#pause = RETRY_FIRST
    if (isWishedAgain) this.survey(seen)
    this.#tell(survey, seen)
  }
}

const NOTHING = 0 as OrderState["executed"]

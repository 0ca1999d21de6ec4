import type { Venue } from "../../engine/ports.ts"
import { Ticket } from "../../gate/gate.ts"
import type { Instrument } from "../../market/instrument.ts"
import type { Notice } from "../../order/notice.ts"
import type { Report, Survey } from "../../order/report.ts"
import type { OrderId, Request } from "../../order/request.ts"
import type { Duration, Instant } from "../../value/brand.ts"
import type { Chance } from "../../value/chance.ts"
import { FOREVER, formatDuration, NEVER, seconds } from "../../value/time.ts"
import type { Allowance } from "./allowance.ts"
import { Breaker, ORDERS_BREAK } from "./breaker.ts"
import { BreakerWatch } from "./breaker-watch.ts"
import type { ConnectionState } from "./connection.ts"
import type { Effect, Happening, SocketName } from "./effect.ts"
import type { ExchangeDesk } from "./exchange-desk.ts"
import { AccountPoll } from "./orders/account-poll.ts"
import { type CallCounts, Caller } from "./orders/caller.ts"
import { Conditions, type RulesTold } from "./orders/conditions.ts"
import { Inquirer } from "./orders/inquirer.ts"
import { ordersIn, reportsOf } from "./orders/order-answer.ts"
import { restingEntryOf } from "./orders/resting-entries.ts"
import type { Outcome } from "./orders/outcome.ts"
import { orderCall } from "./orders/order-call.ts"
import { SocketLine } from "./orders/socket-line.ts"
import { readUserEvent } from "./orders/user-event.ts"
import { ACCOUNT_SILENCE, API_SILENCE, Reach } from "./reach.ts"
import type { AccountKey } from "./signature.ts"

/** Told to the venue once. */
export interface BinanceVenueTerms {
  readonly key: AccountKey
  readonly instruments: readonly Instrument[]
  /** Of the WebSocket API. */
  readonly socketUrl: string
  /** Shared with whoever else asks the same exchange. */
  readonly desk: ExchangeDesk
  /** Attempts to connect to the WebSocket API. */
  readonly attempts: Allowance
  readonly chance: Chance
  /** Where what is to be done outside is put. */
  readonly effects: Effect[]
  /** Our time; it never goes back. */
  readonly now: () => Instant
  /** What the exchange answered, and when we learnt it. */
  readonly onAnswer: (answer: Report | Survey | Notice, seen: Instant) => void
  /** The exchange has a word on whether it works (EXEC-72). */
  readonly hasStatus: boolean
  /** What it says of its markets, unread: whoever trades them knows how. */
  readonly onRules: RulesTold
}

/** Counts for the doctor. */
export interface VenueCounts extends Readonly<CallCounts> {
  readonly events: number
  /** Messages that could not be read, or of a kind that we do not know. */
  readonly unreadable: number
}

/** A process that stood still judged prices that are over: no entry leaves later than that. */
const ENTRY_KEEPS = seconds(2)

/**
 * Binance spot as the engine knows a venue. Free of I/O: it is told what happened and when, and pushes
 * effects. Orders go over the WebSocket API when it is up and over REST when not, each exactly once;
 * what becomes of them is told by answers and by the account's events, whichever comes first, and asked
 * for where neither came (EXEC-61).
 */
export class BinanceVenue implements Venue {
  readonly #terms: BinanceVenueTerms
  readonly #line: SocketLine
  readonly #caller: Caller
  readonly #inquirer: Inquirer
  readonly #poll: AccountPoll
  readonly #breaker = new Breaker(ORDERS_BREAK)
  readonly #conditions: Conditions
  readonly #reach: Reach
  /** RISK-4: how old what is known of the account is. */
  readonly #account: Reach
  readonly #breakerWatch: BreakerWatch
  #isStarted = false
  #events = 0
  #unreadable = 0

  constructor(terms: BinanceVenueTerms) {
    this.#terms = terms
    const { key, desk, effects, instruments, attempts, chance } = terms
    const { clock } = desk
    const listener = {
      onAnswer: (answer: Parameters<Caller["hear"]>[0], at: Instant) =>
        this.#caller.hear(answer, at),
      onEvent: (event: unknown, socket: SocketName, at: Instant) => this.#hear(event, socket, at),
      onUp: (at: Instant) => this.#poll.onUp(at),
      onGone: (socket: SocketName, at: Instant) => this.#onGone(socket, at),
      onUnreadable: () => void this.#unreadable++,
    }
    const url = terms.socketUrl
    this.#line = new SocketLine({ url, key, clock, attempts, chance, effects, listener })
    this.#caller = new Caller({ key, desk, effects, line: this.#line })
    const caller = this.#caller
    const tell = (answer: Report | Survey, seen: Instant): void => this.#tell(answer, seen)
    this.#inquirer = new Inquirer({ caller, desk, instruments, tell })
    this.#poll = new AccountPoll({
      survey: (at) => this.#inquirer.survey(at),
      ask: (id, instrument) => this.ask(id, instrument),
      isDeaf: () => this.#isDeaf,
    })
    const notice = (told: Notice, seen: Instant): void => terms.onAnswer(told, seen)
    const { hasStatus, onRules } = terms
    const asking = { caller, desk, instruments, hasStatus, tell: notice, onRules }
    this.#conditions = new Conditions(asking)
    const breakers = [
      ["orders", this.#breaker],
      ["rest", desk.rest],
    ] as const
    this.#breakerWatch = new BreakerWatch(breakers, notice)
    this.#reach = new Reach(API_SILENCE, notice)
    this.#account = new Reach(ACCOUNT_SILENCE, notice)
  }

  /** Whether orders go over the WebSocket API and events come. */
  get state(): ConnectionState {
    return this.#line.state
  }

  /** Entries are held back, since orders went unanswered. */
  get isHoldingBack(): boolean {
    return this.#breaker.isOpen(this.#terms.now())
  }

  get counts(): VenueCounts {
    return { ...this.#caller.counts, events: this.#events, unreadable: this.#unreadable }
  }

  /** Looks at the clock, and connects as soon as it is known: nothing can be signed before. */
  start(at: Instant): void {
    this.#isStarted = true
    this.#reach.start(at)
    this.#account.start(at)
    this.#poll.start(at)
    this.onTime(at)
  }

  stop(at: Instant): void {
    this.#isStarted = false
    this.#reach.stop()
    this.#account.stop()
    this.#poll.stop()
    this.#line.connection.stop(at)
  }

  submit(ticket: Ticket): void {
    const at = this.#terms.now()
    const age = (at - Ticket.judgedAt(ticket)) as Duration
    const request = Ticket.spend(ticket)
    const call = orderCall(request, this.#terms.instruments)
    const hear = (outcome: Outcome, seen: Instant): void => {
      if (outcome.kind === "unknown") this.#breaker.failed(seen)
      else this.#breaker.succeeded(seen)
      this.#settle(request, outcome, seen)
    }
    const isEntry = call.priority === "entry"
    const held = isEntry ? this.#heldBack(request, age, at) : undefined
    const refusal = held ?? this.#caller.callNow(call, hear, at)
    if (refusal === undefined) {
      if (isEntry) this.#breaker.admit(at)
      this.#poll.sent(request, this.#terms.desk.clock.toExchange(at))
      return
    }
    // It has not left this machine: nothing of it can be at the exchange.
    const value = { code: NOT_SENT, msg: refusal }
    const outcome = { kind: "refused", status: 0, code: NOT_SENT, text: refusal, value } as const
    this.#settle(request, outcome, at)
  }

  /** Why an entry does not leave now, though the rules let it through. */
  #heldBack(request: Request, age: Duration, at: Instant): string | undefined {
    if (age > ENTRY_KEEPS) return `Not sent: it was decided ${formatDuration(age)} ago.`
    if (this.#isDeaf && restingEntryOf(request) !== undefined) return UNHEARD
    return this.#breaker.mayPass(at) ? undefined : UNANSWERED
  }

  ask(id: OrderId, instrument: number): void {
    const of = this.#terms.instruments[instrument]
    if (of !== undefined) this.#inquirer.ask(id, of, this.#terms.now())
  }

  survey(): void {
    this.#inquirer.survey(this.#terms.now())
  }

  /** Hears all HTTP answers, since all count towards the limits. @returns whether it was ours */
  happened(happening: Happening, at: Instant): boolean {
    if (this.#isHeard(happening)) this.#reach.heard(at)
    const isOurs = this.#line.happened(happening, at) || this.#caller.happened(happening, at)
    if (isOurs) this.onTime(at)
    return isOurs
  }

  /** EXEC-71: something came from the API; prices come another way. Its front answers with 5XX while it is gone. */
  #isHeard(happening: Happening): boolean {
    if (happening.kind === "answered") return happening.status < 500
    if (happening.kind !== "message" && happening.kind !== "pinged") return false
    return this.#line.connection.owns(happening.socket)
  }

  onTime(at: Instant): void {
    const { connection } = this.#line
    this.#caller.onTime(at)
    this.#inquirer.onTime(at)
    if (this.#isStarted) this.#conditions.onTime(at)
    this.#reach.onTime(at)
    this.#account.onTime(at)
    this.#breakerWatch.onTime(at)
    if (at >= this.#connectAt) {
      const isTrusted = this.#terms.desk.clock.isTrusted(at)
      if (this.#isStarted && connection.state === "disconnected" && isTrusted) connection.start(at)
      connection.onTime(at)
    }
    this.#poll.onTime(at)
  }

  get nextDue(): Instant {
    const dues = [
      Math.max(this.#line.connection.nextDue, this.#connectAt),
      this.#caller.nextDue,
      this.#caller.questionDue(this.#terms.now()),
      this.#inquirer.nextDue,
      this.#isStarted ? this.#conditions.nextDue : FOREVER,
      this.#reach.nextDue,
      this.#account.nextDue,
      this.#breakerWatch.nextDue,
      this.#poll.nextDue,
    ]
    return Math.min(...dues) as Instant
  }

  /** While the exchange wants to hear nothing of us, knocking at its door makes that longer. */
  get #connectAt(): Instant {
    const { clock, budget } = this.#terms.desk
    return this.#line.connection.socket === undefined ? clock.toOurs(budget.closedUntil) : NEVER
  }

  /** Reports are told in order; what is left open is asked. */
  #settle(request: Request, outcome: Outcome, seen: Instant): void {
    const { instruments, desk } = this.#terms
    const index = request.kind === "replace" ? request.place.instrument : request.instrument
    const instrument = instruments[index]
    const reports = reportsOf(request, outcome, { instrument, at: desk.clock.toExchange(seen) })
    for (const report of reports) this.#tell(report, seen)
    if (outcome.kind === "refused" && isOfRules(outcome)) this.#conditions.doubt(seen)
    if (reports.every(({ kind }) => kind !== "unanswered")) return
    // A cancel that may have been heard changes an order that is open in our books: nobody else asks.
    for (const id of ordersIn(request)) this.#inquirer.ask(id, instrument, seen)
    this.#inquirer.survey(seen)
  }

  #hear(event: unknown, socket: SocketName, at: Instant): void {
    this.#events++
    const news = readUserEvent(event, this.#terms.instruments)
    switch (news.kind) {
      case "reports":
        for (const report of news.reports) this.#tell(report, at)
        return
      case "shaken":
        return this.#inquirer.survey(at)
      case "ended":
        return this.#line.connection.drop(socket, "the account's events ended", at)
      case "closing":
        return this.#line.connection.replace(socket, at)
      case "unreadable":
        this.#unreadable++
        return this.#inquirer.survey(at)
      case "nothing":
        return
      default:
        news satisfies never
    }
  }

  #tell(answer: Report | Survey, seen: Instant): void {
    if (answer.kind === "survey") this.#account.heard(seen)
    this.#poll.hear(answer)
    this.#terms.onAnswer(answer, seen)
  }

  /** No events of the account come. */
  get #isDeaf(): boolean {
    return this.#isStarted && this.#line.connection.socket === undefined
  }

  #onGone(socket: SocketName, at: Instant): void {
    this.#caller.onGone(socket, at)
    this.#poll.onGone(at)
  }
}

/** Refused before the engine, for a filter or a market that rests; no such symbol. */
const RULES_BROKEN: ReadonlySet<number> = new Set([-1013, -1121])
/** The text of a code that says many things. */
const CLOSED = "Market is closed."

const isOfRules = ({ code, text }: Extract<Outcome, { kind: "refused" }>): boolean =>
  RULES_BROKEN.has(code) || text === CLOSED

/** Ours, not the exchange's: its codes are below -1000. */
const NOT_SENT = -1
const UNANSWERED = "Not sent: several orders before it were not answered."
const UNHEARD = "Not sent: no events of the account come, so what it buys would be learnt late."

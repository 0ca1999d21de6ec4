import type { Instant } from "../../../value/brand.ts"
import { FOREVER, later, seconds } from "../../../value/time.ts"
import type { Effect, Happening, SocketName } from "../effect.ts"
import type { ExchangeDesk } from "../exchange-desk.ts"
import type { AccountKey } from "../signature.ts"
import type { Call } from "./call.ts"
import { type Outcome, outcomeOf, readJson } from "./outcome.ts"
import { ANSWER_WAIT, requestFor } from "./signing.ts"
import type { SocketAnswer, SocketLine } from "./socket-line.ts"

/** Told once, when it is known what came of a call. */
export type Hearing = (outcome: Outcome, at: Instant) => void

/** Counts for the doctor. */
export interface CallCounts {
  overSocket: number
  overRest: number
  /** Asked, and never heard what came of it. */
  unknown: number
  refused: number
  /** Answers to nothing that we still wait for. */
  strange: number
}

interface Waiting {
  readonly call: Call
  readonly hearing: Hearing
}

interface Pending {
  readonly hearing: Hearing
  readonly giveUpAt: Instant
  /** Undefined over REST. */
  readonly socket: SocketName | undefined
}

/** The driver itself gives up on an HTTP request earlier; this is for one that forgets to say so. */
const REST_WAIT = seconds(12)
const STUCK_AFTER = seconds(2)
const NOT_FITTING: Outcome = { kind: "unknown", reason: "It is more than the limits ever allow." }

/**
 * Makes calls: over the WebSocket API when it is up, over REST when not, never both. Nothing is sent
 * that the budget does not cover, and nothing is ever sent twice: what came of a call that was not
 * answered must be asked.
 */
export class Caller {
  readonly counts: CallCounts = { overSocket: 0, overRest: 0, unknown: 0, refused: 0, strange: 0 }
  readonly #key: AccountKey
  readonly #desk: ExchangeDesk
  readonly #line: SocketLine
  readonly #effects: Effect[]
  readonly #pending = new Map<string, Pending>()
  #waiting: readonly Waiting[] = []
  #messages = 0
  /** Before it nobody has waited too long. */
  #dueAt: Instant = FOREVER

  constructor(told: {
    readonly key: AccountKey
    readonly desk: ExchangeDesk
    readonly line: SocketLine
    readonly effects: Effect[]
  }) {
    this.#key = told.key
    this.#desk = told.desk
    this.#line = told.line
    this.#effects = told.effects
  }

  /** Calls now or not at all. @returns why it was not sent; undefined when it was */
  callNow(call: Call, hearing: Hearing, at: Instant): string | undefined {
    if (call.priority === "entry" && !this.#desk.clock.isTrusted(at)) {
      return "Not sent: the exchange's clock is not known well enough."
    }
    if (call.priority === "entry" && !this.#line.carries(call) && this.#desk.rest.isOpen(at)) {
      return "Not sent: the exchange has not answered over REST several times."
    }
    const time = this.#desk.clock.toExchange(at)
    if (!this.#desk.budget.take(call, time)) {
      return this.#desk.budget.isBanned(time)
        ? "Not sent: the exchange has locked this address out for a while."
        : "Not sent: the exchange's limits leave no room for it now."
    }
    this.#send(call, hearing, at)
    return undefined
  }

  /** Calls as soon as the budget covers it; questions keep their order. */
  ask(call: Call, hearing: Hearing, at: Instant): void {
    this.#waiting = [...this.#waiting, { call, hearing }]
    this.#sendWaiting(at)
  }

  /** An HTTP answer. @returns whether it was to one of our calls */
  happened(happening: Happening, at: Instant): boolean {
    if (happening.kind !== "answered" && happening.kind !== "failed") return false
    this.#desk.hear(happening, at)
    const pending = this.#take(`rest ${happening.id}`)
    if (pending === undefined) return false
    if (happening.kind === "failed") {
      this.#settle(pending, { kind: "unknown", reason: happening.reason }, at)
      return true
    }
    const { status, body } = happening
    const outcome = outcomeOf({ status, value: readJson(body), text: body })
    this.#noteClock(outcome, at)
    this.#settle(pending, outcome, at)
    return true
  }

  /** An answer of the WebSocket API, also to a greeting. */
  hear(answer: SocketAnswer, at: Instant): void {
    const { id, status, outcome, limits, retryAfter } = answer
    this.#desk.budget.hearCounts(limits, this.#desk.clock.toExchange(at))
    const isOrders = outcome.kind === "refused" && outcome.code === -1015
    this.#desk.heed({ status, until: retryAfter, isOrders }, at)
    this.#noteClock(outcome, at)
    const pending = this.#take(id)
    if (pending !== undefined) this.#settle(pending, outcome, at)
    else if (/^\d+$/.test(id) || id === "") this.counts.strange++
  }

  /** A socket is gone: what was asked on it may have been done or not. */
  onGone(socket: SocketName, at: Instant): void {
    this.#giveUp((pending) => pending.socket === socket, "The connection was lost.", at)
  }

  onTime(at: Instant): void {
    if (at >= this.#dueAt) this.#endPatience(at)
    this.#sendWaiting(at)
  }

  /** At the latest then some call has waited too long; that it was answered since does no harm. */
  get nextDue(): Instant {
    return this.#dueAt
  }

  #endPatience(at: Instant): void {
    // A socket that does not answer is given up, too: until there is another, calls go over REST.
    for (const { giveUpAt, socket } of this.#pending.values()) {
      if (giveUpAt > at) continue
      if (socket === undefined) this.#desk.rest.failed(at)
      else this.#line.giveUp(socket, at)
    }
    this.#giveUp((pending) => pending.giveUpAt <= at, "No answer came in time.", at)
    this.#dueAt = FOREVER
    for (const { giveUpAt } of this.#pending.values()) this.#expect(giveUpAt)
  }

  #expect(giveUpAt: Instant): void {
    if (giveUpAt < this.#dueAt) this.#dueAt = giveUpAt
  }

  /** When a question that waits can be asked; forever when none waits. */
  questionDue(at: Instant): Instant {
    if (this.#waiting.length === 0) return FOREVER
    const { clock, budget, rest } = this.#desk
    const next = this.#waiting.find(({ call }) => this.#mayPass(call, at))
    if (next === undefined) return rest.freeAt(at)
    return clock.toOurs(budget.freeAt(next.call, clock.toExchange(at)))
  }

  #sendWaiting(at: Instant): void {
    for (;;) {
      // What waits for the breaker of REST keeps nothing back that goes over the socket.
      const first = this.#waiting.find(({ call }) => this.#mayPass(call, at))
      if (first === undefined) return
      const time = this.#desk.clock.toExchange(at)
      const { rest: breaker } = this.#desk
      const goesOverRest = !this.#line.carries(first.call)
      const neverFits = this.#desk.budget.freeAt(first.call, time) === FOREVER
      if (!neverFits && !this.#desk.budget.take(first.call, time)) return
      this.#waiting = this.#waiting.filter((it) => it !== first)
      if (neverFits) first.hearing(NOT_FITTING, at)
      else {
        if (goesOverRest) breaker.admit(at)
        this.#send(first.call, first.hearing, at)
      }
    }
  }

  #mayPass(call: Call, at: Instant): boolean {
    return this.#line.carries(call) || this.#desk.rest.mayPass(at)
  }

  #send(call: Call, hearing: Hearing, at: Instant): void {
    const message = String(++this.#messages)
    const isStuck = call.priority === "urgent" && this.#isStuck(at)
    const socket = isStuck ? undefined : this.#line.send(call, message, at)
    if (socket !== undefined) {
      this.counts.overSocket++
      const giveUpAt = later(at, ANSWER_WAIT)
      this.#pending.set(message, { hearing, giveUpAt, socket })
      this.#expect(giveUpAt)
      return
    }
    this.counts.overRest++
    const id = this.#desk.nextNumber()
    const time = this.#desk.clock.toExchange(at)
    const giveUpAt = later(at, REST_WAIT)
    this.#pending.set(`rest ${id}`, { hearing, giveUpAt, socket })
    this.#expect(giveUpAt)
    this.#effects.push(requestFor(call, { id, key: this.#key, time }))
  }

  /** The socket owes an answer for so long that what lowers risk goes the other way (EXEC-64). */
  #isStuck(at: Instant): boolean {
    for (const { giveUpAt, socket } of this.#pending.values()) {
      if (socket !== undefined) return giveUpAt - at < ANSWER_WAIT - STUCK_AFTER
    }
    return false
  }

  /** Refused for its time: the clocks differ from what we think. */
  #noteClock(outcome: Outcome, at: Instant): void {
    if (outcome.kind === "refused" && outcome.code === -1021) this.#desk.clock.doubt(at)
  }

  #giveUp(isLost: (pending: Pending) => boolean, reason: string, at: Instant): void {
    for (const [id, pending] of Array.from(this.#pending)) {
      if (!isLost(pending)) continue
      this.#pending.delete(id)
      this.#settle(pending, { kind: "unknown", reason }, at)
    }
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #settle(pending: Pending, outcome: Outcome, at: Instant): void {
    if (outcome.kind === "unknown") this.counts.unknown++
    if (outcome.kind === "refused") this.counts.refused++
    pending.hearing(outcome, at)
  }
}

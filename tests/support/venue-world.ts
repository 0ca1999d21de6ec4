import { instrumentOf } from "./instrument.ts"
import { entryIntent, exitIntent, stopIntent } from "./intent.ts"
import { orderOf } from "./order.ts"
import { ScriptedExchange, type ScriptedFaults } from "./scripted-exchange.ts"
import { ticketFor } from "./ticket.ts"
import type { Scene } from "../../src/gate/gate.ts"
import { Doubt } from "../../src/engine/doubt.ts"
import type { Intent } from "../../src/order/intent.ts"
import { isFinal, type Order } from "../../src/order/order.ts"
import type { Notice } from "../../src/order/notice.ts"
import type { Report, Survey } from "../../src/order/report.ts"
import { type OrderId, orderIdOf } from "../../src/order/request.ts"
import { transition } from "../../src/order/transition.ts"
import { type Instant, instantOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, milliseconds, seconds } from "../../src/value/time.ts"
import { connectionAttempts } from "../../src/venue/binance/allowance.ts"
import { BinanceVenue } from "../../src/venue/binance/binance-venue.ts"
import type { RulesTold } from "../../src/venue/binance/orders/conditions.ts"
import type { Effect } from "../../src/venue/binance/effect.ts"
import { ExchangeDesk } from "../../src/venue/binance/exchange-desk.ts"
import { AccountKey } from "../../src/venue/binance/signature.ts"

const START = instantOf(1_700_000_000_000_000)
/** A venue, the exchange it talks to, and the orders as the engine keeps them; time is virtual. */
export class VenueWorld {
  readonly orders = new Map<OrderId, Order>()
  readonly surveys: Survey[] = []
  readonly reports: Report[] = []
  readonly exchange: ScriptedExchange
  readonly venue: BinanceVenue
  readonly desk = new ExchangeDesk()
  /** Which way each request went that names an order to place. */
  readonly ways: string[] = []
  /** Methods of all questions, as they left. */
  readonly questions: string[] = []
  at = START
  readonly notices: Notice[] = []
  readonly askedStatusAt: Instant[] = []
  readonly rules: Pick<Parameters<RulesTold>[0], "answers" | "gone">[] = []
  /** What a survey tells is not followed up. */
  isDeafToSurveys = false
  readonly #effects: Effect[] = []
  readonly #doubt = new Doubt()
  readonly #chance: Chance

  /** Connected, and nothing has happened yet. */
  static settled(seed = 1): VenueWorld {
    const world = new VenueWorld(seed)
    world.pass(seconds(5))
    return world
  }

  constructor(seed: number, faults: Partial<ScriptedFaults> = {}) {
    this.#chance = new Chance(seed, "trader")
    const none = { lost: 0, unanswered: 0, failing: 0, drop: 0 }
    this.exchange = new ScriptedExchange({
      chance: new Chance(seed, "exchange"),
      faults: { ...none, eventLost: 0, eventDoubled: 0, eventLate: 0, ...faults },
      ahead: milliseconds(this.#chance.below(20_000) - 10_000),
      deliver: (happening) => void this.venue.happened(happening, this.at),
    })
    this.venue = new BinanceVenue({
      key: new AccountKey({ name: "name", secret: "secret" }),
      instruments: [instrumentOf()],
      socketUrl: "wss://exchange.test",
      desk: this.desk,
      attempts: connectionAttempts(),
      chance: new Chance(seed, "orders"),
      effects: this.#effects,
      now: () => this.at,
      onAnswer: (answer) => this.#hear(answer),
      hasStatus: true,
      onRules: ({ answers, gone }) => void this.rules.push({ answers, gone }),
    })
    this.venue.start(this.at)
  }

  /** Lets time go by, moment for moment. */
  pass(span: number, everySecond: () => void = () => {}): void {
    const until = this.at + span
    let beat: Instant = later(this.at, seconds(1))
    this.#carryOut()
    while (this.at < until) {
      const next = Math.min(this.venue.nextDue, this.exchange.nextDue, beat, until)
      this.at = Math.max(this.at, next) as Instant
      this.exchange.onTime(this.at)
      this.venue.onTime(this.at)
      if (this.at >= beat) {
        beat = later(this.at, seconds(1))
        this.#settleDoubts()
        everySecond()
      }
      this.#carryOut()
    }
  }

  order(id: string): Order | undefined {
    return this.orders.get(orderIdOf(id))
  }

  /** The exchange's clock now. */
  get theirs(): Instant {
    return later(this.at, this.exchange.ahead)
  }

  /** @param scene what the gate saw, where it was not just now */
  submit(intent: Intent, id: string, scene: Partial<Scene> = {}): void {
    const ticket = ticketFor(intent, id, { now: this.at, pricedAt: this.at, ...scene })
    const { side, terms, purpose } = intent
    if (purpose !== "cancel") {
      const order = orderOf({ id: orderIdOf(id), side, terms, purpose, placedAt: this.at })
      this.orders.set(order.id, order)
    }
    this.venue.submit(ticket)
    this.#carryOut()
  }

  /** What a restless trader does in a second. */
  act(count: number): void {
    const resting = [...this.orders.values()].filter((it) => it.status === "open")
    const old = resting[this.#chance.below(Math.max(resting.length, 1))]
    const drawn = this.#chance.below(5)
    if (drawn < 2) this.submit(entryIntent(), `e-${count}`)
    else if (drawn === 2) this.submit(stopIntent(), `s-${count}`)
    else if (old === undefined) this.submit(exitIntent(), `x-${count}`)
    else if (drawn === 3) this.submit({ ...stopIntent(), instead: old.id }, `r-${count}`)
    else this.submit({ ...stopIntent(), purpose: "cancel", instead: old.id }, "")
  }

  #settleDoubts(): void {
    for (const order of this.orders.values()) {
      if (this.#doubt.isOverdue(order, this.at)) {
        this.#hear({ kind: "unanswered", id: order.id, at: this.at })
      }
      const current = this.orders.get(order.id) ?? order
      if (this.#doubt.shouldAsk(current, this.at)) this.venue.ask(order.id, order.instrument)
    }
  }

  #carryOut(): void {
    for (const effect of this.#effects.splice(0)) {
      this.#note(effect)
      this.exchange.take(effect, this.at)
    }
  }

  #note(effect: Effect): void {
    const said =
      effect.kind === "send" ? effect.text : effect.kind === "request" ? effect.target : ""
    const id = /newClientOrderId(?:":"|=)([\w-]+)/.exec(said)?.[1]
    if (id !== undefined) this.ways.push(id)
    const method = /"method":"([\w.]+)"/.exec(said)?.[1]
    if (method !== undefined) this.questions.push(method)
  }

  #hear(answer: Report | Survey | Notice): void {
    if (answer.kind === "notice") {
      if (answer.about === "system") this.askedStatusAt.push(this.theirs)
      this.notices.push(answer)
      return
    }
    if (answer.kind === "survey") return this.#compare(answer)
    this.reports.push(answer)
    const order = this.orders.get(answer.id)
    if (order === undefined) return
    const { order: next } = transition(order, answer)
    this.orders.set(order.id, next)
    this.#doubt.forget(next)
  }

  /** As the engine: what differs is asked for. */
  #compare(survey: Survey): void {
    this.surveys.push(survey)
    if (this.isDeafToSurveys) return
    const open = new Map(survey.open.map((it) => [it.id, it]))
    for (const order of this.orders.values()) {
      const theirs = open.get(order.id)
      const isOpen = !isFinal(order) && order.status !== "pending"
      if (isOpen && theirs?.executed !== order.filled) this.venue.ask(order.id, 0)
      if (isFinal(order) && theirs !== undefined) this.venue.ask(order.id, 0)
    }
  }
}

import { draftOf } from "../../src/execution/draft.ts"
import type { PlanMethod } from "../../src/execution/method.ts"
import { nextStep } from "../../src/execution/next-step.ts"
import type { Plan, Progress } from "../../src/execution/plan.ts"
import type { PlanView } from "../../src/execution/plan-view.ts"
import { twapSchedule } from "../../src/execution/schedule.ts"
import { type Shortfall, shortfallOf } from "../../src/execution/shortfall.ts"
import { PlanBook } from "../../src/engine/plan-book.ts"
import type { Instrument } from "../../src/market/instrument.ts"
import type { Tape } from "../../src/market/tape.ts"
import { isFinal, type Order } from "../../src/order/order.ts"
import type { PlanId } from "../../src/order/plan-id.ts"
import type { Fill, Report } from "../../src/order/report.ts"
import { orderIdOf } from "../../src/order/request.ts"
import type { Terms } from "../../src/order/terms.ts"
import { transition } from "../../src/order/transition.ts"
import { Exchange, type ExchangeOptions } from "../../src/simulation/exchange.ts"
import type { ExchangeState } from "../../src/simulation/state.ts"
import type { Duration, Instant, Price, Quantity } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { later, milliseconds, minutes, seconds } from "../../src/value/time.ts"

/** What is compared: one market order, one bounded order as small entries leave, and the plans. */
export const WAYS = ["market", "bounded", "sliced", "iceberg", "twap"] as const
export type Way = (typeof WAYS)[number]

/** A decision is at the exchange so much later, and its outcome is known so much later again. */
const WAY = milliseconds(50)
/** A recording of eleven minutes has room for windows of five. */
const TWAP_WINDOW = minutes(5)
/** After so long everything is compared: what was not bought then is priced at the mid. */
export const HORIZON = minutes(6)
const ME = "me"

/** A market at a moment: what the exchange holds then, and the first row that it has not lived. */
export interface Moment {
  readonly tape: Tape
  readonly options: Omit<ExchangeOptions, "onReport">
  readonly state: ExchangeState
  readonly row: number
  readonly at: Instant
}

/** What one way of buying came to. */
export interface Played {
  readonly shortfall: Shortfall
  /** Share that was bought before the rest was taken at once at the end. */
  readonly own: number
  /** What was paid above the mid at which each order left, bp: the cost without the market's course. */
  readonly aboveMidBps: number
}

/**
 * Buys a quantity in one way from a moment on, on an exchange of its own. What is not bought at the
 * horizon is taken by a market order then: whoever wanted it whole has to pay for that, too.
 */
export function played(way: Way, quantity: Quantity, moment: Moment): Played {
  const buyer = new Buyer(moment, quantity)
  if (way === "market") buyer.atOnce({ type: "market", quantity })
  else if (way === "bounded") buyer.bounded()
  else buyer.follow(way)
  return buyer.result()
}

class Buyer {
  readonly #moment: Moment
  readonly #exchange: Exchange
  readonly #instrument: Instrument
  readonly #quantity: Quantity
  readonly #decision: number
  #arrival: number | undefined
  readonly #book = new PlanBook()
  readonly #fills: Fill[] = []
  /** Paid above the mid of each order's moment, price counts times quantity. */
  #aboveMid = 0
  #orderMid = NaN
  #order: Order | undefined
  #row: number
  #now: Instant
  #count = 0

  constructor(moment: Moment, quantity: Quantity) {
    this.#moment = moment
    this.#instrument = moment.tape.instruments[0]
    this.#quantity = quantity
    this.#row = moment.row
    this.#now = moment.at
    const onReport = (_: string, report: Report): void => this.#hear(report)
    this.#exchange = Exchange.restore({ ...moment.options, onReport }, moment.state)
    this.#decision = this.#mid()
  }

  atOnce(terms: Terms): void {
    this.#advance(later(this.#now, WAY))
    this.#place(terms, undefined)
  }

  bounded(): void {
    const { ask } = this.#touch()
    const price = Math.floor(ask * 1.005) as Price
    this.atOnce({ type: "limit", quantity: this.#quantity, price, lifetime: "ioc" })
  }

  follow(method: PlanMethod): void {
    const plan = this.#plan(method)
    if (plan === undefined) return
    this.#book.onBegan({ kind: "plan-began", plan, answers: [] }, this.#now)
    const end = later(this.#moment.at, HORIZON)
    while (this.#now < end) {
      const progress = this.#book.on(0)
      if (progress === undefined) return
      const step = nextStep(progress, this.#view(progress))
      if (step.kind === "end") return
      if (step.kind === "stop") {
        const { code, because } = step
        this.#book.onTurned({ kind: "plan-turned", plan: plan.id, to: "stopping", code, because })
      } else if (step.kind === "wait") {
        this.#advance(step.until < end ? step.until : end)
      } else {
        this.#advance(later(this.#now, WAY))
        if (step.kind === "slice") this.#place(step.terms, plan.id)
        else this.#cancel()
        this.#advance(later(this.#now, WAY))
        this.#settle()
      }
    }
  }

  result(): Played {
    this.#advance(later(this.#moment.at, HORIZON))
    const own = this.#fills.reduce((sum, it) => sum + it.quantity, 0)
    const rest = (this.#quantity - own) as Quantity
    if (rest > 0) this.#place({ type: "market", quantity: rest }, undefined)
    const one = 10 ** this.#instrument.priceScale
    const lots = 10 ** this.#instrument.quantityScale
    const shortfall = shortfallOf({
      side: "buy",
      quantity: this.#quantity / lots,
      decision: this.#decision / one,
      arrival: (this.#arrival ?? this.#decision) / one,
      end: this.#mid() / one,
      fills: this.#fills.map((it) => ({
        price: it.price / one,
        quantity: it.quantity / lots,
        fee: 0,
      })),
    })
    const aboveMidBps = (this.#aboveMid * 10_000) / (this.#decision * this.#quantity)
    return { shortfall, own: own / this.#quantity, aboveMidBps }
  }

  #plan(method: PlanMethod): Plan | undefined {
    const step = this.#instrument.filters.step
    const quantity = this.#quantity
    const whole = { quantity, step, least: step }
    const chance = new Chance(1, `${method} ${this.#moment.at}`)
    const touchSize = this.#exchange.depth(0).asks[0]?.[1] ?? NaN
    const told = { now: this.#now, touchSize, curve: undefined, chance }
    const timed = twapSchedule(whole, { slices: 10, window: TWAP_WINDOW })
    const draft =
      method === "twap"
        ? timed && { schedule: timed, window: (TWAP_WINDOW + seconds(60)) as Duration }
        : draftOf(method, whole, told)
    return (
      draft && {
        id: "plan" as PlanId,
        method,
        instrument: 0,
        author: { kind: "strategy", name: "bench" },
        because: "it is measured",
        cause: { row: 0, instrument: 0, price: 0 as Price },
        leave: { stop: 1 as Price },
        asked: quantity,
        quantity,
        heldBefore: 0 as Quantity,
        urgency: method === "iceberg" ? 10 : 25,
        decision: this.#decision,
        ...draft,
      }
    )
  }

  #view({ slices }: Progress): PlanView {
    const { bid, ask } = this.#touch()
    const last = this.#exchange.pricesOf(0).last ?? this.#mid()
    return {
      now: this.#now,
      instrument: this.#instrument,
      touch: { bid, ask, last },
      isOpen: true,
      child: slices.some((it) => it.state === "live") ? this.#order : undefined,
      least: this.#instrument.filters.step,
      // Of a recording of minutes nobody knows the hour before: the bound is left out, and told.
      volume: Infinity,
      isVolumeOdd: false,
      volatility: NaN,
      stop: undefined,
      impactPpm: 0,
      refused: 0,
    }
  }

  #place(terms: Terms, plan: PlanId | undefined): void {
    const id = orderIdOf(`b-${++this.#count}`)
    const order: Order = {
      id,
      instrument: 0,
      side: "buy",
      terms,
      purpose: "entry",
      strategy: "bench",
      because: "it is measured",
      placedAt: this.#now,
      status: "pending",
      filled: 0 as Quantity,
      filledQuoteUnits: 0n,
      fills: [],
      ...(plan ? { plan } : {}),
    }
    this.#order = order
    this.#orderMid = this.#mid()
    this.#arrival ??= this.#orderMid
    if (plan) this.#book.onSlice(order, this.#mid(), this.#now)
    const request = { kind: "place", id, instrument: 0, side: "buy", terms } as const
    this.#exchange.request(ME, request, this.#now)
  }

  #cancel(): void {
    if (!this.#order) return
    this.#exchange.request(ME, { kind: "cancel", id: this.#order.id, instrument: 0 }, this.#now)
  }

  #hear(report: Report): void {
    if (report.kind === "filled") {
      const { fill } = report
      this.#fills.push(fill)
      this.#aboveMid += (fill.price - this.#orderMid) * fill.quantity
    }
    if (this.#order?.id === report.id) this.#order = transition(this.#order, report).order
  }

  /** What has become of the order is known. */
  #settle(): void {
    if (this.#order?.plan) this.#book.onOrder(this.#order)
    if (this.#order && isFinal(this.#order)) this.#order = undefined
  }

  #advance(until: Instant): void {
    const { tape } = this.#moment
    while (this.#row < tape.length && tape.time[this.#row] <= until) {
      this.#row = this.#exchange.advance(tape, this.#row, until)
    }
    this.#now = until
    if (this.#order) this.#settle()
  }

  #touch(): { readonly bid: number; readonly ask: number } {
    const { bids, asks } = this.#exchange.depth(0)
    return { bid: bids[0]?.[0] ?? NaN, ask: asks[0]?.[0] ?? NaN }
  }

  #mid(): number {
    const { bid, ask } = this.#touch()
    return (bid + ask) / 2
  }
}

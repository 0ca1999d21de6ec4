import type { Instrument } from "../../src/market/instrument.ts"
import type { Order } from "../../src/order/order.ts"
import type { Intent } from "../../src/order/intent.ts"
import type { Notice } from "../../src/order/notice.ts"
import type { Report, Survey } from "../../src/order/report.ts"
import { orderIdOf } from "../../src/order/request.ts"
import type { Terms } from "../../src/order/terms.ts"
import { transition } from "../../src/order/transition.ts"
import { type Instant, instantOf, type Price, priceOf } from "../../src/value/brand.ts"
import { Chance } from "../../src/value/chance.ts"
import { connectionAttempts } from "../../src/venue/binance/allowance.ts"
import { BinanceVenue } from "../../src/venue/binance/binance-venue.ts"
import { Driver } from "../../src/venue/binance/driver.ts"
import type { Effect } from "../../src/venue/binance/effect.ts"
import { ExchangeDesk } from "../../src/venue/binance/exchange-desk.ts"
import type { AccountKey } from "../../src/venue/binance/signature.ts"
import type { House } from "../exchange/house.ts"
import { orderOf } from "../support/order.ts"
import { ticketFor } from "../support/ticket.ts"

const now = (): Instant =>
  instantOf(Math.floor((performance.timeOrigin + performance.now()) * 1000))

const FUNDS = 10n ** 15n
const RICH = {
  equityUnits: FUNDS,
  freeQuoteUnits: FUNDS,
  dayStartUnits: FUNDS,
  peakUnits: FUNDS,
}

/** The real venue on real sockets, with orders kept as the engine keeps them. */
export class Trader {
  readonly venue: BinanceVenue
  readonly desk = new ExchangeDesk()
  readonly orders = new Map<string, Order>()
  readonly reports: Report[] = []
  readonly surveys: Survey[] = []
  readonly instrument: Instrument
  readonly price: Price
  readonly #driver: Driver
  readonly #effects: Effect[] = []
  readonly #timer: NodeJS.Timeout
  /** When orders in doubt are asked for again, as the engine does. */
  #askAt = 0

  /** @param told.socketUrl where the WebSocket API is looked for; the house's own when left out */
  constructor(house: House, key: AccountKey, told: { readonly socketUrl?: string } = {}) {
    const { addresses, hall } = house
    const [market] = hall.markets
    this.instrument = market.instrument
    this.price = priceOf(hall.engine.depth(0).bids[0][0])
    this.#driver = new Driver({ restUrl: addresses.rest, clock: now, wake: () => {} })
    this.venue = new BinanceVenue({
      key,
      instruments: hall.markets.map(({ instrument }) => instrument),
      socketUrl: told.socketUrl ?? addresses.api,
      desk: this.desk,
      attempts: connectionAttempts(),
      chance: new Chance(1, "orders"),
      effects: this.#effects,
      now,
      onAnswer: (answer) => this.#hear(answer),
      hasStatus: true,
      onRules: () => {},
    })
    this.#timer = setInterval(() => this.#turn(), 2)
    this.venue.start(now())
  }

  /** Sends what an intent asks for, as if the gate had been calm. */
  submit(id: string, intent: Intent): void {
    const ticket = ticketFor(intent, id, {
      now: now(),
      pricedAt: now(),
      lastPrice: this.price,
      ...RICH,
    })
    const legs = intent.target === undefined ? [id] : [`${id}s`, `${id}t`]
    if (intent.purpose !== "cancel") {
      for (const leg of legs) {
        const { side, terms, purpose } = intent
        const order = orderOf({ id: orderIdOf(leg), side, purpose, terms, placedAt: now() })
        this.orders.set(leg, order)
      }
    }
    this.venue.submit(ticket)
    this.#turn()
  }

  buy(id: string, terms: Terms): void {
    const leave = { stop: this.at(0.985) }
    this.submit(id, { ...this.#about(terms), purpose: "entry", side: "buy", leave })
  }
  sell(id: string, terms: Terms, told: Partial<Intent> = {}): void {
    this.submit(id, { ...this.#about(terms), purpose: "protection", side: "sell", ...told })
  }
  cancel(id: string): void {
    const { terms } = this.order(id)
    const instead = orderIdOf(id)
    this.submit("", { ...this.#about(terms), purpose: "cancel", side: "sell", instead })
  }

  order(id: string): Order {
    const order = this.orders.get(id)
    if (order === undefined) throw new Error(`There is no order ${id}.`)
    return order
  }

  /** A share of the price, on the tick. */
  at(share: number): Price {
    const { tick } = this.instrument.filters
    return priceOf(Math.round((this.price * share) / tick) * tick)
  }

  /** What the exchange is asked about, as the engine would. */
  ask(id: string): void {
    this.venue.ask(orderIdOf(id), this.instrument.index)
    this.#turn()
  }

  close(): void {
    clearInterval(this.#timer)
    this.venue.stop(now())
    this.#driver.carryOut(this.#effects)
    this.#driver.close()
  }

  #about(terms: Terms) {
    return {
      author: { kind: "guard", name: "guard" },
      because: "a test wishes it",
      instrument: this.instrument,
      terms,
      cause: { row: 1, instrument: this.instrument.index, price: this.price },
    } as const
  }

  #turn(): void {
    this.#driver.take(1_000, (happening, at) => void this.venue.happened(happening, at))
    if (now() >= this.venue.nextDue) this.venue.onTime(now())
    this.#driver.carryOut(this.#effects)
    if (now() < this.#askAt) return
    this.#askAt = now() + 1_000_000
    for (const { status, id } of this.orders.values()) {
      if (status === "unresolved") this.venue.ask(id, this.instrument.index)
    }
  }

  /** As the engine: what differs is asked for. */
  #compare(survey: Survey): void {
    this.surveys.push(survey)
    const open = new Map(survey.open.map((it) => [it.id, it.executed]))
    for (const { id, status, filled } of this.orders.values()) {
      if (status === "open" && open.get(id) !== filled) this.venue.ask(id, this.instrument.index)
    }
  }

  #hear(answer: Report | Survey | Notice): void {
    if (answer.kind === "notice") return
    if (answer.kind === "survey") return this.#compare(answer)
    this.reports.push(answer)
    const order = this.orders.get(answer.id)
    if (order !== undefined) this.orders.set(answer.id, transition(order, answer).order)
  }
}

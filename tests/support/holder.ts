import { Books } from "../../src/engine/books.ts"
import { Engine } from "../../src/engine/engine.ts"
import type { JournalRecord, Venue } from "../../src/engine/ports.ts"
import { decodeFact, type Command, type Fact } from "../../src/engine/records.ts"
import { Ticket } from "../../src/gate/gate.ts"
import { TRADE } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import { type OrderId, orderIdOf, type Request } from "../../src/order/request.ts"
import { limitOf, type Terms } from "../../src/order/terms.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import {
  type Duration,
  type Instant,
  instantOf,
  priceOf,
  quantityOf,
  ratioOf,
} from "../../src/value/brand.ts"
import { DOLLAR } from "../../src/value/amounts.ts"
import { days, later, minutes, seconds } from "../../src/value/time.ts"
import { instrumentOf } from "./instrument.ts"

/** The midnight after the first hour of a holder's session. */
export const START: Instant = instantOf(days(20_000))

/** An account that holds coins from its first day, at an exchange that does what it is asked at once. */
export class Holder {
  readonly journal = new MemoryJournal({ keep: true })
  /** What left, in order. */
  readonly sent: Request[] = []
  engine: Engine
  readonly #markets: readonly string[]
  readonly #prices: number[]
  readonly #mode: "drill" | "live"
  #answered = 0
  #trade = 0

  /**
   * @param told.worth dollars of each coin, all of which stand at 10,000 in the beginning; they were
   * bought for half of it, so that a fall within a day meets no stop
   * @param told.bought the price in dollars that was paid for each
   */
  constructor(
    told: {
      readonly markets?: readonly string[]
      readonly worth?: number
      readonly cash?: number
      readonly bought?: number
      readonly mode?: "drill" | "live"
    } = {},
  ) {
    const {
      markets = ["BTC"],
      worth = 1_000,
      cash = 0,
      bought: paidPrice = 5_000,
      mode = "drill",
    } = told
    const first = later(START, minutes(-60))
    this.#markets = markets
    this.#mode = mode
    this.#prices = markets.map(() => 10_000)
    this.engine = this.#make(new Books({ instruments: this.#instruments, accountAsset: "USDT" }))
    const money = BigInt(cash + (worth * paidPrice * markets.length) / 10_000) * DOLLAR
    const quantity = quantityOf(worth * 10)
    const held = worth > 0 ? markets : []
    const bought = held.map((market, instrument): Fact => {
      const id = orderIdOf(`before-${market}`)
      const about = {
        id,
        venueId: id,
        instrument,
        side: "buy",
        quantity,
        price: priceOf(paidPrice * 100),
      } as const
      return { kind: "adopted", order: { ...about, executed: quantityOf(0) } }
    })
    const paid: Fact = { kind: "deposit", asset: "USDT", units: money, costUnits: money }
    this.engine.start(first, { reason: "new", header: this.#header, deposits: [paid, ...bought] })
    for (const [instrument, market] of held.entries()) {
      const terms = { type: "market", quantity } as const
      this.#prices[instrument] = paidPrice
      this.#fill(orderIdOf(`before-${market}`), terms, instrument, first)
    }
    this.#answerAll(first)
    this.survey(first)
    this.price(
      markets.map(() => 10_000),
      later(first, minutes(1)),
    )
  }

  /** All coins trade at these dollars; the account is weighed a minute later, and orders are answered. */
  price(dollars: readonly number[], at: Instant): void {
    for (const [index, price] of dollars.entries()) this.tick(index, price, at)
    this.#fire(later(at, minutes(1)))
    this.#answerAll(later(at, minutes(1)))
  }

  tick(index: number, dollars: number, at: Instant): void {
    this.#fire(at)
    const tick = new Tick()
    this.#prices[index] = dollars
    const a = Math.round(dollars * 100)
    Object.assign(tick, { kind: TRADE, instrument: index, time: at, seen: at, a, b: 1 })
    this.engine.onMarket(tick)
    this.#answerAll(at)
  }

  command(command: Command, at: Instant): void {
    this.#fire(at)
    this.engine.onCommand(command, at)
    this.#answerAll(at)
  }

  /** The exchange tells exactly what our books say. */
  survey(at: Instant): void {
    const { ledger } = this.engine.books
    const balances = [...this.#markets, "USDT"].map((asset) => {
      const { freeUnits, heldUnits } = ledger.balance(asset)
      return { asset, freeUnits, lockedUnits: heldUnits }
    })
    const open = Array.from(this.engine.books.live.values(), (it) => ({
      id: it.id,
      venueId: it.id,
      instrument: it.instrument,
      side: it.side,
      quantity: it.terms.quantity,
      executed: it.filled,
    }))
    this.engine.onSurvey({ kind: "survey", at, open, balances }, at)
  }

  /** The process dies and is started again, and hears what the exchange holds, or does not yet. */
  restart(at: Instant, { isTold = true } = {}): void {
    const books = new Books({ instruments: this.#instruments, accountAsset: "USDT" })
    for (const { body, at: when } of this.journal.records) books.apply(decodeFact(body), when)
    this.engine = this.#make(books)
    this.engine.start(at, { reason: "restart", rows: 0 })
    if (isTold) this.survey(at)
    this.#answerAll(at)
  }

  get code(): string {
    return this.engine.books.switch.code
  }

  /** What is held of a coin, in counts. */
  held(index: number): number {
    return this.engine.books.ledger.position(index).quantity
  }

  /** Facts of one kind, oldest first. */
  facts<K extends Fact["kind"]>(kind: K): readonly Extract<Fact, { kind: K }>[] {
    return Array.from(this.journal.records, ({ body }: JournalRecord) => decodeFact(body)).filter(
      (it): it is Extract<Fact, { kind: K }> => it.kind === kind,
    )
  }

  #make(books: Books): Engine {
    const venue: Venue = {
      submit: (ticket) => void this.sent.push(Ticket.spend(ticket)),
      ask: () => {},
      survey: () => {},
    }
    return new Engine({
      settings: {
        run: "t",
        strategyName: "none",
        accountAsset: "USDT",
        takerFee: ratioOf(0),
        sampleEvery: minutes(1),
        surveyEvery: days(1_000),
        staleAfter: () => seconds(90),
        barInterval: () => 0 as Duration,
        isSpoiling: false,
        asksForPractice: false,
      },
      books,
      strategy: { watches: [] },
      journal: this.journal,
      venue,
    })
  }

  get #instruments() {
    return this.#markets.map((base, index) => instrumentOf({ base, index }))
  }

  get #header() {
    return {
      kind: "header",
      run: "t",
      mode: this.#mode,
      strategy: "none",
      params: {},
      seed: 1,
      accountAsset: "USDT",
      instruments: this.#instruments,
      settings: {},
    } as const
  }

  #fire(until: Instant): void {
    while (this.engine.nextDue <= until) this.engine.onTime(this.engine.nextDue)
  }

  #answerAll(at: Instant): void {
    while (this.#answered < this.sent.length) this.#answer(this.sent[this.#answered++], at)
  }

  #answer(request: Request, at: Instant): void {
    const cancelled = (id: OrderId) =>
      this.engine.onReport({ kind: "cancelled", id, at, executed: quantityOf(0) }, at)
    if (request.kind === "cancel") return cancelled(request.id)
    if (request.kind === "place-pair") {
      for (const { id } of request.legs) {
        this.engine.onReport({ kind: "accepted", id, at, venueId: id }, at)
      }
      return
    }
    if (request.kind === "replace") cancelled(request.cancel)
    const { id, terms, instrument } = request.kind === "replace" ? request.place : request
    this.engine.onReport({ kind: "accepted", id, at, venueId: id }, at)
    if (!("stop" in terms)) this.#fill(id, terms, instrument, at)
  }

  #fill(id: OrderId, terms: Terms, instrument: number, at: Instant): void {
    const price = limitOf(terms) ?? priceOf(this.#prices[instrument] * 100)
    const quoteUnits = BigInt(price) * BigInt(terms.quantity) * 10n
    const fill = {
      tradeId: `${++this.#trade}`,
      price,
      quantity: terms.quantity,
      quoteUnits,
      feeAsset: "USDT",
      feeUnits: 0n,
      isMaker: false,
    }
    this.engine.onReport({ kind: "filled", id, at, fill }, at)
  }
}

import assert from "node:assert/strict"
import type { Instrument } from "../market/instrument.ts"
import { BAR, LEVEL, OPEN, QUOTE, type Tape, TRADE } from "../market/tape.ts"
import type { Absent, Report, Survey, Told } from "../order/report.ts"
import type { OrderId, Place, Request } from "../order/request.ts"
import { type Instant, percent, type Price, type Quantity, type Ratio } from "../value/brand.ts"
import type { Refusal } from "./admission.ts"
import { Account, type AccountTrade } from "./account.ts"
import { type Amend, amendOrder } from "./amend.ts"
import { playBar, playOpen } from "./bars.ts"
import type { PlaceChain } from "./chain.ts"
import { Counter } from "./counter.ts"
import { Customer } from "./customer.ts"
import { type Depth, depthOf } from "./depth.ts"
import type { FeeSchedule } from "./fees.ts"
import type { SpreadModel } from "./outside.ts"
import type { OrderLimits } from "./order-counts.ts"
import { playLevel, playQuote, playTrade } from "./flow.ts"
import { Pit } from "./pit.ts"
import type { Preventing } from "./prevention.ts"
import { Prices } from "./prices.ts"
import type { QueueModel } from "./queue.ts"
import { Settlement } from "./settlement.ts"
import { type ExchangeState, restoreCustomer, restorePit, saveCustomer, savePit } from "./state.ts"
import type { Following } from "./trailing.ts"
import type { VenueOrder } from "./venue-order.ts"

export interface ExchangeOptions {
  readonly instruments: readonly Instrument[]
  readonly fees: FeeSchedule
  readonly queue: QueueModel
  readonly spread: SpreadModel
  /** What accounts may place; what the exchange publishes where it is left out. */
  readonly orderLimits?: OrderLimits
  /** Share of a bar's volume that resting orders can get; 10 % when left out. */
  readonly barParticipation?: Ratio
  /** Called at once; it must not call the exchange back. */
  readonly onReport: (account: string, report: Report) => void
}

/** How far ahead a quiet stretch is looked for at once. */
const QUIET_ROWS = 1_024

/**
 * An exchange that lives in memory: it matches the orders of its accounts with each other and with
 * the market that a tape describes, by price, then time, and answers as Binance spot does
 * (binance-spot.md). It lives in exchange time and knows no chance; latency lies outside.
 */
export class Exchange {
  readonly #prices: Prices
  readonly #settlement: Settlement
  readonly #pits: readonly Pit[]
  readonly #counter: Counter
  readonly #customers = new Map<string, Customer>()
  readonly #participation: Ratio
  readonly #orderLimits: OrderLimits | undefined
  readonly #clock = { priority: 0 }
  #now = -Infinity as Instant

  constructor(options: ExchangeOptions) {
    const { instruments, fees, onReport, spread, queue } = options
    this.#participation = options.barParticipation ?? percent(10)
    this.#orderLimits = options.orderLimits
    const prices = new Prices(instruments)
    const settlement = new Settlement(instruments, { fees, prices, onReport })
    this.#prices = prices
    this.#settlement = settlement
    const told = { spread, prices, queue, settlement, clock: this.#clock }
    const pits = instruments.map((instrument) => new Pit(instrument, told))
    this.#pits = pits
    this.#counter = new Counter({ pits, prices, settlement })
  }

  /** Grows with every change of an account or an order. */
  get revision(): number {
    return this.#settlement.revision
  }

  /** No order of any account is open: the market may run ahead and the exchange catch up later. */
  get isIdle(): boolean {
    return this.#settlement.open === 0
  }

  openAccount(
    name: string,
    balances: readonly { readonly asset: string; readonly units: bigint }[],
  ): void {
    assert.ok(!this.#customers.has(name), `account ${name} is open already`)
    const account = new Account(name, this.#orderLimits)
    for (const { asset, units } of balances) account.credit(asset, units)
    this.#customers.set(name, new Customer(account))
    this.#settlement.revision++
  }

  /**
   * Plays the rows of a tape up to and with the time `until`, but stops behind a row that caused a
   * report, so that what follows from it can come before the next one.
   * @param from first row to play, counted from the oldest kept
   * @returns the first row not played
   */
  advance(tape: Tape, from: number, until: Instant): number {
    const { kind, flag, instrument, time, a, b, length } = tape
    const { last, low, high, value, volume } = this.#prices
    const settlement = this.#settlement
    const before = settlement.revision
    let minuteEnd = this.#prices.minuteEnd
    let i = from
    while (i < length) {
      const at = time[i]
      if (at > until) break
      if (at >= minuteEnd) {
        this.#prices.turnTo(at)
        minuteEnd = this.#prices.minuteEnd
      }
      const which = instrument[i]
      if (kind[i] === TRADE) {
        const price = a[i]
        const quantity = b[i]
        last[which] = price
        value[which] += price * quantity
        volume[which] += quantity
        if (price <= low[which] || price >= high[which]) {
          const trade = { price, quantity, flag: flag[i] }
          playTrade(this.#pits[which], trade, at as Instant)
        } else {
          i++
          continue
        }
      } else {
        this.#play(tape, i)
      }
      i++
      if (settlement.revision !== before) break
    }
    if (i > from) this.#now = Math.max(this.#now, time[i - 1]) as Instant
    if (settlement.ripe.length > 0) this.#counter.release(this.#now)
    return i
  }

  /**
   * The first row from `from` on that could cause a report, as orders stand; looks a bounded way
   * ahead. Up to there the exchange may stay behind, since nothing it does could be noticed.
   */
  quietUntil(tape: Tape, from: number): number {
    const { kind, instrument, a, length } = tape
    const { low, high } = this.#prices
    const end = Math.min(length, from + QUIET_ROWS)
    let i = from
    for (; i < end; i++) {
      const which = instrument[i]
      if (kind[i] !== TRADE || a[i] <= low[which] || a[i] >= high[which]) break
    }
    return i
  }

  /** A request arrives now. Answers go to `onReport`. */
  request(
    account: string,
    request: (Request & Preventing & Following) | PlaceChain,
    at: Instant,
  ): void {
    const customer = this.#customerOf(account)
    this.#counter.receive(customer, request, this.#arrive(at))
    if (this.#settlement.ripe.length > 0) this.#counter.release(this.#now)
  }

  /** Makes an open order smaller where it stands. @returns why not, when the exchange refuses */
  amend(account: string, amend: Amend, at: Instant): Refusal | undefined {
    const customer = this.#customerOf(account)
    const instrument = customer.findOpen(amend.id)?.instrument.index ?? 0
    const told = { customer, pit: this.#pits[instrument], prices: this.#prices }
    return amendOrder({ ...told, settlement: this.#settlement }, amend, this.#arrive(at))
  }

  /** What became of an order; the newest one where an id was used again. */
  ask(account: string, id: OrderId, at: Instant): Told | Absent {
    const order = this.#customerOf(account).find(id)
    if (order === undefined) return { kind: "absent", id, at }
    const { number, end, executed } = order
    const status = end ?? "open"
    const fills = [...order.fills]
    return {
      kind: "told",
      id,
      at,
      venueId: String(number),
      status,
      executed: executed as Quantity,
      fills,
    }
  }

  survey(account: string, at: Instant): Survey {
    const customer = this.#customerOf(account)
    const open = customer.open().map((order) => ({
      id: order.id,
      venueId: String(order.number),
      instrument: order.instrument.index,
      side: order.side,
      quantity: order.terms.quantity,
      executed: order.executed as Quantity,
    }))
    return { kind: "survey", at, balances: customer.account.balances(), open }
  }

  /** What the exchange would say against an order if it came now; undefined when it would take it. */
  judge(account: string, place: Place & Following, at: Instant): Refusal | undefined {
    return this.#counter.judge(this.#customerOf(account), place, this.#arrive(at))
  }

  /** Orders an account placed in the running ten seconds and the running day, as they are limited. */
  orderCounts(account: string, at: Instant): { readonly tenSeconds: number; readonly day: number } {
    return this.#customerOf(account).account.counts.at(at)
  }

  /** Counts orders that were wanted and not tried: the exchange counts some of those, too. */
  countOrders(account: string, orders: number, at: Instant): void {
    this.#customerOf(account).account.counts.add(at, orders)
  }

  /** The whole book of one instrument as everybody sees it: the market outside and our orders. */
  depth(instrument: number): Depth {
    return depthOf(this.#pits[instrument])
  }

  /** Last and mean price of an instrument, where they are known. */
  pricesOf(instrument: number): { readonly last?: Price; readonly mean?: Price } {
    const last = this.#prices.lastOf(instrument)
    const mean = this.#prices.meanOf(instrument)
    return { ...(last === undefined ? {} : { last }), ...(mean === undefined ? {} : { mean }) }
  }

  /** Every fill of an account so far, oldest first. */
  trades(account: string): readonly AccountTrade[] {
    return this.#customerOf(account).account.trades
  }

  save(): ExchangeState {
    return {
      version: 1,
      symbols: this.#pits.map(({ instrument }) => instrument.symbol),
      now: Number.isFinite(this.#now) ? this.#now : (0 as Instant),
      orderNumber: this.#counter.orderNumber,
      priority: this.#clock.priority,
      revision: this.revision,
      prices: this.#prices.save(),
      pits: this.#pits.map(savePit),
      customers: [...this.#customers.values()].map(saveCustomer),
    }
  }

  /** An exchange as it was saved. Asserts that the state is of the same markets. */
  static restore(options: ExchangeOptions, state: ExchangeState): Exchange {
    assert.equal(state.version, 1, "the state of an exchange has a version we know")
    const symbols = options.instruments.map(({ symbol }) => symbol)
    assert.deepEqual(state.symbols, symbols, "the state of an exchange is of the same markets")
    const exchange = new Exchange(options)
    exchange.#now = state.now
    exchange.#counter.orderNumber = state.orderNumber
    exchange.#clock.priority = state.priority
    exchange.#prices.restore(state.prices)
    const standing: VenueOrder[] = []
    for (const told of state.customers) {
      const restored = restoreCustomer(told, options)
      exchange.#customers.set(told.name, restored.customer)
      standing.push(...restored.standing)
    }
    state.pits.forEach((told, i) => {
      const here = standing.filter((order) => order.instrument.index === i)
      restorePit(exchange.#pits[i], told)
      exchange.#pits[i].reseat(here)
    })
    exchange.#settlement.revision = state.revision
    exchange.#settlement.open = standing.length
    return exchange
  }

  #play(tape: Tape, i: number): void {
    const pit = this.#pits[tape.instrument[i]]
    const at = tape.time[i] as Instant
    const a = tape.a[i]
    const b = tape.b[i]
    switch (tape.kind[i]) {
      case QUOTE: {
        const quote = { bid: a, bidSize: b, ask: tape.c[i], askSize: tape.d[i] }
        return playQuote(pit, quote, at)
      }
      case LEVEL:
        return playLevel(pit, { price: a, quantity: b, flag: tape.flag[i] }, at)
      case OPEN:
        return playOpen(pit, a, at)
      case BAR: {
        const bar = { open: a, high: b, low: tape.c[i], close: tape.d[i], volume: tape.e[i] }
        this.#prices.count(tape.instrument[i], bar.close, bar.volume)
        return playBar(pit, { ...bar, participation: this.#participation }, at)
      }
      default:
        assert.fail(`a tape has no rows of kind ${tape.kind[i]}`)
    }
  }

  #arrive(at: Instant): Instant {
    this.#now = Math.max(this.#now, at) as Instant
    if (this.#now >= this.#prices.minuteEnd) this.#prices.turnTo(this.#now)
    return this.#now
  }

  #customerOf(account: string): Customer {
    const customer = this.#customers.get(account)
    assert.ok(customer !== undefined, `account ${account} is not open`)
    return customer
  }
}

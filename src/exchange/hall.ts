import assert from "node:assert/strict"
import { Tape, BUYER_IS_MAKER, LAST, LEVEL, TRADE } from "../market/tape.ts"
import type { Fill, Report } from "../order/report.ts"
import { Exchange, type ExchangeOptions } from "../simulation/exchange.ts"
import { feeSchedule } from "../simulation/fees.ts"
import { type OrderLimits, USUAL_LIMITS } from "../simulation/order-counts.ts"
import { riskAverse } from "../simulation/queue.ts"
import type { MarketSource } from "../simulation/source.ts"
import type { ExchangeState } from "../simulation/state.ts"
import { type Instant, ratioOf } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import type { Customer } from "./account/customer.ts"
import { Desk } from "./account/desk.ts"
import type { DeskState } from "./account/desk-state.ts"
import type { OrderRecord } from "./account/order-record.ts"
import { accountPosition, type UserEvent } from "./account/user-event.ts"
import { Market, type MarketListener, type MarketState } from "./market/market.ts"

/** Rows that were played are forgotten once there are so many. */
const ROWS_KEPT = 50_000
/** Weight that one address may use in a minute (binance-spot.md section 5). */
const WEIGHT_PER_MINUTE = 6_000
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/** Everything that outlives the process beside the engine's own state; safe for JSON. */
export interface HallState {
  readonly engine: ExchangeState
  readonly markets: readonly MarketState[]
  readonly desks: Readonly<Record<string, DeskState>>
  readonly executionId: number
  readonly listId: number
}

/** What an account may place, and what an address may ask. */
export interface HallLimits extends OrderLimits {
  readonly weightPerMinute: number
}

/** Hears what happens in the hall. */
export interface HallListener extends MarketListener {
  /** What the matching engine said of an order, before it takes the form of the protocol. */
  onReport?(account: string, report: Report): void
  onUserEvent(account: string, event: UserEvent): void
}

/**
 * The exchange as its customers meet it, free of I/O and of a clock: the matching engine, the public
 * side of every market, and the orders of every account. Time is given with every call.
 */
export class Hall {
  readonly engine: Exchange
  readonly markets: readonly Market[]
  readonly customers: ReadonlyMap<string, Customer>
  readonly desks = new Map<string, Desk>()
  /** What anybody may use of the exchange. */
  readonly limits: HallLimits
  readonly #source: MarketSource
  readonly #tape: Tape
  readonly #bySymbol: ReadonlyMap<string, Market>
  readonly #listener: HallListener
  /** What each account had when it was last told. */
  readonly #told = new Map<string, Map<string, string>>()
  readonly #seed: number
  #now: Instant
  #row = 0
  #executionId: number
  #listId: number
  /** The engine's count of changes when balances were last looked at. */
  #toldRevision = -1
  /** The last fill between two of our orders, so that both sides get one number. */
  #lastFill = { instrument: -1, engineId: "", publicId: 0 }
  /** What resting orders took of the tape's trade that is being played. */
  #eaten = 0

  constructor(told: {
    readonly source: MarketSource
    readonly customers: readonly Customer[]
    readonly listener: HallListener
    readonly start: Instant
    readonly seed: number
    readonly saved?: HallState | undefined
    readonly limits?: Partial<HallLimits> | undefined
  }) {
    const { source, customers, listener, saved } = told
    this.#source = source
    this.#listener = listener
    this.#now = told.start
    this.#seed = told.seed
    this.limits = { ...USUAL_LIMITS, weightPerMinute: WEIGHT_PER_MINUTE, ...told.limits }
    this.#tape = new Tape(source.instruments)
    this.#executionId = saved?.executionId ?? 0
    this.#listId = saved?.listId ?? 0
    const options = engineOptions(source, this.limits, (account, report) =>
      this.#hear(account, report),
    )
    this.engine =
      saved === undefined ? new Exchange(options) : Exchange.restore(options, saved.engine)
    this.markets = source.instruments.map((instrument, i) => {
      const depth = (): ReturnType<Exchange["depth"]> => this.engine.depth(i)
      return new Market({ instrument, depth, listener, saved: saved?.markets[i] })
    })
    this.#bySymbol = new Map(this.markets.map((market) => [market.instrument.symbol, market]))
    this.customers = new Map(customers.map((customer) => [customer.name, customer]))
    for (const customer of customers) this.#openDesk(customer, saved)
  }

  /** The moment up to which everything has happened. */
  get now(): Instant {
    return this.#now
  }

  marketOf(symbol: string): Market | undefined {
    return this.#bySymbol.get(symbol)
  }

  deskOf(account: string): Desk {
    const desk = this.desks.get(account)
    assert.ok(desk !== undefined, `account ${account} has a desk`)
    return desk
  }

  nextListId(): number {
    return ++this.#listId
  }

  nextExecutionId(): number {
    return ++this.#executionId
  }

  /** An id for an order whose owner gave none: 22 characters, never the same twice. */
  randomId(): string {
    const chance = new Chance(this.#seed, `id ${this.nextExecutionId()}`)
    return Array.from({ length: 22 }, () => LETTERS[chance.below(LETTERS.length)]).join("")
  }

  /** Lets the market run up to a moment; what rests meets what comes. */
  advance(until: Instant): void {
    if (until <= this.#now) return
    const tape = this.#tape
    this.#source.extend(tape, until)
    while (this.#row < tape.length) {
      const from = this.#row
      this.#now = Math.max(this.#now, tape.time[from]) as Instant
      this.#row = this.engine.advance(tape, from, tape.time[from] as Instant)
      for (let i = from; i < this.#row; i++) this.#show(i)
      this.#eaten = 0
    }
    this.settle()
    this.#now = until
    if (this.#row > ROWS_KEPT) {
      tape.forget(this.#row)
      this.#row = 0
    }
  }

  /** What happened at one moment is over: aggregates end, and accounts are told what they have. */
  settle(): void {
    for (const market of this.markets) market.settle()
    const { revision } = this.engine
    if (revision === this.#toldRevision) return
    this.#toldRevision = revision
    this.#tellBalances()
  }

  #tellBalances(): void {
    for (const [account, told] of this.#told) {
      const changed = this.balances(account).filter(
        ({ asset, free, locked }) => told.get(asset) !== `${free} ${locked}`,
      )
      if (changed.length === 0) continue
      for (const { asset, free, locked } of changed) told.set(asset, `${free} ${locked}`)
      this.#listener.onUserEvent(account, accountPosition(changed, this.#now))
    }
  }

  balances(account: string): { asset: string; free: bigint; locked: bigint }[] {
    return this.engine.survey(account, this.#now).balances.map((balance) => ({
      asset: balance.asset,
      free: balance.freeUnits,
      locked: balance.lockedUnits,
    }))
  }

  save(): HallState {
    return {
      engine: this.engine.save(),
      markets: this.markets.map((market) => market.save(this.#now)),
      desks: Object.fromEntries([...this.desks].map(([name, desk]) => [name, desk.save()])),
      executionId: this.#executionId,
      listId: this.#listId,
    }
  }

  #openDesk(customer: Customer, saved: HallState | undefined): void {
    const { name } = customer
    const desk = new Desk(
      {
        publish: (order, fill, at) => this.#publish(order, fill, at),
        executionId: () => this.nextExecutionId(),
      },
      (event) => this.#listener.onUserEvent(name, event),
    )
    this.desks.set(name, desk)
    const kept = saved?.desks[name]
    if (kept === undefined) this.engine.openAccount(name, customer.balances)
    else desk.restore(kept, this.#source.instruments)
    const told = this.balances(name).map((it) => [it.asset, `${it.free} ${it.locked}`] as const)
    this.#told.set(name, new Map(told))
  }

  #hear(account: string, report: Report): void {
    this.#listener.onReport?.(account, report)
    // An account that was kept and is not named any more has nobody to be told.
    const desk = this.desks.get(account)
    if (desk === undefined) return
    desk.hear(report)
    const id = "id" in report ? desk.byClientId(report.id) : undefined
    if (id !== undefined) this.markets[id.instrument.index].touch()
  }

  /** A row of the tape as everybody sees it. */
  #show(i: number): void {
    const tape = this.#tape
    const market = this.markets[tape.instrument[i]]
    const time = tape.time[i] as Instant
    if (tape.kind[i] === TRADE) {
      const quantity = tape.b[i] - this.#eaten
      const isBuyerMaker = (tape.flag[i] & BUYER_IS_MAKER) !== 0
      if (quantity > 0) market.trade({ price: tape.a[i], quantity, time, isBuyerMaker })
    } else if (tape.kind[i] === LEVEL && (tape.flag[i] & LAST) !== 0) {
      market.touch()
    }
  }

  /** Both sides of a fill between two orders of ours are one public trade. */
  #publish(order: OrderRecord, fill: Fill, at: Instant): number {
    const { index } = order.instrument
    const last = this.#lastFill
    if (last.instrument === index && last.engineId === fill.tradeId) return last.publicId
    const { price, quantity, isMaker } = fill
    const isBuyerMaker = isMaker === (order.side === "buy")
    if (isMaker) this.#eaten += quantity
    const { id } = this.markets[index].trade({ price, quantity, time: at, isBuyerMaker })
    this.#lastFill = { instrument: index, engineId: fill.tradeId, publicId: id }
    return id
  }
}

function engineOptions(
  source: MarketSource,
  orderLimits: OrderLimits,
  onReport: ExchangeOptions["onReport"],
): ExchangeOptions {
  const half = ratioOf(50)
  return {
    instruments: source.instruments,
    fees: feeSchedule(),
    queue: riskAverse,
    orderLimits,
    spread: { tradesHalf: half, barsHalf: half, stopSlippage: half },
    onReport,
  }
}

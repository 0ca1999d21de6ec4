import assert from "node:assert/strict"
import { type Instrument, notional } from "../market/instrument.ts"
import { adoptedOrder, heldBy, ordersOf } from "./orders-of.ts"
import { Ledger, type LedgerOptions } from "../ledger/ledger.ts"
import { pack, unpack } from "../ledger/saved.ts"
import type { Leave } from "../order/intent.ts"
import { isFinal, type Order, remaining } from "../order/order.ts"
import type { Report } from "../order/report.ts"
import type { OrderId } from "../order/request.ts"
import { limitOf } from "../order/terms.ts"
import { transition } from "../order/transition.ts"
import { DayBook, type DayBookState } from "../risk/day-book.ts"
import { LossStreaks, type LossStreaksState } from "../risk/loss-streak.ts"
import { TicketTimes } from "../gate/throttle.ts"
import { TierBook } from "../tier/tier-book.ts"
import type { TierBookState } from "../tier/tier-state.ts"
import type { Happening } from "../tilt/act.ts"
import { TiltGuard } from "../tilt/guard.ts"
import type { TiltState } from "../tilt/state.ts"
import type { TiltTerms } from "../tilt/standing.ts"
import type { Change, Switch } from "./change.ts"
import { TierFeed, type TierFeedState } from "./tier-feed.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import type { Instant } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import { NEVER } from "../value/time.ts"
import type { BooksState } from "./books-state.ts"
import type { Adopted, Fact, Found, Left, Placed, Reported } from "./records.ts"
import { flowOfPlaced, flowOfRefused, flowOfReport } from "./tilt-feed.ts"

/** Ended orders are kept this long for reports that come late or twice. */
const ENDED_KEPT = 2_048

/**
 * Everything that is true about money, orders and limits, as a fold over the journal's facts and
 * nothing else. The engine changes it only by way of a fact it has journaled, so that start-up, which
 * folds the journal, arrives at the same state by the same code.
 */
export class Books {
  readonly instruments: readonly Instrument[]
  readonly #accountAsset: string
  #ledger: Ledger
  readonly days = new DayBook()
  readonly tickets = new TicketTimes()
  readonly tilt = new TiltGuard()
  readonly tiers = new TierBook()
  readonly losses = new LossStreaks()
  readonly #feed = new TierFeed(this.tiers, this.losses)
  readonly #live = new Map<OrderId, Order>()
  readonly #ended = new Map<OrderId, Order>()
  readonly #leaves: (Leave | undefined)[]
  /** Differences that stand, by the order or asset they are about. */
  readonly #findings = new Map<string, Found>()
  #closing: string | undefined
  #switch: Switch = {
    isRunning: false,
    code: "START",
    reason: "The session has not started yet.",
    at: NEVER,
  }
  /** Asked for by hand: the guard may be above it, never below. */
  #tiltLevel: TiltLevel = 0
  #lastManualAt: Instant = NEVER
  #placed = 0

  constructor(told: {
    readonly instruments: readonly Instrument[]
    readonly accountAsset: string
  }) {
    this.instruments = told.instruments
    this.#accountAsset = told.accountAsset
    this.#ledger = new Ledger(this.#ledgerOptions)
    this.#leaves = told.instruments.map(() => undefined)
  }

  /** Folds one fact. Returns what happened to orders, for those who must be told. */
  apply(fact: Fact, at: Instant): readonly Change[] {
    switch (fact.kind) {
      case "deposit":
        this.ledger.deposit(assetOf(fact.asset), fact.units, fact.costUnits, at)
        this.days.onFlow(fact.costUnits)
        this.tiers.onFlow(at, fact.costUnits)
        this.#findings.delete(fact.asset)
        return []
      case "adopted":
        this.#adopt(fact, at)
        return []
      case "placed":
        this.#place(fact, at)
        this.#feed.onPlaced(fact, at)
        return []
      case "report":
        return this.#onReport(fact, at)
      case "sample":
        this.days.onSample(at, fact.equityUnits)
        this.tiers.onSample(at, fact.equityUnits)
        this.tilt.hear({ kind: "worth", equityUnits: fact.equityUnits }, at)
        return []
      case "switched":
        this.#feed.onSwitched(fact)
        this.#switch = {
          isRunning: fact.to === "running",
          code: fact.code,
          reason: fact.reason,
          at,
        }
        if (fact.to === "running") this.#findings.clear()
        return []
      case "finding":
        this.#findings.set(keyOf(fact), fact)
        this.#feed.onFinding(fact, at, this.#switch)
        if (fact.code === "order-foreign") this.tilt.hear({ kind: "outside" }, at)
        return []
      case "command":
        if (fact.command.kind === "tilt") this.#tiltLevel = fact.command.level
        if (fact.command.kind === "tier") this.tiers.onAct(at, fact.command.act)
        if (fact.command.kind === "close-all") this.#closing = fact.command.reason
        return []
      case "measured":
        this.tiers.onMeasure(at, fact.measure)
        return []
      case "left":
        this.#obeyLater(fact, at)
        return []
      case "act":
        this.tilt.hear(fact.act, at)
        return []
      case "refused":
        this.#feed.onRefused(fact, at)
        this.#hearAll(flowOfRefused(fact), at)
        return []
      case "header":
      case "started":
      case "survey":
      case "note":
        return []
      default:
        return fact satisfies never
    }
  }

  get ledger(): Ledger {
    return this.#ledger
  }
  get switch(): Switch {
    return this.#switch
  }
  /** What the exchange holds that this system did not cause, until the owner has decided. */
  get findings(): readonly Found[] {
    return [...this.#findings.values()]
  }
  /** Why every position is to be sold, while that was ordered and nothing was entered since. */
  get closing(): string | undefined {
    return this.#closing
  }
  /** What the tilt guard means for entries at a moment. */
  tiltAt(now: Instant): TiltTerms {
    const terms = this.tilt.terms(now)
    return this.#tiltLevel > terms.level
      ? { ...terms, level: this.#tiltLevel, next: "The level was set by hand." }
      : terms
  }
  get lastManualAt(): Instant {
    return this.#lastManualAt
  }
  /** How many requests the gate has let through. */
  get placed(): number {
    return this.#placed
  }

  /** Whether folding the report would change anything: late and doubled ones are not news. */
  isNews(report: Report): boolean {
    const order = this.order(report.id)
    if (!order) return false
    const step = transition(order, report)
    return step.order !== order || step.fresh.length > 0
  }

  /** Orders that may still do something, oldest first. */
  get live(): ReadonlyMap<OrderId, Order> {
    return this.#live
  }

  /** An order by id, also one that ended not long ago. */
  order(id: OrderId): Order | undefined {
    return this.#live.get(id) ?? this.#ended.get(id)
  }

  /** Where the position of an instrument is to be left. */
  leave(instrument: number): Leave | undefined {
    return this.#leaves[instrument]
  }

  /** The instrument of an index. Asserts that there is one. */
  instrument(index: number): Instrument {
    const instrument = this.instruments[index]
    assert.ok(instrument, `there is no instrument ${index}`)
    return instrument
  }

  /** Value that open entries may still add, at their limit; units of the quote asset. */
  openEntryUnits(instrument: number): bigint {
    let units = 0n
    for (const order of this.#live.values()) {
      if (order.instrument !== instrument || order.purpose !== "entry") continue
      const price = limitOf(order.terms)
      if (price === undefined) continue
      units += notional(this.instrument(instrument), { price, quantity: remaining(order) }, "up")
    }
    return units
  }

  save(): BooksState {
    const leaves = this.#leaves.flatMap((leave, i) => (leave ? [[i, leave] as const] : []))
    return {
      version: 1,
      symbols: this.instruments.map(({ symbol }) => symbol),
      ledger: this.ledger.save(),
      days: pack(this.days.state),
      tickets: this.tickets.save(),
      live: [...this.#live.values()].map((it) => pack(it)),
      ended: [...this.#ended.values()].map((it) => pack(it)),
      leaves,
      findings: this.findings,
      switch: pack(this.#switch),
      tiers: pack(this.tiers.state),
      losses: pack(this.losses.state),
      feed: pack(this.#feed.state),
      tilt: pack(this.tilt.state),
      tiltLevel: this.#tiltLevel,
      placed: this.#placed,
      ...(this.#closing === undefined ? {} : { closing: this.#closing }),
      ...(this.#lastManualAt === NEVER ? {} : { lastManualAt: this.#lastManualAt }),
    }
  }

  /** Books as they were saved. Asserts that the state is of the same markets. */
  static restore(options: ConstructorParameters<typeof Books>[0], state: BooksState): Books {
    const books = new Books(options)
    assert.equal(state.version, 1, "the state of books has a version we know")
    const symbols = options.instruments.map(({ symbol }) => symbol)
    assert.deepEqual(state.symbols, symbols, "the state of books is of the same markets")
    books.#ledger = Ledger.restore(books.#ledgerOptions, state.ledger)
    books.days.restore(unpack<DayBookState>(state.days))
    books.tickets.restore(state.tickets)
    for (const it of state.live) books.#live.set(it.id, Object.freeze(unpack<Order>(it)))
    for (const it of state.ended) books.#ended.set(it.id, Object.freeze(unpack<Order>(it)))
    for (const [i, leave] of state.leaves) books.#leaves[i] = leave
    for (const it of state.findings) books.#findings.set(keyOf(it), it)
    books.#switch = unpack<Switch>(state.switch)
    books.tiers.restore(unpack<TierBookState>(state.tiers))
    books.losses.restore(unpack<LossStreaksState>(state.losses))
    books.#feed.restore(unpack<TierFeedState>(state.feed))
    books.tilt.restore(unpack<TiltState>(state.tilt))
    books.#tiltLevel = state.tiltLevel
    books.#lastManualAt = state.lastManualAt ?? NEVER
    books.#placed = state.placed
    books.#closing = state.closing
    return books
  }

  get #ledgerOptions(): LedgerOptions {
    return { instruments: this.instruments, accountAsset: assetOf(this.#accountAsset) }
  }

  #place(fact: Placed, at: Instant): void {
    this.#placed++
    if (fact.purpose === "entry") {
      this.days.onEntry(at)
      this.#closing = undefined
      if (fact.author.kind === "trader") this.#lastManualAt = at
    }
    this.#hearAll(flowOfPlaced(fact, this.instruments), at)
    const { request } = fact
    if (request.kind === "cancel") return
    const place = request.kind === "replace" ? request.place : request
    const orders = ordersOf(fact, at)
    this.tickets.add(at, orders.length)
    if (fact.leave) this.#leaves[place.instrument] = fact.leave
    for (const order of orders) this.#live.set(order.id, order)
    const first = orders[0]
    assert.ok(first)
    const units = heldBy(this.instrument(place.instrument), first)
    // A replacing order takes over what the order before it held: both never need funds at once.
    if (request.kind === "replace") this.#releaseReplaced(request.cancel)
    this.ledger.hold(first.list ?? first.id, this.instrument(place.instrument), place.side, units)
  }

  #obeyLater({ command }: Left, at: Instant): void {
    const { kind, reason } = command
    if (kind === "close-all") this.#closing = reason
    else if (kind === "halt") {
      this.#switch = { isRunning: false, code: "HALT", reason: `Halted by hand: ${reason}.`, at }
    } else if (!this.#switch.isRunning) {
      const because = "Resumed by hand; the books are compared with the exchange first."
      this.#switch = { isRunning: false, code: "START", reason: because, at }
    }
  }

  /** It is ours from now on: what became of it is asked, and its fills are booked. */
  #adopt({ order }: Adopted, at: Instant): void {
    const adopted = adoptedOrder(order, at)
    const instrument = this.instrument(adopted.instrument)
    this.#live.set(adopted.id, adopted)
    this.#findings.delete(adopted.id)
    const { code } = adopted.side === "sell" ? instrument.base : instrument.quote
    const { freeUnits } = this.ledger.balance(code)
    const wanted = heldBy(instrument, adopted)
    const units = wanted < freeUnits ? wanted : freeUnits
    if (units > 0n) this.ledger.hold(adopted.id, instrument, adopted.side, units)
  }

  #releaseReplaced(id: OrderId): void {
    const order = this.order(id)
    if (order) this.ledger.release(order.list ?? order.id)
  }

  #hearAll(happenings: readonly Happening[], at: Instant): void {
    for (const it of happenings) this.tilt.hear(it, at)
  }

  #onReport(fact: Reported, at: Instant): readonly Change[] {
    const changes = this.#report(fact, at)
    this.#feed.onReported(fact, at, { changes, ledger: this.ledger })
    return changes
  }

  #report(fact: Reported, at: Instant): readonly Change[] {
    const trips = this.ledger.trades().length
    const before = this.order(fact.report.id)
    if (!before) return []
    const step = transition(before, fact.report)
    for (const fill of step.fresh) {
      const stop = this.#leaves[before.instrument]?.stop
      const moment = { at: fact.report.at, ...(stop === undefined ? {} : { stop }) }
      this.ledger.post(step.order, fill, (asset) => fact.values?.[asset], moment)
    }
    this.#keep(step.order)
    if (step.order === before) return []
    if (isFinal(step.order) && !isFinal(before)) this.#letGo(step.order)
    const changes = [{ before, after: step.order, filled: step.fresh.length > 0 }]
    this.#hearAll(flowOfReport(changes, this.ledger.trades().slice(trips), this.instruments), at)
    return changes
  }

  #keep(order: Order): void {
    if (isFinal(order)) {
      this.#live.delete(order.id)
      this.#ended.set(order.id, order)
      if (this.#ended.size > ENDED_KEPT) {
        const oldest = this.#ended.keys().next().value
        if (oldest !== undefined) this.#ended.delete(oldest)
      }
    } else {
      this.#live.set(order.id, order)
    }
  }

  /** What is over holds nothing any more; of a pair, when both legs are over. */
  #letGo(order: Order): void {
    if (order.list !== undefined) {
      for (const other of this.#live.values()) if (other.list === order.list) return
    }
    this.ledger.release(order.list ?? order.id)
  }
}

/** What a difference is about: one stands for each. */
const keyOf = ({ order, asset, code }: Found): string => order ?? asset ?? code

import assert from "node:assert/strict"
import type { Instrument } from "../market/instrument.ts"
import { adoptedOrder, heldBy, ordersOf } from "./orders-of.ts"
import { Ledger, type LedgerOptions } from "../ledger/ledger.ts"
import type { Posting } from "../ledger/posting.ts"
import { pack, unpack } from "../ledger/saved.ts"
import type { Author, Leave } from "../order/intent.ts"
import { isFinal, type Order } from "../order/order.ts"
import type { Report } from "../order/report.ts"
import type { OrderId } from "../order/request.ts"
import { transition } from "../order/transition.ts"
import { DayBook, type DayBookState } from "../risk/day-book.ts"
import { LossStreaks, type LossStreaksState } from "../risk/loss-streak.ts"
import type { Limits } from "../risk/limits.ts"
import { OwnRules, type OwnRulesState } from "../risk/own-rules.ts"
import { TicketTimes } from "../gate/throttle.ts"
import { TierBook } from "../tier/tier-book.ts"
import type { TierBookState } from "../tier/tier-state.ts"
import type { TiltGuard } from "../tilt/guard.ts"
import { Commissioning } from "../risk/commissioning.ts"
import { RiskBook, type RiskBookState } from "../risk/risk-book.ts"
import type { Change, Switch } from "./change.ts"
import { HALT, Switchboard, type SwitchboardState } from "./switchboard.ts"
import { PlanBook, type PlanBookState } from "./plan-book.ts"
import { TierFeed, type TierFeedState } from "./tier-feed.ts"
import type { Instant } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import type { BooksState } from "./books-state.ts"
import { OutageWatch, type OutageWatchState } from "./outage-watch.ts"
import { Person } from "./person.ts"
import { OurOrders } from "./our-orders.ts"
import { Outside, type OutsideState } from "./outside.ts"
import type {
  Adopted,
  Command,
  Fact,
  Found,
  PlanBegan,
  Placed,
  Reported,
  Sampled,
} from "./records.ts"
import { flowOfPlaced, flowOfPlan, flowOfRefused, flowOfReport } from "./tilt-feed.ts"

/**
 * Everything that is true about money, orders and limits, as a fold over the journal's facts and
 * nothing else. The engine changes it only by way of a fact it has journaled, so that start-up, which
 * folds the journal, arrives at the same state by the same code.
 */
export class Books {
  readonly #instruments: Instrument[]
  readonly #accountAsset: string
  readonly #onPosting: ((posting: Posting) => void) | undefined
  #ledger: Ledger
  readonly days = new DayBook()
  readonly rules = new OwnRules()
  readonly tickets = new TicketTimes()
  readonly outside = new Outside()
  readonly tiers = new TierBook()
  readonly losses = new LossStreaks()
  readonly risk = new RiskBook()
  readonly person = new Person({
    tiers: this.tiers,
    overrides: this.risk.overrides,
    rules: this.rules,
  })
  readonly commissioning = new Commissioning()
  readonly #outage = new OutageWatch()
  readonly plans = new PlanBook()
  readonly #feed = new TierFeed(this.tiers, this.losses)
  readonly #orders = new OurOrders()
  readonly #leaves: (Leave | undefined)[]
  /** Differences that stand, by the order or asset they are about. */
  readonly #findings = new Map<string, Found>()
  readonly #board = new Switchboard()
  #placed = 0

  /** @param told.onPosting hears what each fill did to the ledger: for readers of a journal */
  constructor(told: {
    readonly instruments: readonly Instrument[]
    readonly accountAsset: string
    readonly onPosting?: (posting: Posting) => void
  }) {
    this.#instruments = [...told.instruments]
    this.#onPosting = told.onPosting
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
        this.risk.recoveries.onFlow(fact.costUnits)
        this.#outage.onFlow(fact.costUnits)
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
      case "plan-began":
        this.#begin(fact, at)
        return []
      case "plan-turned":
        this.plans.onTurned(fact)
        return []
      case "plan-ended":
        this.plans.onEnded(fact)
        this.#feed.onPlanEnded(fact, at)
        return []
      case "shadowed":
        this.#feed.onShadowed(fact, at)
        return []
      case "report":
        return this.#onReport(fact, at)
      case "sample":
        this.#onSample(fact, at)
        return []
      case "switched":
        this.#feed.onSwitched(fact)
        this.#board.onSwitched(fact, at)
        if (fact.code === HALT) this.commissioning.onHalted(at)
        if (fact.to === "running") this.#findings.clear()
        return []
      case "finding":
        this.#findings.set(keyOf(fact), fact)
        this.#feed.onFinding(fact, at, this.switch)
        if (fact.code === "order-foreign") this.person.hearAll([{ kind: "outside" }], at)
        return []
      case "command":
        this.#obey(fact.command, at)
        return []
      case "noticed":
        this.outside.apply(fact.notice)
        if (fact.notice.about === "rules") this.#rule(fact.notice.instrument)
        return []
      case "measured":
        this.tiers.onMeasure(at, fact.measure)
        return []
      case "left":
        this.#board.onLeft(fact, at)
        return []
      case "act":
        this.person.onAct(fact.act, at)
        return []
      case "alert":
        this.risk.alerts.onAlert(fact, at)
        return []
      case "reduced":
        this.risk.reductions.onReduction(fact, at)
        return []
      case "refused":
        this.#feed.onRefused(fact, at)
        this.person.hearAll(flowOfRefused(fact), at)
        return []
      case "started":
        this.commissioning.onStarted(at)
        this.outside.begin()
        if (fact.reason === "restart") this.#outage.onRestart()
        return []
      case "header":
        this.rules.begin(fact.settings["limits"] as Limits | undefined)
        this.commissioning.onHeader(fact.mode)
        return []
      case "survey":
      case "note":
        return []
      default:
        return fact satisfies never
    }
  }

  /** With the filters that hold now; indices and scales are those of the header for ever. */
  get instruments(): readonly Instrument[] {
    return this.#instruments
  }
  get ledger(): Ledger {
    return this.#ledger
  }
  get switch(): Switch {
    return this.#board.switch
  }
  /** What the exchange holds that this system did not cause, until the owner has decided. */
  get findings(): readonly Found[] {
    return [...this.#findings.values()]
  }
  /** Why every position is to be sold, while that was ordered and nothing was entered since. */
  get closing(): string | undefined {
    return this.#board.closing
  }
  /** Why the strategy was stopped by hand; undefined while it may enter. */
  get resting(): string | undefined {
    return this.#board.resting
  }
  /** What holds at a moment: an override whose time is over has let the halt return (RISK-50). */
  switchAt(now: Instant): Switch {
    const { overridden } = this.#board
    return overridden === undefined || this.risk.overrides.isOpen(now) ? this.switch : overridden
  }
  /** The halt that an override has lifted for a while. */
  get overridden(): Switch | undefined {
    return this.#board.overridden
  }
  /** What the tilt guard means for entries at a moment. */
  tiltAt(now: Instant): ReturnType<Person["terms"]> {
    return this.person.terms(now)
  }
  get tilt(): TiltGuard {
    return this.person.tilt
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
    return this.#orders.live
  }

  /** An order by id, also one that ended not long ago. */
  order(id: OrderId): Order | undefined {
    return this.#orders.get(id)
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
    return this.#orders.openEntryUnits(this.instrument(instrument))
  }

  save(): BooksState {
    const leaves = this.#leaves.flatMap((leave, i) => (leave ? [[i, leave] as const] : []))
    return {
      version: 1,
      symbols: this.instruments.map(({ symbol }) => symbol),
      ledger: this.ledger.save(),
      days: pack(this.days.state),
      rules: pack(this.rules.state),
      tickets: this.tickets.save(),
      ...this.#orders.state,
      outside: pack(this.outside.state),
      leaves,
      findings: this.findings,
      board: pack(this.#board.state),
      risk: pack(this.risk.state),
      tiers: pack(this.tiers.state),
      losses: pack(this.losses.state),
      plans: pack(this.plans.state),
      feed: pack(this.#feed.state),
      person: this.person.state,
      commissioning: this.commissioning.state,
      outage: pack(this.#outage.state),
      placed: this.#placed,
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
    assert.ok(state.rules, "the state of books knows the owner's rules")
    books.rules.restore(unpack<OwnRulesState>(state.rules))
    books.tickets.restore(state.tickets)
    books.#orders.restore(state)
    books.outside.restore(unpack<OutsideState>(state.outside))
    for (const { index } of options.instruments) books.#rule(index)
    for (const [i, leave] of state.leaves) books.#leaves[i] = leave
    for (const it of state.findings) books.#findings.set(keyOf(it), it)
    books.#board.restore(unpack<SwitchboardState>(state.board))
    books.risk.restore(unpack<RiskBookState>(state.risk))
    books.tiers.restore(unpack<TierBookState>(state.tiers))
    books.losses.restore(unpack<LossStreaksState>(state.losses))
    books.plans.restore(unpack<PlanBookState>(state.plans))
    books.#feed.restore(unpack<TierFeedState>(state.feed))
    books.person.restore(state.person)
    books.commissioning.restore(state.commissioning)
    books.#outage.restore(unpack<OutageWatchState>(state.outage))
    books.#placed = state.placed
    return books
  }

  get #ledgerOptions(): LedgerOptions {
    return { instruments: this.instruments, accountAsset: assetOf(this.#accountAsset) }
  }

  #rule(index: number): void {
    this.#instruments[index] = this.outside.ruled(this.instrument(index))
  }

  #place(fact: Placed, at: Instant): void {
    this.#placed++
    // A part of a plan is no act of its own: the plan was one.
    if (fact.slice === undefined) {
      if (fact.purpose === "entry") this.#onEntry(fact.author, at)
      this.person.hearAll(flowOfPlaced(fact, this.instruments), at)
    }
    const { request } = fact
    if (request.kind === "cancel") return
    const place = request.kind === "replace" ? request.place : request
    const orders = ordersOf(fact, at)
    this.tickets.add(at, orders.length)
    if (fact.leave) this.#leaves[place.instrument] = fact.leave
    if (fact.purpose === "entry") this.risk.reductions.onEntry(place.instrument)
    for (const order of orders) this.#orders.add(order)
    const first = orders[0]
    assert.ok(first)
    if (fact.slice) this.plans.onSlice(first, fact.slice.mid, at)
    const units = heldBy(this.instrument(place.instrument), first)
    // A replacing order takes over what the order before it held: both never need funds at once.
    if (request.kind === "replace") this.#releaseReplaced(request.cancel)
    this.ledger.hold(first.list ?? first.id, this.instrument(place.instrument), place.side, units)
  }

  #begin(fact: PlanBegan, at: Instant): void {
    this.plans.onBegan(fact, at)
    this.#feed.onPlanBegan(fact, at)
    this.#onEntry(fact.plan.author, at)
    this.person.hearAll(flowOfPlan(fact, this.instruments), at)
  }

  #onEntry(author: Author, at: Instant): void {
    this.days.onEntry(at)
    this.#board.onEntry()
    if (author.kind === "trader") this.person.onEntry(at)
  }

  #obey(command: Command, at: Instant): void {
    if (command.kind === "close-all") this.#board.onClosing(command.reason)
    else if (command.kind === "stop") this.#outage.onStop()
    else if (command.kind === "strategy") this.#board.onStrategy(command.act, command.reason)
    else if (command.kind === "maintenance") this.outside.announce(command)
    else this.person.obey(command, at, this.switch)
  }

  #onSample({ equityUnits, exposureUnits }: Sampled, at: Instant): void {
    this.days.onSample(at, equityUnits)
    this.tiers.onSample(at, equityUnits)
    this.risk.recoveries.onSample(at, { equityUnits, peakUnits: this.days.state.peakUnits })
    if (exposureUnits !== undefined) {
      this.tiers.onMeasure(at, { kind: "exposure", units: exposureUnits })
    }
    const costUnits = this.#outage.onSample(equityUnits)
    if (costUnits > 0n) this.tiers.onMeasure(at, { kind: "outage-cost", costUnits })
    this.person.onSample(equityUnits, at)
  }

  /** It is ours from now on: what became of it is asked, and its fills are booked. */
  #adopt({ order }: Adopted, at: Instant): void {
    const adopted = adoptedOrder(order, at)
    const instrument = this.instrument(adopted.instrument)
    this.#orders.add(adopted)
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

  #onReport(fact: Reported, at: Instant): readonly Change[] {
    const changes = this.#report(fact, at)
    this.#feed.onReported(fact, at, { changes, ledger: this.ledger })
    if (!this.commissioning.isLive && changes.some(isEntered)) this.tiers.evidence.onPaper(at)
    for (const { after } of changes) {
      this.risk.reductions.onHeld(after.instrument, this.ledger.position(after.instrument).quantity)
    }
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
      const values = (asset: string): bigint | undefined => fact.values?.[asset]
      const posting = this.ledger.post(step.order, fill, values, moment)
      this.#onPosting?.(posting)
    }
    this.#orders.keep(step.order)
    if (step.order === before) return []
    this.plans.onOrder(step.order)
    if (isFinal(step.order) && !isFinal(before)) this.#letGo(step.order)
    const changes = [{ before, after: step.order, filled: step.fresh.length > 0 }]
    this.person.hearAll(
      flowOfReport(changes, this.ledger.trades().slice(trips), this.instruments),
      at,
    )
    return changes
  }

  /** What is over holds nothing any more; of a pair, when both legs are over. */
  #letGo(order: Order): void {
    if (this.#orders.hasOtherLeg(order)) return
    this.ledger.release(order.list ?? order.id)
  }
}

const isEntered = ({ after, filled }: Change): boolean => filled && after.purpose === "entry"
/** What a difference is about: one stands for each. */
const keyOf = ({ order, asset, code }: Found): string => order ?? asset ?? code

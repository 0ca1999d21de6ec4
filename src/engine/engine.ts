import assert from "node:assert/strict"
import { Gate, type Ticket } from "../gate/gate.ts"
import { BarBuilder } from "../market/bar.ts"
import { BAR, OPEN, QUOTE, TRADE } from "../market/tape.ts"
import type { Tick } from "../market/tick.ts"
import type { Author, Cause, Intent } from "../order/intent.ts"
import { isFinal, type Order } from "../order/order.ts"
import type { Report, Survey } from "../order/report.ts"
import { type OrderId, orderIdOf } from "../order/request.ts"
import { drawdownOf, isDaySpent } from "../risk/limits.ts"
import { Desk, type Wish } from "../strategy/desk.ts"
import type { Strategy } from "../strategy/strategy.ts"
import { type Instant, priceOf } from "../value/brand.ts"
import { FOREVER, floorTo, later, NEVER, seconds } from "../value/time.ts"
import type { Books } from "./books.ts"
import { Doubt } from "./doubt.ts"
import { watchOver } from "./guard.ts"
import { Lane } from "./lane.ts"
import type { Journal, Venue } from "./ports.ts"
import { Reconciler } from "./reconciler.ts"
import { type Command, encodeFact, type Fact, fillsOf, type Header } from "./records.ts"
import { markOf, sceneFor } from "./scene.ts"
import type { EngineSettings } from "./settings.ts"
import { valueOf } from "./valuation.ts"
import { viewOf } from "./view.ts"
import { entryOf } from "./wishes.ts"

/** While something is unfinished the engine looks after it this often. */
const HEARTBEAT = seconds(1)
/** A survey that differed is repeated so soon. */
const SURVEY_AGAIN = seconds(2)

/** Hears what was journaled; must not act on the engine. */
export type FactListener = (fact: Fact, at: Instant, seq: number) => void

/**
 * The deterministic core: inputs go in one at a time, facts go to the journal, and only then effects
 * leave. It has no clock, no dice and no promise: time is a field of what it is given. It knows the
 * order of calls and little else; every room owns its state.
 */
export class Engine {
  readonly books: Books
  /** When `onTime` wants to be called next; the driver must not let a later input pass before. */
  nextDue: Instant = FOREVER
  readonly #settings: EngineSettings
  readonly #journal: Journal
  readonly #venue: Venue
  readonly #strategy: Strategy
  readonly #gate: Gate
  readonly #desk: Desk
  readonly #lanes: readonly Lane[]
  readonly #onFact: FactListener | undefined
  readonly #doubt = new Doubt()
  readonly #reconciler = new Reconciler()
  #now: Instant = NEVER
  #rows = 0
  #beatAt: Instant = FOREVER
  #sampleAt: Instant = FOREVER
  #surveyAt: Instant = FOREVER
  #sampledUnits = -1n
  #isWarming = false
  #tickets: Ticket[] = []
  #asks: { readonly id: OrderId; readonly instrument: number }[] = []
  #wantsSurvey = false

  constructor(told: {
    readonly settings: EngineSettings
    readonly books: Books
    readonly strategy: Strategy
    readonly journal: Journal
    readonly venue: Venue
    /** Told of every fact once it is journaled and folded: for screens and summaries. */
    readonly onFact?: FactListener
  }) {
    this.#onFact = told.onFact
    this.#settings = told.settings
    this.#journal = told.journal
    this.#venue = told.venue
    this.#strategy = told.strategy
    this.books = told.books
    this.#gate = new Gate(told.settings)
    this.#lanes = told.books.instruments.map((instrument) => new Lane(instrument))
    const view = viewOf({ books: this.books, lanes: this.#lanes, now: () => this.#now })
    this.#desk = new Desk(view, new Map(this.#lanes.map((it, i) => [it.instrument.symbol, i])))
    this.#subscribe()
  }

  get now(): Instant {
    return this.#now
  }
  /** Market rows applied so far. */
  get rows(): number {
    return this.#rows
  }
  /** What is known of each instrument's market, for screens and summaries. */
  get lanes(): readonly Lane[] {
    return this.#lanes
  }

  /** The account's worth at the prices last seen, units of the account asset. */
  equity(): { readonly units: bigint; readonly unpriced: readonly string[] } {
    return this.books.ledger.equity((index) => markOf(this.#lanes[index]))
  }

  /**
   * Takes the journal up. Entries stay closed until the exchange's own account of things has been
   * compared with ours, the same way after a crash as on the first day.
   * @param header of a new journal, with the opening deposits; absent on a restart
   * @param rows how many rows of the tape came before, on a restart
   */
  start(
    at: Instant,
    told:
      | { readonly reason: "new"; readonly header: Header; readonly deposits: readonly Fact[] }
      | { readonly reason: "restart"; readonly rows: number },
  ): void {
    this.#now = at
    if (told.reason === "new") {
      this.#record(told.header)
      for (const deposit of told.deposits) this.#record(deposit)
    } else {
      this.#rows = told.rows
    }
    this.#record({ kind: "started", reason: told.reason })
    if (told.reason === "restart") {
      const reason = "After a restart the books are compared with the exchange first."
      this.#switch("exits-only", "START", reason)
    }
    this.#wantsSurvey = true
    this.#surveyAt = later(at, SURVEY_AGAIN)
    this.#sampleAt = later(floorTo(at, this.#settings.sampleEvery), this.#settings.sampleEvery)
    for (const lane of this.#lanes) lane.isUneasy = true
    this.#release()
  }

  /** One row of the market. The hottest place of the program: nothing here allocates. */
  onMarket(tick: Tick): void {
    this.#now = tick.seen as Instant
    this.#rows++
    this.#feed(tick)
    const lane = this.#lanes[tick.instrument]
    if (lane.last < lane.alarmBelow) this.#alarm(lane)
    if (this.#desk.hasWishes) this.#grant()
  }

  /** A row from before the start, to warm indicators up: heard, but nothing follows from it. */
  warm(tick: Tick): void {
    this.#isWarming = true
    this.#now = tick.seen as Instant
    this.#feed(tick)
    this.#desk.takeWishes()
    this.#isWarming = false
  }

  /** The venue answered. `seen` is when we learnt it. */
  onReport(report: Report, seen: Instant): void {
    this.#now = seen
    const order = this.books.order(report.id)
    if (!order) this.#wantsSurvey = true
    else if (report.kind !== "absent" || this.#doubt.isAbsenceFinal(order, seen)) {
      if (this.books.isNews(report)) this.#fold(report)
    }
    this.#release()
  }

  /** The exchange told what it holds for us. */
  onSurvey(survey: Survey, seen: Instant): void {
    this.#now = seen
    const wasSuspecting = this.#reconciler.isSuspecting
    const finding = this.#reconciler.judge(this.books, survey)
    const { code, isRunning } = this.books.switch
    const opens = !isRunning && (code === "START" || code === "RECONCILE")
    // A survey that agrees and changes nothing is not worth a line; any other is an input.
    if (finding.kind !== "agreed" || opens || wasSuspecting)
      this.#record({ kind: "survey", survey })
    if (finding.kind === "agreed") {
      if (opens) this.#switch("running", "AGREED", "Our books and the exchange agree.")
    } else if (finding.kind === "unsure") {
      this.#asks.push(...finding.ask)
      this.#surveyAt = later(seen, SURVEY_AGAIN)
    } else if (isRunning || code === "START") {
      for (const it of finding.differences) {
        this.#record({ kind: "finding", code: it.code, what: it.what })
      }
      const what = finding.differences.map((it) => it.what).join(" ")
      this.#switch("exits-only", "RECONCILE", what)
    }
    this.#release()
  }

  /** The trader typed something. */
  onCommand(command: Command, seen: Instant): void {
    this.#now = seen
    this.#record({ kind: "command", command })
    const author: Author = { kind: "trader", name: "trader" }
    switch (command.kind) {
      case "halt":
        this.#switch("exits-only", "HALT", `Halted by hand: ${command.reason}.`)
        this.#withdrawEntries("halted by hand")
        break
      case "resume":
        this.#resume()
        break
      case "close-all":
        for (const lane of this.#lanes) this.#leave(lane, command.reason, author)
        break
      case "close":
        this.#leave(this.#lane(command.instrument), "closed by hand", author)
        break
      case "buy": {
        const stake = command.stakePpm as Extract<Wish, { kind: "enter" }>["stake"]
        const { instrument } = command
        this.#enter({ kind: "enter", instrument, stake, because: "bought by hand" }, author)
        break
      }
      case "tilt":
        break
      default:
        command satisfies never
    }
    this.#release()
  }

  /** Fires what is due at or before `at`. Called by the driver when no other input comes first. */
  onTime(at: Instant): void {
    this.#now = at
    if (this.#beatAt <= at) this.#beat()
    if (this.#sampleAt <= at) {
      this.#sampleAt = later(floorTo(at, this.#settings.sampleEvery), this.#settings.sampleEvery)
      this.#sample()
    }
    if (this.#surveyAt <= at) {
      this.#surveyAt = later(at, this.#settings.surveyEvery)
      this.#wantsSurvey = true
    }
    this.#release()
  }

  #subscribe(): void {
    for (const watch of this.#strategy.watches) {
      const lane = this.#lane(this.#desk.instrument(watch.symbol))
      if (watch.kind === "trades") lane.hasTradeWatch = true
      else if (watch.kind === "quotes") lane.hasQuoteWatch = true
      else {
        const { interval } = watch
        lane.builders.push(
          new BarBuilder({
            instrument: lane.instrument.index,
            interval,
            onClose: (bar) => {
              this.#strategy.onBar?.(bar, this.#desk)
              if (this.#settings.isSpoiling) bar.spoil()
            },
          }),
        )
      }
    }
  }

  #feed(tick: Tick): void {
    const lane = this.#lanes[tick.instrument]
    const { builders } = lane
    lane.pricedAt = tick.seen
    if (tick.kind === TRADE) {
      lane.last = tick.a
      for (let i = 0; i < builders.length; i++) {
        builders[i].onTrade(tick.time, tick.a, tick.b)
      }
      if (lane.hasTradeWatch) this.#strategy.onTrade?.(tick, this.#desk)
    } else if (tick.kind === QUOTE) {
      lane.bid = tick.a
      lane.ask = tick.c
      if (lane.hasQuoteWatch) this.#strategy.onQuote?.(tick, this.#desk)
    } else if (tick.kind === BAR) {
      this.#feedBar(lane, tick)
    } else if (tick.kind === OPEN) {
      lane.last = tick.a
    }
  }

  #feedBar(lane: Lane, tick: Tick): void {
    lane.last = tick.d
    const bar = {
      openedAt: tick.time - this.#settings.barInterval(tick.instrument),
      endedAt: tick.time,
      open: tick.a,
      high: tick.b,
      low: tick.c,
      close: tick.d,
      volume: tick.e,
    }
    for (const builder of lane.builders) builder.onBar(bar)
  }

  #grant(): void {
    const author: Author = { kind: "strategy", name: this.#settings.strategyName }
    for (const wish of this.#desk.takeWishes()) {
      if (wish.kind === "enter") this.#enter(wish, author)
      else if (wish.kind === "leave") {
        this.#leave(this.#lane(wish.instrument), wish.because, author)
      } else this.#withdrawEntries(wish.because, wish.instrument)
    }
    this.#release()
  }

  #enter(wish: Extract<Wish, { kind: "enter" }>, author: Author): void {
    const { accountAsset } = this.#settings
    const cause = this.#cause(wish.instrument)
    const lanes = this.#lanes
    const intent = entryOf(wish, { lanes, books: this.books, accountAsset, author, cause })
    if (intent) this.#admit(intent)
    else {
      const what = `${this.#lane(wish.instrument).instrument.symbol} has no price yet.`
      this.#record({ kind: "note", code: "NO_PRICE", what })
    }
  }

  #leave(lane: Lane, because: string, author: Author): void {
    this.#withdrawEntries(because, lane.instrument.index)
    if (this.books.ledger.position(lane.instrument.index).quantity <= 0) return
    lane.leavingBecause ??= because
    lane.leavingBy = author
    this.#tend(lane)
  }

  /** Takes back entries that still rest. */
  #withdrawEntries(because: string, instrument?: number): void {
    for (const order of this.books.live.values()) {
      if (order.purpose !== "entry" || order.status !== "open") continue
      if (instrument !== undefined && order.instrument !== instrument) continue
      this.#admit({
        purpose: "cancel",
        author: { kind: "guard", name: "guard" },
        because,
        instrument: this.books.instrument(order.instrument),
        side: order.side,
        terms: order.terms,
        instead: order.id,
        cause: this.#cause(order.instrument),
      })
    }
  }

  /** Puts an intent to the gate; journals the answer; lines the ticket up to leave. */
  #admit(intent: Intent): boolean {
    const { now, books } = this
    const scene = sceneFor(intent, { now, books, lanes: this.#lanes, settings: this.#settings })
    const id = orderIdOf(`${this.#settings.run}-${this.#journal.seq + 1}`)
    const admission = this.#gate.admit(intent, scene, id)
    const { purpose, author, because, cause } = intent
    const said = { purpose, author, because, cause, answers: admission.answers }
    if (admission.kind === "refused") {
      const { side, terms } = intent
      const instrument = intent.instrument.index
      this.#record({ kind: "refused", ...said, instrument, side, terms, by: admission.by })
      return false
    }
    const leave = intent.leave ? { leave: intent.leave } : {}
    const asked = intent.terms.quantity
    this.#record({ kind: "placed", request: admission.request, ...said, ...leave, asked })
    this.#tickets.push(admission.ticket)
    return true
  }

  /** A report is news: journal it with the prices its fills need, fold it, tell those concerned. */
  #fold(report: Report): void {
    const values = this.#valuesFor(report)
    const changes = this.#record({ kind: "report", report, ...(values ? { values } : {}) })
    this.#reconciler.onMovement()
    for (const { after, filled } of changes) {
      this.#doubt.forget(after)
      const isOurs = after.strategy === this.#settings.strategyName
      if (isOurs && (filled || isFinal(after))) this.#strategy.onOrder?.(after, this.#desk)
      if (after.purpose === "exit" && isFinal(after)) this.#lane(after.instrument).exitTries++
      this.#tend(this.#lane(after.instrument))
    }
    if (this.#desk.hasWishes) this.#grant()
  }

  /** What the fills of a report need priced: fees in a third asset, quotes beside the account's. */
  #valuesFor(report: Report): Readonly<Record<string, bigint>> | undefined {
    const order = this.books.order(report.id)
    if (!order) return undefined
    const { base, quote } = this.books.instrument(order.instrument)
    const { accountAsset } = this.#settings
    let values: Record<string, bigint> | undefined
    for (const { feeAsset } of fillsOf(report)) {
      for (const asset of [feeAsset, quote.code]) {
        if (asset === accountAsset || asset === base.code) continue
        const value = valueOf(asset, accountAsset, this.#lanes)
        if (value !== undefined) (values ??= {})[asset] = value
      }
    }
    return values
  }

  #tend(lane: Lane): void {
    const cause = this.#cause(lane.instrument.index)
    const care = watchOver(lane, this.books, { now: this.#now, cause })
    lane.isUneasy = care.isUneasy
    if (care.intent && this.#now >= lane.retryAt && !this.#admit(care.intent)) {
      lane.retryAt = later(this.#now, HEARTBEAT)
    }
  }

  /** The price stands below what the stop would sell for. */
  #alarm(lane: Lane): void {
    if (lane.isUneasy) return
    this.#tend(lane)
    this.#release()
  }

  /** Looks after what is unfinished: orders in doubt, positions not settled. */
  #beat(): void {
    for (const order of Array.from(this.books.live.values())) this.#settle(order)
    for (const lane of this.#lanes) if (lane.isUneasy) this.#tend(lane)
  }

  #settle(order: Order): void {
    if (this.#doubt.isOverdue(order, this.#now)) {
      this.#fold({ kind: "unanswered", id: order.id, at: this.#now })
    }
    const current = this.books.order(order.id) ?? order
    if (this.#doubt.shouldAsk(current, this.#now)) {
      this.#asks.push({ id: order.id, instrument: order.instrument })
    }
  }

  #sample(): void {
    const { units, unpriced } = this.equity()
    if (units === this.#sampledUnits || unpriced.length > 0) return
    this.#sampledUnits = units
    this.#record({ kind: "sample", equityUnits: units })
    const { limits, tier } = this.#settings
    const day = this.books.days.at(this.#now)
    const { peakUnits } = day
    if (
      this.books.switch.isRunning &&
      drawdownOf({ equityUnits: units, peakUnits }) >= limits.drawdownHalt
    ) {
      const reason = `The account fell ${limits.drawdownHalt / 10_000} % below its peak.`
      this.#switch("exits-only", "RISK-8", reason)
      this.#withdrawEntries("the drawdown limit is reached")
    }
    const tierDayLossUnits = tier.dayLossUnits
    if (
      isDaySpent({ equityUnits: units, dayStartUnits: day.dayStartUnits, tierDayLossUnits }, limits)
    ) {
      this.#withdrawEntries("today's loss limit is reached")
    }
  }

  #resume(): void {
    const { code, isRunning } = this.books.switch
    if (isRunning) return
    if (code === "START" || code === "RECONCILE") this.#wantsSurvey = true
    else this.#switch("running", "RESUMED", "Resumed by hand.")
  }

  #switch(to: "running" | "exits-only", code: string, reason: string): void {
    this.#record({ kind: "switched", to, code, reason })
  }

  #record(fact: Fact): ReturnType<Books["apply"]> {
    const at = this.#now
    const entry = { at, kind: fact.kind, rows: this.#rows, body: encodeFact(fact) }
    const seq = this.#journal.append(entry)
    const changes = this.books.apply(fact, at)
    this.#onFact?.(fact, at, seq)
    return changes
  }

  /** The turn ends: what was decided is made durable, and only then leaves. */
  #release(): void {
    assert.ok(!this.#isWarming, "nothing leaves while warming up")
    if (this.#tickets.length > 0 || this.#asks.length > 0 || this.#wantsSurvey) this.#send()
    const isUneasy = this.#lanes.some((lane) => lane.isUneasy) || this.#isInDoubt()
    if (!isUneasy) this.#beatAt = FOREVER
    else if (!(this.#beatAt > this.#now) || this.#beatAt === FOREVER) {
      this.#beatAt = later(this.#now, HEARTBEAT)
    }
    this.nextDue = Math.min(this.#beatAt, this.#sampleAt, this.#surveyAt) as Instant
  }

  #send(): void {
    this.#journal.commit()
    const [tickets, asks] = [this.#tickets, this.#asks]
    this.#tickets = []
    this.#asks = []
    for (const ticket of tickets) this.#venue.submit(ticket)
    for (const it of asks) this.#venue.ask(it.id, it.instrument)
    if (this.#wantsSurvey) this.#venue.survey()
    this.#wantsSurvey = false
  }

  #isInDoubt(): boolean {
    for (const order of this.books.live.values()) if (order.status !== "open") return true
    return false
  }

  #cause(instrument: number): Cause {
    const { last } = this.#lane(instrument)
    return { row: this.#rows, instrument, price: priceOf(last > 0 ? last : 0) }
  }

  #lane(instrument: number): Lane {
    const lane = this.#lanes[instrument]
    assert.ok(lane, `there is no instrument ${instrument}`)
    return lane
  }
}

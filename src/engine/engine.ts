import assert from "node:assert/strict"
import type { Tick } from "../market/tick.ts"
import type { Author } from "../order/intent.ts"
import type { Weighed } from "../gate/gate.ts"
import { isFinal, type Order } from "../order/order.ts"
import type { Notice } from "../order/notice.ts"
import type { Report, Survey } from "../order/report.ts"
import type { Act } from "../tilt/act.ts"
import { Desk } from "../strategy/desk.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Measure } from "../tier/measure.ts"
import type { Instant } from "../value/brand.ts"
import type { Books } from "./books.ts"
import { closedBecause } from "./closed.ts"
import { ClusterWatch } from "./cluster-watch.ts"
import { Comparison } from "./comparison.ts"
import { Correlations } from "./correlations.ts"
import { Dealer } from "./dealer.ts"
import { Deleverager } from "./deleverager.ts"
import { Doubt } from "./doubt.ts"
import { Emergency } from "./emergency.ts"
import { Feed } from "./feed.ts"
import { Lane } from "./lane.ts"
import { OwnerDesk } from "./owner-desk.ts"
import { Outbox } from "./outbox.ts"
import type { Journal, Venue } from "./ports.ts"
import type { PlanMarket } from "./plan-watch.ts"
import { Reconciler } from "./reconciler.ts"
import type { Command, Fact, Header } from "./records.ts"
import { LiquidityWatch } from "./liquidity-watch.ts"
import { markOf } from "./scene.ts"
import type { EngineSettings } from "./settings.ts"
import { Surroundings } from "./surroundings.ts"
import { Timers } from "./timers.ts"
import { TraderDesk } from "./trader-desk.ts"
import { type FactListener, Turn } from "./turn.ts"
import { valuesFor } from "./valuation.ts"
import { viewOf } from "./view.ts"
import { Weighing } from "./weighing.ts"

/**
 * The deterministic core: inputs go in one at a time, facts go to the journal, and only then effects
 * leave. It has no clock, no dice and no promise: time is a field of what it is given. It knows the
 * order of calls and little else; every room owns its state.
 */
export class Engine {
  readonly books: Books
  readonly #settings: EngineSettings
  readonly #strategy: Strategy
  readonly #author: Author
  readonly #desk: Desk
  readonly #lanes: readonly Lane[]
  readonly #feed: Feed
  readonly #turn: Turn
  readonly #timers: Timers
  readonly #outbox: Outbox
  readonly #dealer: Dealer
  readonly #emergency: Emergency
  readonly #doubt = new Doubt()
  readonly #comparison: Comparison
  readonly #trader: TraderDesk
  readonly #correlations: Correlations
  readonly #deleverager: Deleverager
  readonly #cluster: ClusterWatch
  readonly #liquidity: LiquidityWatch
  readonly #weighing: Weighing
  readonly #surroundings: Surroundings
  #isWarming = false

  constructor(told: {
    readonly settings: EngineSettings
    readonly books: Books
    readonly strategy: Strategy
    readonly journal: Journal
    readonly venue: Venue
    /** Told of every fact once it is journaled and folded: for screens and summaries. */
    readonly onFact?: FactListener
  }) {
    const { settings, books, strategy, journal, venue, onFact } = told
    this.books = books
    this.#settings = settings
    this.#strategy = strategy
    this.#author = { kind: "strategy", name: settings.strategyName }
    const lanes = books.instruments.map((instrument) => new Lane(instrument))
    const turn = new Turn({ journal, books, onFact })
    const outbox = new Outbox({ journal, venue })
    const view = viewOf({ books, lanes, strategy: settings.strategyName, now: () => turn.now })
    const desk = new Desk(view, new Map(lanes.map((it, i) => [it.instrument.symbol, i])))
    this.#lanes = lanes
    this.#turn = turn
    this.#outbox = outbox
    this.#desk = desk
    const timers = new Timers(settings)
    this.#timers = timers
    this.#feed = new Feed({ settings, lanes, strategy, desk })
    const correlations = new Correlations(lanes)
    this.#correlations = correlations
    const dealer = new Dealer({ settings, books, lanes, turn, outbox, watch: correlations })
    this.#dealer = dealer
    const { accountAsset } = settings
    const deleverager = new Deleverager({ books, lanes, turn, dealer, correlations, accountAsset })
    this.#deleverager = deleverager
    this.#weighing = new Weighing({ settings, books, lanes, turn })
    this.#cluster = new ClusterWatch({ books, lanes, turn, correlations, deleverager })
    this.#liquidity = new LiquidityWatch({ lanes, turn, dealer })
    const emergency = new Emergency({ books, lanes, turn, dealer, deleverager })
    this.#emergency = emergency
    const reconciler = new Reconciler()
    const owner = new OwnerDesk({ books, lanes, turn, dealer, reconciler, accountAsset })
    const comparison = new Comparison({ books, turn, timers, outbox, reconciler, owner })
    this.#comparison = comparison
    this.#surroundings = new Surroundings({ books, lanes, turn, dealer, outbox })
    this.#trader = new TraderDesk({
      books,
      lanes,
      turn,
      dealer,
      outbox,
      owner,
      comparison,
      emergency,
      deleverager,
      surroundings: this.#surroundings,
    })
  }

  get now(): Instant {
    return this.#turn.now
  }
  /** Market rows applied so far. */
  get rows(): number {
    return this.#turn.rows
  }
  /** When `onTime` wants to be called next; the driver must not let a later input pass before. */
  get nextDue(): Instant {
    return this.#timers.next
  }
  /** When the exchange's own account of things was last held against our books, and believed. */
  get comparedAt(): Instant {
    return this.#comparison.comparedAt
  }
  /** What is known of each instrument's market, for screens and summaries. */
  get lanes(): readonly Lane[] {
    return this.#lanes
  }

  /** How much the markets move as one, as the rules know it. */
  get correlations(): Pick<Correlations, "between" | "entryInto"> {
    return this.#correlations
  }

  /** What a market did since a plan began in it (EXEC-33); undefined where none runs. */
  planMarket(instrument: number): PlanMarket | undefined {
    return this.#dealer.plans.market(instrument)
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
    const turn = this.#turn
    turn.now = at
    if (told.reason === "new") {
      turn.record(told.header)
      for (const deposit of told.deposits) turn.record(deposit)
    } else turn.rows = told.rows
    turn.record({ kind: "started", reason: told.reason })
    // What was closed before stays closed, and for its own reason: a stop lifts no halt.
    const { isRunning, code } = this.books.switch
    if (told.reason === "restart" && (isRunning || code === "STOP")) {
      const reason = "After a restart the books are compared with the exchange first."
      turn.switchTo("exits-only", "START", reason)
    }
    this.#outbox.survey()
    this.#timers.start(at)
    this.#dealer.plans.start()
    this.#dealer.shadows.start()
    for (const lane of this.#lanes) {
      lane.isUneasy = true
      lane.begunAt = at
    }
    this.#emergency.endOverride()
    if (this.books.closing !== undefined) this.#trader.closeAll(this.books.closing)
    this.#deleverager.goOn()
    this.#release()
  }

  /** One row of the market. The hottest place of the program: nothing here allocates. */
  onMarket(tick: Tick): void {
    const turn = this.#turn
    turn.now = tick.seen as Instant
    if (turn.now < this.#timers.floor) this.#putBack()
    turn.rows++
    this.#feed.row(tick)
    const lane = this.#lanes[tick.instrument]
    const { fall } = lane
    if (lane.last > fall.partHigh) fall.rise(lane.last)
    if (lane.last <= fall.near || lane.pricedAt >= fall.rollAt) this.#watchFall(lane)
    if (lane.last < lane.alarmBelow || lane.last >= lane.alarmAbove) this.#alarm(lane)
    if (this.#desk.hasWishes) this.#grant()
  }

  /** A row from before the start, to warm indicators up: heard, but nothing follows from it. */
  warm(tick: Tick): void {
    this.#isWarming = true
    this.#turn.now = tick.seen as Instant
    this.#feed.row(tick)
    this.#correlations.onWarm(this.#turn.now)
    this.#desk.takeWishes()
    this.#isWarming = false
  }

  /** The venue answered. `seen` is when we learnt it. */
  onReport(report: Report, seen: Instant): void {
    this.#turn.now = seen
    const order = this.books.order(report.id)
    if (!order) this.#outbox.survey()
    else if (this.books.isNews(report)) this.#fold(report)
    this.#release()
  }

  /** The exchange told what it holds for us. */
  onSurvey(survey: Survey, seen: Instant): void {
    this.#turn.now = seen
    this.#comparison.take(survey)
    if (this.#comparison.hasAgreed) this.#emergency.onAgreed()
    this.#release()
  }

  /** Something was learnt of the exchange beside orders and balances (EXEC-71, EXEC-72). */
  onNotice(notice: Notice, seen: Instant): void {
    this.#turn.now = seen
    if (seen < this.#timers.floor) this.#putBack()
    const wasOut = this.#surroundings.isOut
    // What is known already leaves no line, so nothing may follow from it.
    if (!this.#surroundings.take(notice)) return
    if (wasOut || this.#surroundings.isOut) this.#comparison.hasAgreed = false
    this.#dealer.withdrawClosed()
    this.#release()
  }

  /** The trader typed something. */
  onCommand(command: Command, seen: Instant): void {
    this.#turn.now = seen
    if (seen < this.#timers.floor) this.#putBack()
    this.#trader.obey(command)
    this.#release()
  }

  /**
   * What the gate would say if the trader typed this now (UI-22). Looking changes nothing, and allows
   * nothing. Undefined while there is no price.
   */
  weigh(command: Extract<Command, { kind: "buy" }>): Weighed | undefined {
    return this.#trader.weigh(command)
  }

  /** The trader did something at the keyboard. It may close entries, never open them. */
  onAct(act: Act, seen: Instant): void {
    this.#turn.now = seen
    if (seen < this.#timers.floor) this.#putBack()
    this.#turn.record({ kind: "act", act })
    this.#dealer.withdrawClosed()
    this.#release()
  }

  /** Something was measured outside that counts for the tier. */
  onMeasure(measure: Measure, seen: Instant): void {
    this.#turn.now = seen
    if (seen < this.#timers.floor) this.#putBack()
    this.#turn.record({ kind: "measured", measure })
    this.#dealer.withdrawClosed()
    this.#release()
  }

  /** Fires what is due at or before `at`. Called by the driver when no other input comes first. */
  onTime(at: Instant): void {
    this.#turn.now = at
    if (this.#timers.takeBeat(at)) this.#beat()
    if (this.#timers.takeSample(at)) {
      this.#emergency.endOverride()
      if (this.#comparison.hasAgreed) this.#emergency.calm()
      this.#surroundings.look()
      this.#sample()
    }
    if (this.#timers.takeSurvey(at)) this.#outbox.survey()
    if (this.#timers.takePlan(at)) {
      this.#dealer.plans.tick()
      this.#dealer.shadows.tick()
    }
    this.#release()
  }

  /** The clock was put back: nothing waits for it to catch up. */
  #putBack(): void {
    this.#timers.putBack(this.#turn.now)
    this.#dealer.plans.putBack()
    this.#dealer.shadows.putBack()
  }

  #grant(): void {
    for (const wish of this.#desk.takeWishes()) this.#dealer.grant(wish, this.#author)
    this.#release()
  }

  /** A report is news: journal it with the prices its fills need, fold it, tell those concerned. */
  #fold(report: Report): void {
    const { now } = this.#turn
    if (now < this.#timers.floor) this.#putBack()
    const priced = {
      books: this.books,
      lanes: this.#lanes,
      accountAsset: this.#settings.accountAsset,
    }
    const values = valuesFor(report, priced)
    const changes = this.#turn.record({ kind: "report", report, ...(values ? { values } : {}) })
    this.#comparison.onMovement()
    this.#weighing.onTrades()
    for (const { after, filled } of changes) {
      const lane = this.#lanes[after.instrument]
      this.#doubt.forget(after)
      const isOurs = after.strategy === this.#settings.strategyName
      if (isOurs && (filled || isFinal(after))) this.#strategy.onOrder?.(after, this.#desk)
      this.#dealer.onAnswered(after)
      this.#dealer.tend(lane)
      this.#dealer.plans.onOrder(after, filled)
    }
    if (this.#desk.hasWishes) this.#grant()
  }

  /** The price stands below what the stop would sell for, or above what makes dust a position. */
  #alarm(lane: Lane): void {
    if (lane.isUneasy) return
    this.#dealer.tend(lane)
    this.#release()
  }

  #watchFall(lane: Lane): void {
    if (!this.#emergency.hasFallen(lane) || !this.#emergency.onFall(lane)) return
    this.#dealer.withdrawClosed()
    this.#release()
  }

  /** Looks after what is unfinished: orders in doubt, positions not settled. */
  #beat(): void {
    if (this.#emergency.isDayWatched) this.#weighDay()
    for (const order of Array.from(this.books.live.values())) this.#settle(order)
    this.#dealer.withdrawClosed()
    for (const lane of this.#lanes) if (lane.isUneasy) this.#dealer.tend(lane)
  }

  /** RISK-40: between two samples, which alone are journaled. */
  #weighDay(): void {
    const { units, unpriced } = this.equity()
    if (unpriced.length === 0) this.#emergency.weighDay(units)
  }

  #settle(order: Order): void {
    const { now } = this.#turn
    if (this.#doubt.isOverdue(order, now)) this.#fold({ kind: "unanswered", id: order.id, at: now })
    const current = this.books.order(order.id) ?? order
    if (this.#doubt.shouldAsk(current, now)) {
      this.#outbox.ask({ id: order.id, instrument: order.instrument })
    }
  }

  #sample(): void {
    this.#correlations.onSample(this.#turn.now)
    this.#liquidity.look()
    this.#cluster.look()
    const units = this.#weighing.sample()
    if (units === undefined) return
    this.#emergency.weighDay(units)
    this.#weighing.judgeDrawdown(units)
    this.#dealer.withdrawClosed()
  }

  #release(): void {
    assert.ok(!this.#isWarming, "nothing leaves while warming up")
    this.#outbox.release()
    const { plans, shadows } = this.#dealer
    const workAt = Math.min(plans.nextDue, shadows.nextDue) as Instant
    this.#timers.settle(this.#turn.now, this.#isUneasy(), workAt)
  }

  /** Something is unfinished: a position, an order's outcome, an order that should not rest. */
  #isUneasy(): boolean {
    if (this.#emergency.isDayWatched) return true
    for (const lane of this.#lanes) if (lane.isUneasy) return true
    let hasEntry = false
    for (const { status, purpose } of this.books.live.values()) {
      if (status !== "open") return true
      if (purpose === "entry") hasEntry = true
    }
    return hasEntry && closedBecause(this.books, this.#turn.now) !== undefined
  }
}

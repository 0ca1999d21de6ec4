import assert from "node:assert/strict"
import { Gate, type Scene, type Weighed } from "../gate/gate.ts"
import { roundPrice } from "../market/instrument.ts"
import type { Author, Cause, Intent } from "../order/intent.ts"
import { isFinal, type Order } from "../order/order.ts"
import { orderIdOf } from "../order/request.ts"
import type { Wish } from "../strategy/desk.ts"
import { priceOf, type Quantity, type Ratio } from "../value/brand.ts"
import { isWithin } from "../value/time.ts"
import { AskedAgain } from "./asked-again.ts"
import type { Books } from "./books.ts"
import { closedBecause } from "./closed.ts"
import { GUARD, watchOver } from "./guard.ts"
import type { Lane } from "./lane.ts"
import type { Outbox } from "./outbox.ts"
import { PlanDesk } from "./plan-desk.ts"
import { type MarketWatch, sceneFor } from "./scene.ts"
import type { Placed } from "./records.ts"
import type { EngineSettings } from "./settings.ts"
import { HEARTBEAT } from "./timers.ts"
import { ShadowDesk } from "./shadow-desk.ts"
import { StrategyEdge } from "./strategy-edge.ts"
import type { Turn } from "./turn.ts"
import { entryOf } from "./wishes.ts"

/** EXEC-65. */
const GUARD_TRIES = 2

type Entry = Extract<Wish, { kind: "enter" }>

/**
 * Brings what is wished, by whomever, to the gate. Strategy, trader and guard all come through here,
 * and nothing is sent that did not: a ticket is the only thing the outbox takes.
 */
export class Dealer {
  readonly #settings: EngineSettings
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #outbox: Outbox
  readonly #watch: MarketWatch
  readonly #edge: StrategyEdge
  readonly #gate: Gate
  /** Entries that are to be taken back; all at once again when the exchange can be heard (EXEC-71). */
  readonly asked = new AskedAgain()
  readonly plans: PlanDesk
  readonly shadows: ShadowDesk

  constructor(told: {
    readonly settings: EngineSettings
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly outbox: Outbox
    readonly watch: MarketWatch
  }) {
    this.#settings = told.settings
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#outbox = told.outbox
    this.#watch = told.watch
    this.#edge = new StrategyEdge({ ...told, ...told.settings })
    const { books, turn } = told
    this.#gate = new Gate({
      get limits() {
        return books.rules.at(turn.now).limits
      },
    })
    this.plans = new PlanDesk({
      ...told,
      ...told.settings,
      counter: {
        sceneOf: (intent) => this.#sceneOf(intent),
        weigh: (intent, scene) => this.#gate.weigh(intent, scene),
        admit: (intent) => this.admit(intent),
        cancel: (order, because) => this.cancel({ order, author: GUARD, because }),
      },
    })
    const sceneOf = (intent: Intent): Scene => this.#sceneOf(intent)
    this.shadows = new ShadowDesk({ ...told, ...told.settings, sceneOf })
  }

  /** What a taker pays, as far as it is known. */
  get takerFee(): Ratio {
    return this.#settings.takerFee
  }

  /** Wishes of the strategy, or of the trader at the keyboard. */
  grant(wish: Wish, author: Author): void {
    if (wish.kind === "enter") this.#enter(wish, author)
    else if (wish.kind === "raise") this.#raise(wish)
    else if (wish.kind === "leave") this.leave(wish.instrument, wish.because, author)
    else this.withdrawEntries(wish.because, wish.instrument)
  }

  /** Takes resting entries back and begins to sell what is held. */
  leave(instrument: number, because: string, author: Author): void {
    this.withdrawEntries(because, instrument)
    if (this.#books.ledger.position(instrument).quantity <= 0) return
    const lane = this.#lane(instrument)
    if (lane.leavingDownTo > 0) lane.leavingBecause = undefined
    lane.leavingBecause ??= because
    lane.leavingBy = author
    lane.leavingDownTo = 0
    this.tend(lane)
  }

  /** Takes resting entries back and sells what is held beyond a part that is kept, above zero. */
  reduce(instrument: number, downTo: Quantity, because: string): void {
    if (downTo <= 0) return this.leave(instrument, because, GUARD)
    this.withdrawEntries(because, instrument)
    const lane = this.#lane(instrument)
    const isLeft = lane.leavingBecause !== undefined && lane.leavingDownTo === 0
    if (isLeft || this.#books.ledger.position(instrument).quantity <= downTo) return
    lane.leavingBecause = because
    lane.leavingBy = GUARD
    lane.leavingDownTo = downTo
    this.tend(lane)
  }

  /** Takes back entries that still rest, and gives plans up; of one instrument, or of all. */
  withdrawEntries(because: string, instrument?: number, author = GUARD): void {
    this.plans.stop(instrument, { code: "WITHDRAWN", because })
    this.#takeBack(because, instrument, author)
  }

  /** Takes back what the strategy asked for, and leaves alone what the trader did. */
  withdrawStrategy(because: string, author: Author): void {
    for (const { plan } of Array.from(this.#books.plans.running)) {
      if (plan.author.kind !== "strategy") continue
      this.plans.stop(plan.instrument, { code: "WITHDRAWN", because })
    }
    for (const order of this.#books.live.values()) {
      if (order.purpose !== "entry" || order.status !== "open") continue
      if (order.strategy !== "trader") this.cancel({ order, author, because })
    }
  }

  #takeBack(because: string, instrument?: number, author = GUARD): void {
    this.asked.keep(this.#books.live)
    for (const order of this.#books.live.values()) {
      if (order.purpose !== "entry" || order.status !== "open") continue
      if (instrument !== undefined && order.instrument !== instrument) continue
      if (author === GUARD && !this.asked.mayAsk(order.id, this.#turn.now)) continue
      this.cancel({ order, author, because })
    }
  }

  /** Asks the exchange to take one order back. */
  cancel(told: {
    readonly order: Pick<Order, "id" | "instrument" | "side" | "terms">
    readonly author: Author
    readonly because: string
  }): void {
    const { order, author, because } = told
    const { id, instrument, side, terms } = order
    this.admit({
      purpose: "cancel",
      author,
      because,
      instrument: this.#books.instrument(instrument),
      side,
      terms,
      instead: id,
      cause: this.#cause(instrument),
    })
  }

  #hasEntry(): boolean {
    for (const { purpose } of this.#books.live.values()) if (purpose === "entry") return true
    return false
  }

  /** Takes resting entries back while they are closed. Asked again until they are gone. */
  withdrawClosed(): void {
    if (!this.#hasEntry() && this.#books.plans.isEmpty) return
    const because = closedBecause(this.#books, this.#turn.now)
    if (because === undefined) return
    // A session that ends in good order gives no plan up: the next one goes on with it (EXEC-32).
    if (this.#books.switch.code === "STOP") this.#takeBack(because)
    else this.withdrawEntries(because)
  }

  /** Looks after one instrument's position and does what the guard finds due. */
  tend(lane: Lane): void {
    const { now } = this.#turn
    const cause = this.#cause(lane.instrument.index)
    const care = watchOver(lane, this.#books, { now, cause })
    lane.isUneasy = care.isUneasy
    if (!care.intent || isWithin(HEARTBEAT, lane.refusedAt, now)) return
    if (!this.admit(care.intent)) lane.refusedAt = now
    else if (care.intent.leave) lane.raised = undefined
  }

  /** The exchange has answered something that the guard placed. */
  onAnswered(order: Order): void {
    const lane = this.#lane(order.instrument)
    if (order.purpose === "protection") {
      if (order.status === "open") lane.guardRefusals = 0
      if (order.status === "rejected") this.#onUnguarded(lane, order)
    } else if (order.purpose === "exit" && isFinal(order)) {
      lane.exitTries++
      // The first exit is followed by a market order at once. When that finds no buyer either, the
      // next one waits a heartbeat: tried again and again, they use up the pace of orders.
      if (order.status !== "filled" && lane.exitTries > 1) lane.unsoldAt = this.#turn.now
    }
  }

  /** EXEC-65: a pair is tried once, then its stop alone; what cannot be guarded is sold at once. */
  #onUnguarded(lane: Lane, order: Order): void {
    if (order.list !== undefined && lane.isPairRefused) return
    if (order.list !== undefined) lane.isPairRefused = true
    if (++lane.guardRefusals < GUARD_TRIES) return
    lane.leavingBecause ??= "the exchange would not take its stop"
    lane.leavingBy = GUARD
    lane.leavingDownTo = 0
  }

  /** Brings the stop of what is held nearer to the price. */
  #raise(wish: Extract<Wish, { kind: "raise" }>): void {
    const lane = this.#lane(wish.instrument)
    const stop = roundPrice(lane.instrument, wish.stop, "sell")
    const held = this.#books.ledger.position(wish.instrument).quantity
    const present = lane.raised ?? this.#books.leave(wish.instrument)
    if (held <= 0 || present === undefined || stop <= present.stop) return
    lane.raised = { stop, because: wish.because }
    this.tend(lane)
  }

  /**
   * What the gate would say to a wish to enter at this moment. Nothing is journaled and no ticket is
   * minted: it is asked and forgotten. Undefined while there is no price.
   */
  weigh(wish: Entry, author: Author): Weighed | undefined {
    const intent = this.#entry(wish, author)
    return intent && this.#gate.weigh(intent, this.#sceneOf(intent))
  }

  #entry(wish: Entry, author: Author): Intent | undefined {
    return entryOf(wish, {
      lanes: this.#lanes,
      books: this.#books,
      accountAsset: this.#settings.accountAsset,
      author,
      cause: this.#cause(wish.instrument),
      now: this.#turn.now,
    })
  }

  #enter(wish: Entry, author: Author): void {
    const intent = this.#entry(wish, author)
    // What was wished for the position before is over.
    const lane = this.#lane(wish.instrument)
    lane.raised = undefined
    lane.isPairRefused = false
    lane.guardRefusals = 0
    if (intent) {
      if (this.plans.begin(intent, wish) || this.admit(intent)) this.shadows.begin(intent)
    } else {
      const what = `${lane.instrument.symbol} has no price yet.`
      this.#turn.record({ kind: "note", code: "NO_PRICE", what })
    }
  }

  /** Puts an intent to the gate; journals the answer; lines the ticket up to leave. */
  admit(intent: Intent): boolean {
    const scene = this.#sceneOf(intent)
    const id = orderIdOf(`${this.#settings.run}-${this.#turn.nextLine}`)
    const admission = this.#gate.admit(intent, scene, id)
    const { purpose, author, because, cause } = intent
    const said = { purpose, author, because, cause, answers: admission.answers }
    if (admission.kind === "refused") {
      const { side, terms } = intent
      const instrument = intent.instrument.index
      const { by } = admission
      const fact = { kind: "refused" as const, ...said, instrument, side, terms, by }
      this.#turn.record({ ...fact, ...this.#partOf(intent) })
      return false
    }
    const leave = intent.leave ? { leave: intent.leave } : {}
    const asked = intent.terms.quantity
    const part = this.#partOf(intent)
    const { request } = admission
    this.#turn.record({ kind: "placed", request, ...said, ...leave, asked, ...part })
    this.#outbox.submit(admission.ticket)
    return true
  }

  #sceneOf(intent: Intent): Scene {
    return sceneFor(intent, {
      now: this.#turn.now,
      books: this.#books,
      lanes: this.#lanes,
      settings: this.#settings,
      watch: this.#watch,
      edge: this.#edge,
    })
  }

  /** Of a part of a plan: which one, and the mid at which it leaves. */
  #partOf({ slice, instrument }: Intent): Pick<Placed, "slice"> {
    if (slice === undefined) return {}
    const { mark } = this.#lane(instrument.index)
    return { slice: { plan: slice.plan, number: slice.number, mid: mark } }
  }

  #cause(instrument: number): Cause {
    const { last } = this.#lane(instrument)
    return { row: this.#turn.rows, instrument, price: priceOf(last > 0 ? last : 0) }
  }

  #lane(instrument: number): Lane {
    const lane = this.#lanes[instrument]
    assert.ok(lane, `there is no instrument ${instrument}`)
    return lane
  }
}

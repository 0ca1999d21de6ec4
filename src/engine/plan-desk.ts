import assert from "node:assert/strict"
import { recentVolume } from "../execution/draft.ts"
import { nextStep, type Step } from "../execution/next-step.ts"
import { doneOf, type Plan, type Progress } from "../execution/plan.ts"
import type { Scene, Weighed } from "../gate/gate.ts"
import { Gauge } from "../market/gauge.ts"
import type { Intent } from "../order/intent.ts"
import type { PlanId } from "../order/plan-id.ts"
import type { Order } from "../order/order.ts"
import { SLICED_FROM, worthOf } from "../order/worth.ts"
import { type Instant, priceOf, type Quantity } from "../value/brand.ts"
import { FOREVER, isWithin, later, seconds } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { endedFact } from "./plan-end.ts"
import { type Manner, planFor } from "./plan-maker.ts"
import { planViewOf } from "./plan-view-of.ts"
import { IMPACT_AFTER, type PlanMarket, PlanWatch } from "./plan-watch.ts"
import { sceneOfWhole } from "./scene.ts"
import { PLAN_WAIT } from "./timers.ts"
import type { Turn } from "./turn.ts"

const AGAIN = seconds(1)

/** What plans ask of the dealer, who alone knows the gate. */
export interface PlanCounter {
  sceneOf(intent: Intent): Scene
  weigh(intent: Intent, scene: Scene): Weighed
  admit(intent: Intent): boolean
  cancel(order: Order, because: string): void
}

/**
 * Works the plans that the journal says are running: asks each what it wants when its time has come or
 * something has happened to it, and carries that out. All it remembers itself is when to ask again and
 * what is measured meanwhile, so a stop in the middle loses nothing (EXEC-32).
 */
export class PlanDesk {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #counter: PlanCounter
  readonly #run: string
  readonly #asksForPractice: boolean
  readonly #watches = new Map<number, PlanWatch>()

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly counter: PlanCounter
    readonly run: string
    readonly asksForPractice: boolean
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#counter = told.counter
    this.#run = told.run
    this.#asksForPractice = told.asksForPractice
  }

  /** What the market did since a plan began in it; undefined where none runs (EXEC-33). */
  market(instrument: number): PlanMarket | undefined {
    const watch = this.#watches.get(instrument)
    return watch && { ...watch.gauge.until(this.#turn.now), impactPpm: watch.impactPpm }
  }

  /** When a plan wants to be looked at next. */
  get nextDue(): Instant {
    let due = FOREVER
    for (const { wakeAt } of this.#watches.values()) if (wakeAt < due) due = wakeAt
    return due
  }

  /** A process takes the journal up: its plans go on once the books agree, while their window lasts. */
  start(): void {
    for (const { plan } of this.#books.plans.running) this.#watchOver(plan)
  }

  /** Begins a plan, where the tier and the size ask for one. False where the entry is an order of its own. */
  begin(intent: Intent, manner: Manner): boolean {
    const { index } = intent.instrument
    const books = this.#books
    // Most entries are of the first tier, or small: they are not judged twice.
    if (!books.tiers.standing(this.#turn.now).working.isWide || books.plans.on(index)) return false
    const scene = this.#counter.sceneOf(intent)
    if (worthOf(intent, scene, intent.terms.quantity) < SLICED_FROM) return false
    const whole = sceneOfWhole(scene, this.#lane(index))
    const { intent: weighed, by, answers } = this.#counter.weigh(intent, whole)
    if (by !== undefined) return false
    const plan = planFor(
      { weighed, asked: intent },
      {
        id: `${this.#run}-p${this.#turn.nextLine}` as PlanId,
        manner,
        lane: this.#lane(index),
        books,
        scene,
        asksForPractice: this.#asksForPractice,
      },
    )
    if (plan === undefined) return false
    this.#turn.record({ kind: "plan-began", plan, answers })
    this.#watchOver(plan)
    this.tend(index)
    return true
  }

  /** The exchange told something about an order of a market. */
  onOrder(order: Order, isFilled: boolean): void {
    if (!this.#books.plans.on(order.instrument)) return
    if (isFilled && order.side === "sell") {
      this.stop(order.instrument, { code: "SOLD", because: "its position was sold meanwhile" })
    }
    this.tend(order.instrument)
  }

  /** Gives plans up: of one market, or of all. They come to their end when they are next looked at. */
  stop(
    instrument: number | undefined,
    why: { readonly code: string; readonly because: string },
  ): void {
    for (const { plan, state } of Array.from(this.#books.plans.running)) {
      if (state === "stopping") continue
      if (instrument !== undefined && instrument !== plan.instrument) continue
      this.#turn.record({ kind: "plan-turned", plan: plan.id, to: "stopping", ...why })
      const watch = this.#watches.get(plan.instrument)
      if (watch) watch.wakeAt = this.#turn.now
    }
  }

  /** Looks at every plan whose time has come. */
  tick(): void {
    const { now } = this.#turn
    for (const [instrument, watch] of Array.from(this.#watches)) {
      if (watch.wakeAt <= now) this.tend(instrument)
    }
  }

  putBack(): void {
    for (const watch of this.#watches.values()) watch.putBack(this.#turn.now)
  }

  /** Does what the plan of a market wants now. */
  tend(instrument: number): void {
    const watch = this.#watches.get(instrument)
    if (watch === undefined) return
    watch.look(this.#lane(instrument).mark, this.#turn.now)
    for (;;) {
      const progress = this.#books.plans.on(instrument)
      if (progress === undefined) return this.#forget(instrument)
      const step = this.#ask(progress, watch)
      if (!this.#carryOut(step, progress, watch)) return
    }
  }

  #ask(progress: Progress, watch: PlanWatch): Step {
    const lane = this.#lane(progress.plan.instrument)
    const scene = this.#counter.sceneOf(this.#sliceOf(progress, progress.plan.quantity))
    return nextStep(progress, planViewOf(progress, { lane, books: this.#books, scene, watch }))
  }

  /** @returns whether to ask again at once */
  #carryOut(step: Step, progress: Progress, watch: PlanWatch): boolean {
    const { now } = this.#turn
    const { plan } = progress
    switch (step.kind) {
      case "wait":
        watch.wakeAt = Math.min(step.until, later(now, PLAN_WAIT)) as Instant
        return false
      case "stop":
        this.#turn.record({
          kind: "plan-turned",
          plan: plan.id,
          to: "stopping",
          code: step.code,
          because: step.because,
        })
        this.#warnOf(step, plan)
        return true
      case "cancel": {
        watch.wakeAt = later(now, AGAIN)
        const child = this.#childOf(progress)
        if (child) this.#counter.cancel(child, step.because)
        return false
      }
      case "slice":
        this.#send(step, progress, watch)
        return false
      case "end":
        // The last part's effect on the market is part of what is told (EXEC-5).
        if (watch.isMeasuring && isWithin(IMPACT_AFTER, progress.lastSliceAt, now)) {
          watch.wakeAt = later(progress.lastSliceAt, IMPACT_AFTER)
          return false
        }
        this.#end(step, progress, watch)
        return true
      default:
        return step satisfies never
    }
  }

  /** EXEC-4, EXEC-5: that it costs more than it may is told, beside that the rest is given up. */
  #warnOf({ code, because }: Extract<Step, { kind: "stop" }>, plan: Plan): void {
    if (code !== "EXEC-22") return
    const about = this.#books.instrument(plan.instrument).symbol
    const what = `${about}: ${because}. What is left of ${plan.id} is given up (EXEC-22).`
    this.#turn.alert({ id: code, level: "warning", about, what })
  }

  #send(step: Extract<Step, { kind: "slice" }>, progress: Progress, watch: PlanWatch): void {
    const { now } = this.#turn
    const { quantity } = step.terms
    const intent = { ...this.#sliceOf(progress, quantity), terms: step.terms, leave: step.leave }
    if (this.#counter.admit(intent)) {
      watch.refused = 0
      watch.wakeAt = later(now, AGAIN)
      watch.onSlice(this.#lane(progress.plan.instrument).mark, now)
    } else {
      watch.refused++
      watch.wakeAt = later(now, seconds(2 ** watch.refused))
    }
  }

  #end(step: Extract<Step, { kind: "end" }>, progress: Progress, watch: PlanWatch): void {
    const { plan } = progress
    const lane = this.#lane(plan.instrument)
    const { quoteValueUnits } = this.#counter.sceneOf(this.#sliceOf(progress, plan.quantity))
    const { now } = this.#turn
    const isPractice = !this.#asksForPractice
    const told = { lane, watch, now, quoteValueUnits: quoteValueUnits ?? 0n, isPractice }
    this.#turn.record(endedFact(step, progress, told))
  }

  /** A part of a plan as an intent; its price and its stop are put in by the step. */
  #sliceOf(progress: Progress, quantity: Quantity): Intent {
    const { plan, slices } = progress
    const { instrument } = this.#lane(plan.instrument)
    const { id, asked, author, because, leave } = plan
    const { last } = this.#lane(plan.instrument)
    const price = priceOf(last > 0 ? last : 0)
    const cause = { row: this.#turn.rows, instrument: plan.instrument, price }
    const left = Math.max(quantity, asked - doneOf(progress)) as Quantity
    return {
      purpose: "entry",
      author,
      because,
      instrument,
      side: "buy",
      terms: { type: "market", quantity },
      leave,
      slice: { plan: id, number: slices.length + 1, asked: left },
      cause,
    }
  }

  #childOf({ slices }: Progress): Order | undefined {
    const child = slices.find((it) => it.state === "live")
    return child && this.#books.live.get(child.id)
  }

  #watchOver({ instrument, method }: Plan): void {
    const { now } = this.#turn
    const lane = this.#lane(instrument)
    const gauge = new Gauge({ from: now, price: lane.last })
    lane.gauge = gauge
    const volumeBefore = recentVolume(method, lane.turnover)
    this.#watches.set(instrument, new PlanWatch({ gauge, volumeBefore, wakeAt: now }))
  }

  #forget(instrument: number): void {
    this.#watches.delete(instrument)
    this.#lane(instrument).gauge = undefined
  }

  #lane(instrument: number): Lane {
    const lane = this.#lanes[instrument]
    assert.ok(lane, `there is no instrument ${instrument}`)
    return lane
  }
}

import assert from "node:assert/strict"
import type { Progress, SliceDone } from "../execution/plan.ts"
import type { PlanId } from "../order/plan-id.ts"
import { isFinal, type Order } from "../order/order.ts"
import type { Instant, Quantity } from "../value/brand.ts"
import { NEVER } from "../value/time.ts"
import type { PlanBegan, PlanEnded, PlanTurned } from "./records.ts"

/** What a plan bought, and what was held before it. */
export interface Bought {
  readonly plan: PlanId
  readonly heldBefore: Quantity
}

/** State that a snapshot keeps. */
export interface PlanBookState {
  readonly plans: readonly Progress[]
  readonly bought: readonly (readonly [number, Bought])[]
}

/** The plans that have begun and not ended, as a fold over the journal: one for each market at most. */
export class PlanBook {
  #plans = new Map<number, Progress>()
  #bought = new Map<number, Bought>()

  get state(): PlanBookState {
    return { plans: [...this.#plans.values()], bought: [...this.#bought] }
  }

  restore({ plans, bought }: PlanBookState): void {
    this.#plans = new Map(plans.map((it) => [it.plan.instrument, it]))
    this.#bought = new Map(bought)
  }

  /** What the last plan of a market bought, while it may be undone (EXEC-23). */
  bought(instrument: number): Bought | undefined {
    return this.#bought.get(instrument)
  }

  /** Plans that have not ended, oldest first. */
  get running(): Iterable<Progress> {
    return this.#plans.values()
  }
  get isEmpty(): boolean {
    return this.#plans.size === 0
  }

  /** The plan of a market. */
  on(instrument: number): Progress | undefined {
    return this.#plans.get(instrument)
  }

  onBegan({ plan }: PlanBegan, at: Instant): void {
    this.#bought.set(plan.instrument, { plan: plan.id, heldBefore: plan.heldBefore })
    assert.ok(!this.#plans.has(plan.instrument), "one plan at a time in a market")
    this.#plans.set(plan.instrument, {
      plan,
      beganAt: at,
      state: "running",
      code: "",
      because: "",
      lastSliceAt: NEVER,
      slices: [],
    })
  }

  onTurned({ plan, to, code, because }: PlanTurned): void {
    const progress = this.#find(plan)
    if (progress) this.#put({ ...progress, state: to, code, because })
  }

  onEnded({ plan }: PlanEnded): void {
    const progress = this.#find(plan)
    if (progress) this.#plans.delete(progress.plan.instrument)
  }

  /** A part of a plan was placed. */
  onSlice(order: Order, mid: number, at: Instant): void {
    const progress = this.#plans.get(order.instrument)
    assert.ok(
      progress !== undefined && progress.plan.id === order.plan,
      "a part belongs to the plan of its market",
    )
    const slices = [...progress.slices, sliceOf(order, mid)]
    this.#put({ ...progress, slices, lastSliceAt: at })
  }

  /** Something became known of an order. */
  onOrder(order: Order): void {
    const progress = this.#plans.get(order.instrument)
    if (progress === undefined || order.plan !== progress.plan.id) return
    const slices = progress.slices.map((it) => (it.id === order.id ? sliceOf(order, it.mid) : it))
    this.#put({ ...progress, slices })
  }

  #find(id: string): Progress | undefined {
    for (const progress of this.#plans.values()) if (progress.plan.id === id) return progress
    return undefined
  }

  #put(progress: Progress): void {
    this.#plans.set(progress.plan.instrument, Object.freeze(progress))
  }
}

function sliceOf(order: Order, mid: number): SliceDone {
  const { id, terms, filled, filledQuoteUnits, status } = order
  const state = !isFinal(order) ? "live" : status === "rejected" ? "rejected" : "over"
  return { id, quantity: terms.quantity, filled, filledQuoteUnits, state, mid }
}

import { draftOf, leastPart } from "../execution/draft.ts"
import { isCarriedOut, paidBy, type Shadow, type ShadowView, stepped } from "../execution/shadow.ts"
import { takingPrice } from "../execution/one-shot.ts"
import { volumeCurve } from "../execution/volume-curve.ts"
import type { Scene } from "../gate/gate.ts"
import { floorToStep, formatQuantity } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { SLICED_FROM } from "../order/worth.ts"
import { toRehearse } from "../tier/practice.ts"
import { DOLLAR } from "../value/amounts.ts"
import { type Duration, type Instant, PPM, type Quantity } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { FOREVER } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { leastOf } from "./plan-view-of.ts"
import type { Shadowed } from "./records.ts"
import type { Turn } from "./turn.ts"

const FIFTY_DOLLARS = 50n * DOLLAR

/** One that runs, and its way of working. */
interface Running {
  readonly method: Shadowed["method"]
  shadow: Shadow
}

/**
 * Rehearses entries as the next tier works them, where the trader wants that (TIER-15): beside each one
 * that leaves, a larger one in parts is held against the market, and nothing of it is sent. Its result
 * is a line of the journal and counts as practice (TIER-17). What runs is not kept: a stop ends it
 * without a result, since nobody saw what the market offered meanwhile.
 */
export class ShadowDesk {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #run: string
  readonly #staleAfter: (instrument: number) => Duration
  readonly #sceneOf: (intent: Intent) => Scene
  readonly #running = new Map<number, Running>()

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly run: string
    readonly staleAfter: (instrument: number) => Duration
    readonly sceneOf: (intent: Intent) => Scene
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#run = told.run
    this.#staleAfter = told.staleAfter
    this.#sceneOf = told.sceneOf
  }

  /** A process takes the journal up. */
  start(): void {
    this.#running.clear()
  }

  /** An entry has left, whole or in parts. One rehearsal runs in a market at a time. */
  begin(intent: Intent): void {
    const { tiers } = this.#books
    const { now } = this.#turn
    const { index } = intent.instrument
    if (!tiers.isShadowing || this.#running.has(index)) return
    const method = toRehearse(tiers.evidence, tiers.standing(now).working.name)
    if (method === undefined) return
    const shadow = this.#shadowOf(method, intent)
    if (shadow === undefined) return
    this.#running.set(index, { method, shadow })
    const { symbol, base } = intent.instrument
    const size = `${formatQuantity(intent.instrument, shadow.quantity)} ${base.code}`
    const what = `Rehearsing beside it: ${size} of ${symbol} as ${method} in ${shadow.schedule.length} parts; nothing of it is sent (TIER-15).`
    this.#turn.record({ kind: "note", code: "SHADOW", what })
    this.#tend(index)
  }

  get nextDue(): Instant {
    let due = FOREVER
    for (const { shadow } of this.#running.values()) if (shadow.nextAt < due) due = shadow.nextAt
    return due
  }

  tick(): void {
    for (const [instrument, { shadow }] of Array.from(this.#running)) {
      if (shadow.nextAt <= this.#turn.now) this.#tend(instrument)
    }
  }

  /** The clock was put back: nothing waits for it to catch up. */
  putBack(): void {
    const { now } = this.#turn
    for (const it of this.#running.values()) {
      if (it.shadow.nextAt > now) it.shadow = Object.freeze({ ...it.shadow, nextAt: now })
    }
  }

  #tend(instrument: number): void {
    const running = this.#running.get(instrument)
    if (running === undefined) return
    running.shadow = stepped(running.shadow, this.#view(this.#lanes[instrument]))
    if (running.shadow.over === undefined) return
    this.#running.delete(instrument)
    this.#turn.record(resultOf(running.method, running.shadow, running.shadow.over))
  }

  #view({ instrument, bid, ask, askSize, last, mark, pricedAt }: Lane): ShadowView {
    const { now } = this.#turn
    return {
      now,
      instrument,
      touch: { bid, ask, last: last > 0 ? last : mark },
      askSize,
      isOpen: now - pricedAt <= this.#staleAfter(instrument.index),
    }
  }

  /** As large as what the next tier would send in parts, however small the account still is. */
  #shadowOf(method: Shadowed["method"], intent: Intent): Shadow | undefined {
    const lane = this.#lanes[intent.instrument.index]
    const { instrument, turnover } = lane
    const scene = this.#sceneOf(intent)
    const { now } = scene
    const { step } = instrument.filters
    const large = floorToStep(instrument, Math.ceil(scene.quantityWorth(SLICED_FROM))) + step
    const quantity = Math.max(intent.terms.quantity, large) as Quantity
    const fiftyDollars = scene.quantityWorth(FIFTY_DOLLARS) as Quantity
    const least = leastPart(method, { viable: leastOf(lane, scene), fiftyDollars })
    const chance = new Chance(0, `${this.#run}-h${this.#turn.nextLine}`)
    const told = { now, touchSize: lane.askSize, curve: volumeCurve(turnover, now), chance }
    const draft = draftOf(method, { quantity, step, least }, told)
    const ask = takingPrice(lane)
    if (draft === undefined || !(lane.mark > 0) || !(ask > 0)) return undefined
    return Object.freeze({
      ...draft,
      instrument: instrument.index,
      quantity,
      beganAt: now,
      arrival: lane.mark,
      ask,
      filled: 0 as Quantity,
      paid: 0n,
      parts: 0,
      nextAt: now,
    })
  }
}

function resultOf(method: Shadowed["method"], shadow: Shadow, because: string): Shadowed {
  const paid = paidBy(shadow)
  return {
    kind: "shadowed",
    method,
    instrument: shadow.instrument,
    asked: shadow.quantity,
    filled: shadow.filled,
    parts: shadow.parts,
    arrival: rounded(shadow.arrival),
    ask: rounded(shadow.ask),
    ...(paid === undefined ? {} : { paid: rounded(paid) }),
    isCompleted: isCarriedOut(shadow),
    because,
  }
}

/** A price in counts, to a millionth of one: what a benchmark is journaled as. */
const rounded = (price: number): number => Math.round(price * PPM) / PPM

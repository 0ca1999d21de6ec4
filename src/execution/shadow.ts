import { floorToStep, type Instrument } from "../market/instrument.ts"
import type { Duration, Instant, Quantity } from "../value/brand.ts"
import { later, seconds } from "../value/time.ts"
import { SLIPPAGE_MOST_BPS } from "./abort.ts"
import type { Draft } from "./draft.ts"
import { takingPrice, type Touch } from "./one-shot.ts"
import { FILLED_LEAST } from "./plan.ts"
import { slippageBps } from "./shortfall.ts"

/** What stood still is looked at again so soon. */
const AGAIN = seconds(1)

/**
 * A rehearsal of an entry in parts (TIER-15): each part is held against what is offered when it is due,
 * and nothing is sent. Frozen; `stepped` makes the next one.
 */
export interface Shadow extends Draft {
  readonly instrument: number
  readonly quantity: Quantity
  readonly beganAt: Instant
  /** Mid when it began, counts; a half is possible. */
  readonly arrival: number
  /** What one order for all of it would have begun to pay then, counts. */
  readonly ask: number
  readonly filled: Quantity
  /** Price times quantity of what it would have bought, counts. */
  readonly paid: bigint
  readonly parts: number
  readonly nextAt: Instant
  /** Why it is over; absent while it goes on. */
  readonly over?: string
}

/** The market as a shadow sees it. */
export interface ShadowView {
  readonly now: Instant
  readonly instrument: Instrument
  readonly touch: Touch
  /** Counts that stand at the best ask; NaN where no quote is known. */
  readonly askSize: number
  /** There is a market, and a price of it that is not old. */
  readonly isOpen: boolean
}

/**
 * The rehearsal a moment later. Of what is due no more is taken than is offered at the best price: the
 * rest waits for the next moment, as an order would that takes what it can at once.
 */
export function stepped(shadow: Shadow, view: ShadowView): Shadow {
  const { now, touch } = view
  const { arrival, quantity } = shadow
  if (now >= later(shadow.beganAt, shadow.window)) return ended(shadow, "its window is over")
  const price = takingPrice(touch)
  if (!view.isOpen || !(price > 0)) return Object.freeze({ ...shadow, nextAt: later(now, AGAIN) })
  const cost = slippageBps("buy", { price, against: arrival })
  if (cost > SLIPPAGE_MOST_BPS) {
    return ended(shadow, `the price is ${cost.toFixed(0)} bp worse than at its arrival (EXEC-22)`)
  }
  const { due, nextAt } = dueAt(shadow, now)
  const bought = taken(view, due - shadow.filled)
  const filled = (shadow.filled + bought) as Quantity
  const next = {
    ...shadow,
    filled,
    paid: shadow.paid + BigInt(Math.round(price)) * BigInt(bought),
    parts: shadow.parts + (bought > 0 ? 1 : 0),
    nextAt: filled < due ? later(now, AGAIN) : nextAt,
  }
  return filled === quantity ? ended(next, "all of it would be bought") : Object.freeze(next)
}

/** What it would have paid on average, counts; undefined where nothing would have been bought. */
export const paidBy = ({ paid, filled }: Shadow): number | undefined =>
  filled > 0 ? Number(paid) / filled : undefined

/** Within its slippage, and for the most part filled: what practice counts (TIER-17). */
export function isCarriedOut(shadow: Shadow): boolean {
  const price = paidBy(shadow)
  if (price === undefined || shadow.filled < shadow.quantity * FILLED_LEAST) return false
  return slippageBps("buy", { price, against: shadow.arrival }) <= SLIPPAGE_MOST_BPS
}

const ended = (shadow: Shadow, over: string): Shadow => Object.freeze({ ...shadow, over })

/** How much should be bought by now, and when more is due. A clock put back makes nothing due again. */
function dueAt(
  { schedule, beganAt, window }: Shadow,
  now: Instant,
): { readonly due: number; readonly nextAt: Instant } {
  const since = (now - beganAt) as Duration
  const due = schedule.reduce((sum, it) => sum + (it.after <= since ? it.quantity : 0), 0)
  const next = schedule.find((it) => it.after > since)
  return { due, nextAt: later(beganAt, next?.after ?? window) }
}

function taken({ instrument, askSize }: ShadowView, wanted: number): number {
  const most = askSize >= 0 ? Math.min(wanted, askSize) : wanted
  return Math.max(0, floorToStep(instrument, most))
}

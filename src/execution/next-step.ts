import { floorToStep, roundPrice } from "../market/instrument.ts"
import type { Leave } from "../order/intent.ts"
import type { Order } from "../order/order.ts"
import { isImmediate, type Terms } from "../order/terms.ts"
import { STOP_WIDEST } from "./one-shot.ts"
import { type Duration, type Instant, type Price, PPM, type Quantity } from "../value/brand.ts"
import { later, seconds } from "../value/time.ts"
import { abortOf } from "./abort.ts"
import { dueOf, type Pace, paceOf } from "./pace.ts"
import { shareOf, withinShare } from "./participation.ts"
import { arrivalOf, doneOf, type Outcome, type Progress, restOf } from "./plan.ts"
import type { PlanView } from "./plan-view.ts"
import { sliceTerms } from "./routing.ts"

/** What a plan wants now. */
export type Step =
  | { readonly kind: "wait"; readonly until: Instant }
  | { readonly kind: "slice"; readonly terms: Terms; readonly leave: Leave }
  | { readonly kind: "cancel"; readonly because: string }
  | { readonly kind: "stop"; readonly code: string; readonly because: string }
  | {
      readonly kind: "end"
      readonly outcome: Outcome
      readonly code: string
      readonly because: string
    }

/** Looked at again after so long at the latest, and while something is on its way. */
const AGAIN = seconds(1)
/** EXEC-20: between two parts. */
const PAUSE_LEAST = seconds(1)
/** EXEC-42: a part that rests is given so long, the less the more urgent it is. */
const PATIENCE = seconds(30)
const PATIENCE_LEAST = seconds(5)

/**
 * What a plan does next. Pure: how far it has come and the moment decide, nothing else is remembered,
 * so that a plan goes on after a crash as if there had been none (EXEC-32). One part at a time, each
 * guarded before the next (EXEC-68).
 */
export function nextStep(progress: Progress, view: PlanView): Step {
  const { now, child } = view
  const { plan, beganAt, state } = progress
  const again = later(now, AGAIN)
  const ends = later(beganAt, plan.window)
  const ending = endOf(progress, view)
  if (ending) return child ? takenBack(child, ending.because, again) : ending
  const abort = abortOf(progress, view)
  if (abort) return { kind: "stop", ...abort }
  if (state === "paused") {
    return child ? takenBack(child, progress.because, again) : { kind: "wait", until: ends }
  }
  if (child) return whileOut(progress, view, child)
  const free = later(progress.lastSliceAt, PAUSE_LEAST)
  if (now < free && now >= progress.lastSliceAt) return { kind: "wait", until: free }
  if (!view.isOpen || view.isVolumeOdd) return { kind: "wait", until: again }
  const pace = paceOf(progress, view)
  const { quantity, nextAt } = sliceQuantity(progress, view, pace)
  if (quantity === 0) return { kind: "wait", until: earlier(nextAt, ends) }
  const terms = sliceTerms(view.instrument, conditionsOf(progress, view, pace), {
    quantity,
    arrival: arrivalOf(progress),
  })
  return { kind: "slice", terms, leave: leaveOf(progress, view) }
}

/** Why it ends when nothing of it is out any more; undefined while it goes on. */
function endOf(
  progress: Progress,
  { now, least }: PlanView,
): Extract<Step, { kind: "end" }> | undefined {
  const { plan, beganAt, state, code, because, slices } = progress
  const isOut = slices.some((it) => it.state === "live")
  const rest = restOf(progress)
  if (!isOut && rest < Math.max(1, least)) {
    const what = rest === 0 ? "all of it is bought" : "what is left is too small to be bought"
    return { kind: "end", outcome: "completed", code: "DONE", because: what }
  }
  if (state === "stopping") return { kind: "end", outcome: "stopped", code, because }
  // A clock that stands before the beginning was put back and tells nothing about the window.
  if (now < later(beganAt, plan.window)) return undefined
  const what = "its window is over; what is left is not chased"
  return { kind: "end", outcome: "expired", code: "WINDOW", because: what }
}

/** What takes at once ends by itself; what rests is asked back. */
function takenBack(child: Order, because: string, again: Instant): Step {
  const isResting = child.status === "open" && !isImmediate(child.terms)
  return isResting ? { kind: "cancel", because } : { kind: "wait", until: again }
}

/** A part is out: it is waited for, and one that rests in vain or too low is asked back. */
function whileOut(progress: Progress, { now, touch }: PlanView, child: Order): Step {
  const again = later(now, AGAIN)
  if (child.status !== "open" || isImmediate(child.terms)) return { kind: "wait", until: again }
  const { urgency } = progress.plan
  const span = PATIENCE - ((PATIENCE - PATIENCE_LEAST) * urgency) / 100
  const over = later(child.placedAt, span as Duration)
  const isOver = now >= over || now < child.placedAt
  const isLow = "price" in child.terms && touch.bid > child.terms.price
  // What follows no schedule may rest at the best price for as long as its window lasts.
  const isPatient = progress.plan.method === "iceberg" && !isLow
  if (!isOver || isPatient) return { kind: "wait", until: isOver ? again : over }
  return { kind: "cancel", because: "the market has left it behind" }
}

/** How much is sent now; 0 with the moment to look again when it is nothing. */
function sliceQuantity(
  progress: Progress,
  view: PlanView,
  pace: Pace,
): { readonly quantity: Quantity; readonly nextAt: Instant } {
  const { now, instrument, least, volume } = view
  const { plan, beganAt } = progress
  const done = doneOf(progress)
  const rest = restOf(progress)
  const due = dueOf(plan, (now - beganAt) as Duration, pace)
  const nextAt = due.nextAfter === undefined ? later(now, AGAIN) : later(beganAt, due.nextAfter)
  const largest = Math.max(...plan.schedule.map((it) => it.quantity))
  const step = Math.max(1, instrument.filters.step)
  const share = { share: shareOf(plan), volume, isOwnIncluded: true, done, step, least }
  const byVolume = volume === Infinity ? rest : withinShare({ ...share, quantity: plan.quantity })
  const wanted = Math.min(due.quantity - done, largest, rest, byVolume)
  let quantity: number = floorToStep(instrument, wanted)
  // What would be left must be large enough to be bought, too.
  const left = rest - quantity
  const mayTakeAll = rest <= byVolume && rest <= largest * 1.5
  if (left > 0 && left < least) quantity = mayTakeAll ? rest : rest - least
  const isSent = quantity >= least && quantity > 0
  const soon = byVolume === 0 ? later(now, AGAIN) : nextAt
  return {
    quantity: (isSent ? floorToStep(instrument, quantity) : 0) as Quantity,
    nextAt: soon > now ? soon : later(now, AGAIN),
  }
}

function conditionsOf(progress: Progress, view: PlanView, { raised }: Pace) {
  const { plan, slices } = progress
  const lastTaken = slices.findLastIndex((it) => it.state !== "rejected")
  return {
    touch: view.touch,
    urgency: plan.urgency + raised,
    isPassive: plan.method === "iceberg",
    refused: slices.length - 1 - lastTaken,
    volatility: view.volatility,
  }
}

/**
 * Where the position is left: as it was wished, or nearer where the price has risen since (RISK-12), or
 * where the stop of what is held was brought to meanwhile.
 */
function leaveOf({ plan }: Progress, { instrument, touch, stop }: PlanView): Leave {
  const widest = roundPrice(instrument, (touch.last * (PPM - STOP_WIDEST)) / PPM, "sell")
  return { ...plan.leave, stop: Math.max(plan.leave.stop, stop ?? 0, widest) as Price }
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

import type { Duration } from "../value/brand.ts"
import { takingPrice } from "./one-shot.ts"
import { arrivalOf, doneOf, type Plan, type Progress } from "./plan.ts"
import type { PlanView } from "./plan-view.ts"

/** EXEC-31: at so much better than the arrival price there is nothing to wait for. */
const BETTER = 0.002
/** EXEC-42: so far behind its schedule a plan becomes one step more urgent. */
const BEHIND = 0.05
const STEP_UP = 40

/** How fast a plan goes beside its schedule. */
export interface Pace {
  /** Times the schedule's own speed; Infinity takes everything that is left, one part after the other. */
  readonly times: number
  /** Added to its urgency. */
  readonly raised: number
}

/** The speed of a moment (EXEC-31, EXEC-42, EXEC-43). */
export function paceOf(progress: Progress, view: PlanView): Pace {
  const { plan, beganAt, slices } = progress
  const price = takingPrice(view.touch)
  const arrival = arrivalOf(progress)
  const isBetter = arrival !== undefined && price <= arrival * (1 - BETTER)
  const isTimed = plan.method === "twap" || plan.method === "vwap"
  const times = isBetter ? Infinity : isTimed ? speedOf(plan.urgency) : 1
  const due = dueOf(plan, (view.now - beganAt) as Duration, { times, raised: 0 })
  const isBehind = due.quantity - doneOf(progress) > plan.quantity * BEHIND
  // What is only waiting for its first part is not behind.
  return { times, raised: isBehind && slices.length > 0 && hasTried(progress) ? STEP_UP : 0 }
}

/** EXEC-43: 0 to 25 follow the curve, then up to 1.5 and 2 times its pace, then as fast as allowed. */
function speedOf(urgency: number): number {
  if (urgency <= 25) return 1
  if (urgency <= 50) return 1 + (0.5 * (urgency - 25)) / 25
  if (urgency <= 75) return 1.5 + (0.5 * (urgency - 50)) / 25
  return Infinity
}

/** What the schedule wants bought by a moment, and when it wants more. */
export function dueOf(
  plan: Plan,
  elapsed: Duration,
  { times }: Pace,
): { readonly quantity: number; readonly nextAfter: Duration | undefined } {
  let quantity = 0
  for (const due of plan.schedule) {
    const after = due.after === 0 ? 0 : due.after / times
    if (after > elapsed) return { quantity, nextAfter: Math.ceil(after) as Duration }
    quantity += due.quantity
  }
  return { quantity, nextAfter: undefined }
}

/** A part has come to its end without all that it wanted. */
const hasTried = ({ slices }: Progress): boolean =>
  slices.some((it) => it.state !== "live" && it.filled < it.quantity)

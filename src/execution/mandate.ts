import type { Intent } from "../order/intent.ts"
import type { PlanId } from "../order/plan-id.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import { type Priced, SLICED_FROM, worthOf } from "../order/worth.ts"
import { moneyText } from "../value/amounts.ts"
import type { Quantity } from "../value/brand.ts"

/** What the rule of plans looks at. */
export interface MandateScene extends Priced {
  /** The plan that runs on this market, and what its mandate leaves; undefined where none does. */
  readonly mandate:
    | { readonly plan: PlanId; readonly rest: Quantity; readonly isRunning: boolean }
    | undefined
}

/**
 * Is it a part of a plan that still has a mandate, or an order of its own where none runs? A part never
 * asks for more than the mandate leaves, counted from the journal and not from what the plan says.
 */
export function judgeMandate(intent: Intent, scene: MandateScene): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  const { slice, terms } = intent
  const { mandate } = scene
  if (slice === undefined) return mandate === undefined ? ALLOW : refusedBeside(mandate.plan)
  const isItsOwn = mandate?.plan === slice.plan && mandate.isRunning
  const rest = isItsOwn ? mandate.rest : 0
  if (terms.quantity <= rest) return ALLOW
  return refuse({
    id: "EXEC-21",
    value: `a part of ${terms.quantity} counts`,
    limit: `${rest} left of the mandate of ${slice.plan}`,
    because:
      "A plan buys no more than it was allowed as a whole. Another wish begins another plan.",
  })
}

const refusedBeside = (plan: PlanId): Verdict =>
  refuse({
    id: "EXEC-8",
    value: `${plan} is at work`,
    limit: "one entry at a time in a market",
    because: "This market is being entered in parts. It is open again when that has ended.",
  })

/** EXEC-1: what is worth $200 or more leaves in parts, whoever wished it. Asked of the final size. */
export function judgeWhole(intent: Intent, scene: MandateScene): Verdict {
  if (intent.purpose !== "entry" || intent.slice !== undefined) return ALLOW
  const units = worthOf(intent, scene, intent.terms.quantity)
  if (units < SLICED_FROM) return ALLOW
  return refuse({
    id: "EXEC-1",
    value: `${moneyText(units)} in one order`,
    limit: "below $200.00",
    because:
      "An entry of this size is sent in parts, and no way of doing that is open now. A smaller one passes.",
  })
}

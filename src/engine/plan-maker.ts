import { draftOf, leastPart } from "../execution/draft.ts"
import { squareRootImpact } from "../execution/impact.ts"
import { methodFor, practiceOf, type PlanMethod } from "../execution/method.ts"
import type { Plan } from "../execution/plan.ts"
import { spreadBps } from "../execution/routing.ts"
import { CONFIDENCE_LEAST, volumeCurve } from "../execution/volume-curve.ts"
import type { Scene } from "../gate/gate.ts"
import type { Intent } from "../order/intent.ts"
import type { PlanId } from "../order/plan-id.ts"
import { worthOf } from "../order/worth.ts"
import { practised } from "../tier/practice.ts"
import { TIERS } from "../tier/tier.ts"
import { DOLLAR } from "../value/amounts.ts"
import { Chance } from "../value/chance.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { leastOf, volatilityOf } from "./plan-view-of.ts"

/** A wish that says nothing about it is neither patient nor in a hurry. */
const USUAL_URGENCY = 50
const PASSIVE_URGENCY = 10
const FIFTY_DOLLARS = 50n * DOLLAR

/** What of a wish decides how it is worked. */
export interface Manner {
  readonly isPassive?: boolean
  readonly urgency?: number
}

/**
 * Makes the plan of an entry that the rules allowed as a whole; undefined where it leaves as one order,
 * or may not leave at all.
 * @param told.weighed with the quantity that the rules allow
 * @param told.asked as it was wished
 */
export function planFor(
  { weighed, asked }: { readonly weighed: Intent; readonly asked: Intent },
  told: {
    readonly id: PlanId
    readonly manner: Manner
    readonly lane: Lane
    readonly books: Books
    readonly scene: Scene
    /** TIER-17: no method is used for real before it was practised on paper. */
    readonly asksForPractice: boolean
  },
): Plan | undefined {
  const { id, manner, lane, books, scene } = told
  const { isPassive = false } = manner
  const urgency = manner.urgency ?? (isPassive ? PASSIVE_URGENCY : USUAL_URGENCY)
  const curve = volumeCurve(lane.turnover, scene.now)
  const method = methodFor({
    valueUnits: worthOf(weighed, scene, weighed.terms.quantity),
    rank: TIERS.indexOf(scene.standing.working),
    urgency,
    isPassive,
    hasCurve: (curve?.confidence ?? 0) >= CONFIDENCE_LEAST,
    isPractised: (it) => !told.asksForPractice || isPractised(it, books),
  })
  if (method === undefined || method === "one-shot" || !weighed.leave) return undefined
  const { quantity } = weighed.terms
  const step = weighed.instrument.filters.step
  const fiftyDollars = scene.quantityWorth(FIFTY_DOLLARS) as typeof quantity
  const least = leastPart(method, { viable: leastOf(lane, scene), fiftyDollars })
  const { now } = scene
  const chance = new Chance(0, id)
  const draft = draftOf(
    method,
    { quantity, step, least },
    { now, touchSize: lane.askSize, curve, chance },
  )
  if (draft === undefined) return undefined
  const expected = expectedOf(lane, quantity)
  const { author, because, cause, leave, instrument } = weighed
  return {
    id,
    method,
    instrument: instrument.index,
    author,
    because,
    cause,
    leave,
    asked: asked.terms.quantity,
    quantity,
    heldBefore: books.ledger.position(instrument.index).quantity,
    urgency,
    ...draft,
    decision: lane.mark,
    ...(expected ? { expected } : {}),
  }
}

function isPractised(method: PlanMethod, { tiers }: Books): boolean {
  const asked = practiceOf(method)
  return practised(tiers.evidence).some((it) => it.method === asked && it.isPassed)
}

/** EXEC-46: what the square-root law expects, once an hour of the market is known. */
function expectedOf(lane: Lane, quantity: number): Plan["expected"] {
  const { turnover } = lane
  const known = turnover.minutesKnown
  const volatility = volatilityOf(lane)
  const dayVolume = known > 0 ? (turnover.lastMinutes(known) / known) * 1_440 : 0
  const spread = spreadBps({ bid: lane.bid, ask: lane.ask, last: lane.last })
  if (!(volatility >= 0) || !(dayVolume > 0)) return undefined
  const halfSpreadBps = spread >= 0 ? spread / 2 : 0
  return squareRootImpact({ volatility, quantity, dayVolume, factor: 1, halfSpreadBps })
}

import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import { moneyText } from "../value/amounts.ts"
import { PPM, type Quantity } from "../value/brand.ts"
import { featureOf, featureOfStrategy, isUnlocked } from "./feature.ts"
import type { Closed, Standing } from "./standing.ts"
import type { Tier } from "./tier.ts"

/** What the tier rule looks at. */
export interface TierScene {
  /** What the tier machine says now. */
  readonly standing: Standing
  /** No money is at stake: a strategy of a later tier may be studied. */
  readonly isStudy: boolean
  /** Other instruments with a position or an open entry. */
  readonly otherPositions: number
  /** Worth of this position with its open entries counted as filled. */
  readonly positionUnits: bigint
  /** Worth of the smallest position that can be sold again safely (RISK-3). */
  readonly viableUnits: bigint
  /** The quantity that a number of account-asset units buys at the intent's price. */
  readonly quantityWorth: (units: bigint) => number
}

/** May this tier do this? Limits of size shrink; what the tier has not unlocked is refused. */
export function judgeTier(intent: Intent, scene: TierScene): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  const { closed, closedByHand, working } = scene.standing
  if (closed) return refusedAs(closed)
  if (closedByHand && intent.author.kind === "trader") return refusedAs(closedByHand)
  const locked = notUnlocked(intent, scene.standing) ?? notTraded(intent, scene)
  if (locked) return locked
  if (scene.otherPositions >= working.maxPositions) {
    return refuse({
      id: "TIER-2",
      value: `${scene.otherPositions} open elsewhere`,
      limit: `${working.maxPositions} at a time for ${working.name}`,
      because: `This tier holds ${counted(working.maxPositions)} at a time. It opens again when another one is closed.`,
    })
  }
  return sized(intent, scene, working)
}

const refusedAs = ({ id, value, limit, because }: Closed): Verdict =>
  refuse({ id, value, limit, because })

/** TIER-4: names the feature, the tier it needs, and the gates that are missing. */
function notUnlocked({ terms }: Intent, standing: Standing): Verdict | undefined {
  const { working } = standing
  const feature = featureOf(terms)
  const isKnown = working.entryTypes.includes(terms.type)
  if (isKnown && (feature === undefined || working.isWide)) return undefined
  const what = feature ? `${feature.says}: from ${feature.tier}` : "an entry without a bound"
  return refuse({
    id: "TIER-13",
    value: "lifetime" in terms ? `${terms.type} ${terms.lifetime}` : terms.type,
    limit: `${working.name} enters by one-shot orders; ${what}`,
    because: feature
      ? `This way of entering is unlocked by a later tier.${missingText(standing)} Use a plain buy.`
      : "Every entry is bounded by a price, in every tier. Use a plain buy.",
  })
}

/** TIER-4, TIER-22: what a strategy of a later tier holds is led to its exit, and it buys nothing more. */
function notTraded({ author }: Intent, { standing, isStudy }: TierScene): Verdict | undefined {
  const feature = author.kind === "strategy" ? featureOfStrategy(author.name) : undefined
  const { working } = standing
  if (feature === undefined || isStudy || isUnlocked(feature, working.name)) return undefined
  return refuse({
    id: "TIER-4",
    value: `${feature.says} in ${working.name}`,
    limit: `from ${feature.tier}`,
    because: `This strategy is unlocked by a later tier.${missingText(standing)} What it holds keeps its stop and its way out; on paper it may be studied.`,
  })
}

const missingText = ({ missing }: Standing): string =>
  missing.length === 0 ? "" : ` Still missing: ${missing.join(", ")}.`

/** The cap of the tier (RISK-2), then the part of it that a recovery or an adjustment allows. */
function sized(intent: Intent, scene: TierScene, tier: Tier): Verdict {
  const asked = intent.terms.quantity
  const { isMinimumOnly, sizePpm } = scene.standing
  const capUnits = isMinimumOnly ? scene.viableUnits : tier.positionCapUnits
  const roomUnits = capUnits - scene.positionUnits
  const limit = `${moneyText(capUnits)} per position for ${tier.name}`
  const id = isMinimumOnly ? "TIER-30" : "TIER-2"
  const room = scene.quantityWorth(roomUnits)
  if (room <= 0) {
    return refuse({
      id,
      value: `${moneyText(scene.positionUnits)} held`,
      limit,
      because: "The position has reached this tier's size. It opens again when part of it is sold.",
    })
  }
  const capped = Math.min(asked, room)
  const quantity = stepped(intent, reduced(capped, scene))
  if (quantity >= asked) return { answer: "allow", limit }
  const isReduced = quantity < capped
  return {
    answer: "shrink",
    quantity: quantity as Quantity,
    id: isReduced ? "TIER-24" : id,
    value: "more asked",
    limit: isReduced ? `${sizePpm / 10_000} % of normal size` : limit,
  }
}

/** A part of the size, but never below what can be sold again while the cap allows that (RISK-26). */
function reduced(capped: number, scene: TierScene): number {
  const { sizePpm } = scene.standing
  if (sizePpm >= PPM) return capped
  const part = Math.floor((capped * sizePpm) / PPM)
  return Math.max(part, Math.min(capped, scene.quantityWorth(scene.viableUnits)))
}

function stepped({ instrument }: Intent, quantity: number): number {
  const { step } = instrument.filters
  return step > 0 ? quantity - (quantity % step) : quantity
}

const counted = (n: number): string => (n === 1 ? "one position" : `${n} positions`)

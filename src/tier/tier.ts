import { formatUnits } from "../value/decimal.ts"
import type { Intent } from "../order/intent.ts"
import type { OrderType, Terms } from "../order/terms.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** What a tier allows (TIER-2, TIER-13). Amounts are units of the account asset. */
export interface Tier {
  readonly name: "SNIPER"
  readonly maxPositions: number
  readonly positionCapUnits: bigint
  readonly dayLossUnits: bigint
  /** One-shot orders, and the one passive order of a spread strategy (section 6, judgement calls). */
  readonly entryTypes: readonly OrderType[]
}

const DOLLAR = 100_000_000n

/** Where every account begins, whatever its size: a tier is earned, not bought (TIER-5). */
export const SNIPER: Tier = Object.freeze<Tier>({
  name: "SNIPER",
  maxPositions: 1,
  positionCapUnits: 100n * DOLLAR,
  dayLossUnits: 25n * DOLLAR,
  entryTypes: ["limit", "limit-maker"],
})

/** What the tier rule looks at. */
export interface TierScene {
  /** Other instruments with a position or an open entry. */
  readonly otherPositions: number
  /** Worth of this position with its open entries counted as filled. */
  readonly positionUnits: bigint
  /** The quantity that a number of account-asset units buys at the intent's price. */
  readonly quantityWorth: (units: bigint) => number
}

/** May this tier do this? Limits of size shrink; what the tier has not unlocked is refused. */
export function judgeTier(intent: Intent, scene: TierScene, tier: Tier): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  const { terms } = intent
  if (!tier.entryTypes.includes(terms.type) || !isOneShot(terms)) {
    return refuse({
      id: "TIER-13",
      value: "lifetime" in terms ? `${terms.type} ${terms.lifetime}` : terms.type,
      limit: `${tier.name}: one-shot orders`,
      because: "This way of entering is unlocked by a later tier. Use a plain buy.",
    })
  }
  if (scene.otherPositions >= tier.maxPositions) {
    return refuse({
      id: "TIER-2",
      value: `${scene.otherPositions} open elsewhere`,
      limit: `${tier.maxPositions} at a time for ${tier.name}`,
      because:
        "This tier holds one position at a time. It opens again when the other one is closed.",
    })
  }
  const roomUnits = tier.positionCapUnits - scene.positionUnits
  const quantity = scene.quantityWorth(roomUnits)
  const limit = `$${formatUnits(tier.positionCapUnits, 8)} per position for ${tier.name}`
  if (quantity >= terms.quantity) return { answer: "allow", limit }
  if (quantity <= 0) {
    return refuse({
      id: "TIER-2",
      value: `$${formatUnits(scene.positionUnits / 1_000_000n, 2, 2)} held`,
      limit,
      because: "The position has reached this tier's size. It opens again when part of it is sold.",
    })
  }
  return {
    answer: "shrink",
    quantity: quantity as typeof terms.quantity,
    id: "TIER-2",
    value: "more asked",
    limit,
  }
}

/** Taken at once or not at all, and in full view; a resting limit is for the next tier. */
function isOneShot(terms: Terms): boolean {
  if (terms.type !== "limit") return true
  return terms.lifetime === "ioc" && terms.iceberg === undefined
}

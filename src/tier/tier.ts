import type { OrderType } from "../order/terms.ts"
import { DOLLAR } from "../value/amounts.ts"

/** The four tiers by name, in the order in which they are earned. */
export const TIER_NAMES = ["SNIPER", "HUNTER", "STRATEGIST", "ARCHITECT"] as const
export type TierName = (typeof TIER_NAMES)[number]

/** What a tier allows (TIER-2, TIER-13). Amounts are units of the account asset. */
export interface Tier {
  readonly name: TierName
  /** The tier is earned at this tier equity and kept down to it (TIER-2). */
  readonly floorUnits: bigint
  /** Sizes count no more equity than this (TIER-12); undefined for the last tier. */
  readonly ceilingUnits: bigint | undefined
  readonly maxPositions: number
  readonly positionCapUnits: bigint
  readonly dayLossUnits: bigint
  /** Ways to enter. What rests on the book in full view is for Hunter, see `isWide`. */
  readonly entryTypes: readonly OrderType[]
  /** Resting, fill-or-kill and iceberg limits are open too. */
  readonly isWide: boolean
  /** How long sizes stay reduced after the promotion into it, in hours (TIER-24). */
  readonly adjustmentHours: number
  /** Days in the tier before that are needed to be promoted into it (TIER-7, TIER-8, TIER-10). */
  readonly daysBefore: number
}

const dollars = (whole: number): bigint => BigInt(whole) * DOLLAR

/** One-shot orders, and the one passive order of a spread strategy (section 6, judgement calls). */
const ENTRY_TYPES: readonly OrderType[] = Object.freeze(["limit", "limit-maker"])

/** Where every account begins, whatever its size: a tier is earned, not bought (TIER-5). */
const SNIPER: Tier = Object.freeze<Tier>({
  name: "SNIPER",
  floorUnits: dollars(500),
  ceilingUnits: dollars(2_000),
  maxPositions: 1,
  positionCapUnits: dollars(100),
  dayLossUnits: dollars(25),
  entryTypes: ENTRY_TYPES,
  isWide: false,
  adjustmentHours: 0,
  daysBefore: 0,
})

const HUNTER: Tier = Object.freeze<Tier>({
  name: "HUNTER",
  floorUnits: dollars(2_000),
  ceilingUnits: dollars(10_000),
  maxPositions: 5,
  positionCapUnits: dollars(500),
  dayLossUnits: dollars(100),
  entryTypes: ENTRY_TYPES,
  isWide: true,
  adjustmentHours: 48,
  daysBefore: 30,
})

const STRATEGIST: Tier = Object.freeze<Tier>({
  name: "STRATEGIST",
  floorUnits: dollars(10_000),
  ceilingUnits: dollars(50_000),
  maxPositions: 10,
  positionCapUnits: dollars(2_000),
  dayLossUnits: dollars(500),
  entryTypes: ENTRY_TYPES,
  isWide: true,
  adjustmentHours: 72,
  daysBefore: 45,
})

const ARCHITECT: Tier = Object.freeze<Tier>({
  name: "ARCHITECT",
  floorUnits: dollars(50_000),
  ceilingUnits: undefined,
  maxPositions: 10,
  positionCapUnits: dollars(10_000),
  dayLossUnits: dollars(1_000),
  entryTypes: ENTRY_TYPES,
  isWide: true,
  adjustmentHours: 96,
  daysBefore: 60,
})

/** All four, lowest first. Compiled in: no setting and no file changes a number of it (TIER-3). */
export const TIERS: readonly Tier[] = Object.freeze([SNIPER, HUNTER, STRATEGIST, ARCHITECT])

/** The tier of a rank, counted from 0; the nearest one for ranks beyond the ends. */
export function tierAt(rank: number): Tier {
  return TIERS[Math.max(0, Math.min(rank, TIERS.length - 1))] ?? SNIPER
}

/** The next higher tier; undefined for the last one. */
export const tierAbove = (rank: number): Tier | undefined => TIERS[rank + 1]

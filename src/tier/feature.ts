import type { Terms } from "../order/terms.ts"
import { TIER_NAMES, type TierName } from "./tier.ts"

/** Something a tier unlocks (TIER-13), and the paper practice it asks for first (TIER-17). */
export interface Feature {
  readonly name: string
  readonly says: string
  readonly tier: TierName
  /** The method whose practice must be passed before the first live use. */
  readonly method?: Method
  /** The strategy that it is, by its name in the catalogue. */
  readonly strategy?: string
}

/** Execution methods that are practised on paper before they are used (TIER-17). */
export const METHODS = ["sliced", "twap", "vwap", "statistical-arbitrage", "market-making"] as const
export type Method = (typeof METHODS)[number]

/** The whole unlock matrix (TIER-13). What guards the trader is in no row: it works in every tier. */
export const FEATURES: readonly Feature[] = Object.freeze([
  { name: "one-shot", says: "market and marketable orders, once", tier: "SNIPER" },
  { name: "stop-loss", says: "a stop for every position", tier: "SNIPER" },
  { name: "single-pair", says: "one pair at a time", tier: "SNIPER" },
  { name: "basic-arbitrage", says: "simple arbitrage", tier: "SNIPER" },
  { name: "spread-capture", says: "spread capture", tier: "SNIPER" },
  { name: "breakout", says: "breakout", tier: "SNIPER" },
  { name: "limit", says: "limit orders that rest", tier: "HUNTER" },
  { name: "fill-or-kill", says: "fill-or-kill orders", tier: "HUNTER" },
  { name: "sliced", says: "sliced and iceberg orders", tier: "HUNTER", method: "sliced" },
  { name: "twap", says: "TWAP", tier: "HUNTER", method: "twap" },
  { name: "multi-pair", says: "several pairs at a time", tier: "HUNTER" },
  { name: "smart-routing", says: "smart routing", tier: "HUNTER" },
  { name: "correlation-monitor", says: "the correlation monitor", tier: "HUNTER" },
  { name: "kelly", says: "Kelly sizing", tier: "HUNTER" },
  { name: "optimiser", says: "the portfolio optimiser, at most 3 strategies", tier: "HUNTER" },
  { name: "mean-reversion", says: "mean reversion", tier: "HUNTER", strategy: "reversion" },
  { name: "stablecoin-arbitrage", says: "two-coin stablecoin arbitrage", tier: "HUNTER" },
  { name: "pairs-trading", says: "pairs trading", tier: "HUNTER" },
  { name: "vwap", says: "VWAP with participation control", tier: "STRATEGIST", method: "vwap" },
  {
    name: "basket-arbitrage",
    says: "statistical arbitrage across baskets",
    tier: "STRATEGIST",
    method: "statistical-arbitrage",
  },
  { name: "market-making", says: "market making", tier: "STRATEGIST", method: "market-making" },
  { name: "value-at-risk", says: "the VaR and CVaR figures", tier: "STRATEGIST" },
  { name: "advanced-routing", says: "advanced routing", tier: "STRATEGIST" },
  { name: "execution-quality", says: "execution-quality reports", tier: "STRATEGIST" },
  { name: "five-strategies", says: "at most 5 strategies at once", tier: "STRATEGIST" },
  { name: "high-conviction", says: "high-conviction sizing", tier: "STRATEGIST" },
  { name: "custom-risk", says: "risk models of one's own, tighter only", tier: "ARCHITECT" },
  { name: "ten-strategies", says: "at most 10 strategies at once", tier: "ARCHITECT" },
  { name: "cross-exchange", says: "other exchanges, to look at only", tier: "ARCHITECT" },
] satisfies readonly Feature[])

/** Whether a tier of that name has the feature. */
export const isUnlocked = (feature: Feature, tier: TierName): boolean =>
  TIER_NAMES.indexOf(feature.tier) <= TIER_NAMES.indexOf(tier)

/** The feature that this way of entering uses; undefined for one that every tier has. */
export function featureOf(terms: Terms): Feature | undefined {
  if (terms.type !== "limit") return undefined
  if (terms.iceberg !== undefined) return featureNamed("sliced")
  if (terms.lifetime === "gtc") return featureNamed("limit")
  return terms.lifetime === "fok" ? featureNamed("fill-or-kill") : undefined
}

/** Whether a tier of that name has the feature of that name. */
export const hasFeature = (name: string, tier: TierName): boolean =>
  FEATURES.some((it) => it.name === name && isUnlocked(it, tier))

/** The feature that a strategy is; undefined for one that every tier may trade. */
export const featureOfStrategy = (name: string): Feature | undefined =>
  FEATURES.find((it) => it.strategy === name)

const featureNamed = (name: string): Feature | undefined => FEATURES.find((it) => it.name === name)

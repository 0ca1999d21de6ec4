import { PPM } from "../value/brand.ts"

/** How sure a wish is of itself (RISK-22). It scales below the caps only. */
export type Conviction = "low" | "medium" | "high"

const CONVICTION: Readonly<Record<Conviction, number>> = Object.freeze({
  low: 500_000,
  medium: PPM,
  high: 1_500_000,
})

/** RISK-22, in parts per million; high counts as medium below Strategist. */
export const convictionPpm = (told: Conviction, isHighUnlocked: boolean): number =>
  CONVICTION[told === "high" && !isHighUnlocked ? "medium" : told]

/**
 * Size by volatility: whole in the calm third of a pair's own month, half in its wild third, evenly
 * between (RISK-23, recalibrated to the pair's 30-day percentiles).
 * @param percentile where today's volatility stands in the month, 0 to 1; NaN when it is not known
 */
export function volatilityPpm(percentile: number): number {
  // What is not known is taken to be wild.
  if (!(percentile < CALM_BELOW)) {
    if (!(percentile < WILD_FROM)) return PPM / 2
    const way = (percentile - CALM_BELOW) / (WILD_FROM - CALM_BELOW)
    return Math.round(PPM * (1 - way / 2))
  }
  return PPM
}
const CALM_BELOW = 1 / 3
const WILD_FROM = 2 / 3

/** Exposure that meets a target of volatility, never above the cap; undefined for none (quant.md 4.5). */
export function volatilityTarget(told: {
  readonly forecast: number
  readonly target: number
  readonly cap: number
}): number | undefined {
  return told.forecast > 0 ? Math.min(told.cap, told.target / told.forecast) : undefined
}

/** Everything a size is made of; amounts in units of the account asset (RISK-19). */
export interface SizeAsked {
  readonly capsUnits: readonly bigint[]
  /** Of equity; undefined while Kelly is not active (RISK-21). */
  readonly kellyUnits?: bigint
  /** A fifth of the depth near the middle (RISK-25). */
  readonly liquidityUnits?: bigint
  /** Parts per million, each at most one save the conviction: state, tilt, recovery, days, adjustment. */
  readonly factorsPpm: readonly number[]
  readonly viableUnits: bigint
}

/**
 * RISK-19: the least cap times every factor; nothing multiplies above the caps. A reduction stops at
 * the viable minimum while the caps allow that (RISK-26); below the minimum nothing is bought (RISK-3).
 */
export function sizeOf(asked: SizeAsked): bigint {
  const { kellyUnits, liquidityUnits, viableUnits } = asked
  const caps = [...asked.capsUnits]
  if (kellyUnits !== undefined) caps.push(kellyUnits)
  if (liquidityUnits !== undefined) caps.push(liquidityUnits)
  const cap = caps.reduce((least, it) => (it < least ? it : least))
  if (cap < viableUnits) return 0n
  let size = cap
  for (const factor of asked.factorsPpm) {
    if (factor <= 0) return 0n
    size = (size * BigInt(Math.floor(factor))) / BigInt(PPM)
  }
  if (size > cap) return cap
  return size < viableUnits ? viableUnits : size
}

import { moneyText, ppmText } from "../value/amounts.ts"
import { type Instant, PPM } from "../value/brand.ts"
import { hours } from "../value/time.ts"
import { type Tier, tierAbove, tierAt } from "./tier.ts"

/** TIER-14: from this share of the next threshold on, the guard watches so much more closely. */
const APPROACH = [
  { from: 980_000n, percent: 300 },
  { from: 950_000n, percent: 200 },
  { from: 900_000n, percent: 150 },
] as const
const WHOLE = BigInt(PPM)

/** How near the next tier is (TIER-14). */
export interface Approach {
  /** Parts per million of the threshold. */
  readonly ppm: number
  readonly leftUnits: bigint
  readonly sensitivityPercent: number
  readonly says: string
}

/** The way to the next threshold, and what the guard makes of it. */
export function approachTo(next: Tier, tierEquityUnits: bigint): Approach {
  const positive = tierEquityUnits > 0n ? tierEquityUnits : 0n
  const ppm = Number((positive * WHOLE) / next.floorUnits)
  const left = next.floorUnits - tierEquityUnits
  const leftUnits = left > 0n ? left : 0n
  const sensitivityPercent = sensitivityNear(next, tierEquityUnits)
  const says =
    leftUnits === 0n
      ? `The threshold of ${next.name} is reached.`
      : `${moneyText(leftUnits)} (${ppmText(PPM - ppm)}) to ${next.name}.`
  return { ppm, leftUnits, sensitivityPercent, says }
}

/** How watchful the guard is asked to be, times a hundred: near a threshold or young in a tier (TIER-14, TIER-24). */
export function watchfulness(
  { rank, promotedAt }: { readonly rank: number; readonly promotedAt: Instant | undefined },
  tierEquityUnits: bigint,
  now: Instant,
): number {
  const next = tierAbove(rank)
  const near = next ? sensitivityNear(next, tierEquityUnits) : 100
  return Math.max(near, adjustmentOf(tierAt(rank), promotedAt, now).sensitivityPercent)
}

/** So near to a threshold (TIER-14). */
function sensitivityNear(next: Tier, tierEquityUnits: bigint): number {
  const share = tierEquityUnits * WHOLE
  for (const { from, percent } of APPROACH) if (share >= next.floorUnits * from) return percent
  return 100
}

/** What holds for a while after a promotion (TIER-24). */
export interface Adjustment {
  readonly sizePpm: number
  readonly sensitivityPercent: number
  readonly isOver: boolean
}

const OVER: Adjustment = Object.freeze({ sizePpm: PPM, sensitivityPercent: 100, isOver: true })

/** Half size for the first half of the time, three quarters for the second; the guard relaxes evenly. */
export function adjustmentOf(
  tier: Tier,
  promotedAt: Instant | undefined,
  now: Instant,
): Adjustment {
  const span = hours(tier.adjustmentHours)
  if (promotedAt === undefined || span === 0 || now >= promotedAt + span) return OVER
  const part = Math.max(0, now - promotedAt) / span
  return {
    sizePpm: part < 0.5 ? 500_000 : 750_000,
    sensitivityPercent: Math.round(200 - 100 * part),
    isOver: false,
  }
}

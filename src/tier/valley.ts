import { type Instant, PPM } from "../value/brand.ts"
import { hours } from "../value/time.ts"
import { moneyText, ppmText } from "./text.ts"
import type { Tier } from "./tier.ts"

/** TIER-14: from this share of the next threshold on, the guard watches so much more closely. */
const APPROACH = [
  { from: 980_000, percent: 300 },
  { from: 950_000, percent: 200 },
  { from: 900_000, percent: 150 },
] as const

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
  const ppm = Number((positive * BigInt(PPM)) / next.floorUnits)
  const left = next.floorUnits - tierEquityUnits
  const leftUnits = left > 0n ? left : 0n
  const sensitivityPercent = APPROACH.find((it) => ppm >= it.from)?.percent ?? 100
  const says =
    leftUnits === 0n
      ? `The threshold of ${next.name} is reached.`
      : `${moneyText(leftUnits)} (${ppmText(PPM - ppm)}) to ${next.name}.`
  return { ppm, leftUnits, sensitivityPercent, says }
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

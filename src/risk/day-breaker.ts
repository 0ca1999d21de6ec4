import { PPM } from "../value/brand.ts"

/** What a day's loss asks for, beyond what the daily limit does (RISK-40). */
export interface DayStep {
  /** Of the day's first equity, parts per million, from which it holds. */
  readonly fromPpm: number
  readonly says: string
  readonly isOpen: boolean
  /** The part of all positions to be sold, in all since the day began; parts per million. */
  readonly deleveragePpm: number
  readonly isHalt: boolean
}

/** RISK-40, the deepest first. 14.9 % must not halt, 15.0 % must. */
const LADDER: readonly DayStep[] = Object.freeze([
  { fromPpm: 150_000, says: "close all and halt", isOpen: false, deleveragePpm: PPM, isHalt: true },
  { fromPpm: 140_000, says: "sell 75 %", isOpen: false, deleveragePpm: 750_000, isHalt: false },
  { fromPpm: 120_000, says: "sell 50 %", isOpen: false, deleveragePpm: 500_000, isHalt: false },
  { fromPpm: 100_000, says: "sell 25 %", isOpen: false, deleveragePpm: 250_000, isHalt: false },
  { fromPpm: 50_000, says: "smaller sizes", isOpen: true, deleveragePpm: 0, isHalt: false },
])

/** What a step of the ladder has sold in all, by the loss it begins at; 0 for none. */
export const soldBy = (fromPpm: number): number =>
  LADDER.find((it) => it.fromPpm === fromPpm)?.deleveragePpm ?? 0

/** The step of the ladder a day stands on; undefined above the first one. */
export function dayStep(told: {
  readonly dayStartUnits: bigint
  readonly equityUnits: bigint
}): DayStep | undefined {
  const { dayStartUnits, equityUnits } = told
  if (dayStartUnits <= 0n) return undefined
  const lost = dayStartUnits - equityUnits
  if (lost <= 0n) return undefined
  // Compared by multiplying, so that 15 % is 15 % to the unit.
  return LADDER.find(({ fromPpm }) => lost * BigInt(PPM) >= dayStartUnits * BigInt(fromPpm))
}

import { SLICED_FROM } from "../order/worth.ts"
import { DOLLAR } from "../value/amounts.ts"

/** How a plan is worked. What is none of these leaves as one order. */
export type PlanMethod = "sliced" | "iceberg" | "twap" | "vwap"

const TIMED_FROM = 500n * DOLLAR
const ONLY_TIMED_FROM = 2_000n * DOLLAR
/** EXEC-1: the largest parent of all. */
const PARENT_MOST = 10_000n * DOLLAR

/** What is practised for a method (TIER-17): an iceberg is slices that rest. */
export const practiceOf = (method: PlanMethod): Exclude<PlanMethod, "iceberg"> =>
  method === "iceberg" ? "sliced" : method

/** Ranks of the tiers from which on something is open (TIER-13). */
const HUNTER = 1
const STRATEGIST = 2

/** Above this a wish wants to be done rather than to be done well (EXEC-43). */
const URGENT_ABOVE = 50
/** Up to this it would rather be done well. */
const PATIENT_TO = 25

/**
 * How an entry is worked, by its value and the tier (EXEC-1), and where that leaves a choice by its
 * urgency: an urgent one is not stretched over time. A wish to rest as a maker is worked by resting
 * slices, one after the other, which shows no more of it than an iceberg would.
 * @param told.rank of the tier, counted from 0
 * @param told.isPractised whether the tier still asks for practice of it (TIER-17)
 * @returns undefined where the value may not be entered by any method that is open
 */
export function methodFor(told: {
  readonly valueUnits: bigint
  readonly rank: number
  readonly urgency: number
  readonly isPassive: boolean
  /** The volume curve of the pair is trusted (EXEC-40). */
  readonly hasCurve: boolean
  readonly isPractised: (method: PlanMethod) => boolean
}): PlanMethod | "one-shot" | undefined {
  const { valueUnits, rank, isPassive } = told
  if (valueUnits < SLICED_FROM) return "one-shot"
  if (rank < HUNTER || valueUnits > PARENT_MOST) return undefined
  const isLarge = valueUnits >= ONLY_TIMED_FROM
  if (isLarge && rank < STRATEGIST) return undefined
  const wanted = isPassive && !isLarge ? (["iceberg", "sliced"] as const) : timed(told)
  const allowed = wanted.filter((it) => !isLarge || it === "twap" || it === "vwap")
  return allowed.find(told.isPractised)
}

function timed(told: Parameters<typeof methodFor>[0]): readonly PlanMethod[] {
  // Below $500 slices are usual; what has time may take it, which is no fewer parts.
  if (told.valueUnits < TIMED_FROM && told.urgency > PATIENT_TO) return ["sliced"]
  const isUrgent = told.urgency > URGENT_ABOVE
  const mayFollow = told.rank >= STRATEGIST && told.hasCurve
  const overTime: readonly PlanMethod[] = mayFollow ? ["vwap", "twap"] : ["twap"]
  return isUrgent ? ["sliced", ...overTime] : [...overTime, "sliced"]
}

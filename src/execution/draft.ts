import type { Turnover } from "../market/turnover.ts"
import type { Chance } from "../value/chance.ts"
import type { Duration, Instant, Quantity } from "../value/brand.ts"
import { minutes, seconds } from "../value/time.ts"
import type { PlanMethod } from "./method.ts"
import { type Due, twapSchedule, vwapSchedule, type Whole } from "./schedule.ts"
import { unevenSlices } from "./uneven-slices.ts"
import { curveOver, type VolumeCurve } from "./volume-curve.ts"

/** EXEC-20. */
const SLICES_LEAST = 3
const SLICES_MOST = 10
const VARIATION = 0.2
const PAUSE_LEAST = seconds(1)
const PAUSE_MOST = seconds(5)
/** After its last part a sliced plan may try for so long what was not filled. */
const AFTERTIME = seconds(60)
/** EXEC-30: the default window and number of parts. */
const TWAP_WINDOW = minutes(10)
const TWAP_SLICES = 10
/** EXEC-44: the default horizon, in parts of five minutes. */
const VWAP_WINDOW = minutes(60)
const VWAP_PARTS = 12
/** Slices that rest are given so long. They are ours, not the exchange's own iceberg: each is judged (EXEC-24). */
const ICEBERG_WINDOW = minutes(10)

/** A plan's times and parts. */
export interface Draft {
  readonly schedule: readonly Due[]
  readonly window: Duration
}

/**
 * Cuts a whole into parts by its method. The number of slices follows the size that the touch shows:
 * the smaller that is, the more of them (EXEC-20).
 * @param told.touchSize counts that stand at the best price; NaN where it is not known
 * @returns undefined when it cannot be cut into as many parts as EXEC-1 asks for
 */
export function draftOf(
  method: PlanMethod,
  whole: Whole,
  told: {
    readonly now: Instant
    readonly touchSize: number
    readonly curve: VolumeCurve | undefined
    readonly chance: Chance
  },
): Draft | undefined {
  const draft = cut(method, whole, told)
  return draft && draft.schedule.length >= SLICES_LEAST ? draft : undefined
}

function cut(
  method: PlanMethod,
  whole: Whole,
  told: Parameters<typeof draftOf>[2],
): Draft | undefined {
  if (method === "twap") {
    const schedule = twapSchedule(whole, { slices: TWAP_SLICES, window: TWAP_WINDOW })
    return schedule && { schedule, window: (TWAP_WINDOW + AFTERTIME) as Duration }
  }
  if (method === "vwap") {
    const { curve, now } = told
    if (curve === undefined) return undefined
    const weights = curveOver(curve, { from: now, span: VWAP_WINDOW, parts: VWAP_PARTS })
    const schedule = vwapSchedule(whole, weights)?.flatMap((quantity, i): readonly Due[] => {
      const after = Math.floor((VWAP_WINDOW * i) / VWAP_PARTS) as Duration
      return quantity > 0 ? [{ after, quantity }] : []
    })
    return schedule && { schedule, window: (VWAP_WINDOW + AFTERTIME) as Duration }
  }
  const schedule = slicesOf(whole, told)
  const last = schedule.at(-1)?.after ?? 0
  const window = method === "iceberg" ? ICEBERG_WINDOW : ((last + AFTERTIME) as Duration)
  return { schedule, window }
}

function slicesOf(
  whole: Whole,
  { touchSize, chance }: { readonly touchSize: number; readonly chance: Chance },
): readonly Due[] {
  const wanted = touchSize > 0 ? Math.ceil(whole.quantity / touchSize) : SLICES_LEAST
  const slices = Math.max(SLICES_LEAST, Math.min(SLICES_MOST, wanted))
  const draw = (): number => chance.unit()
  let after = 0
  return unevenSlices(whole, { slices, variation: VARIATION, draw }).map((quantity, i) => {
    if (i > 0) after += PAUSE_LEAST + chance.below(PAUSE_MOST - PAUSE_LEAST)
    return { after: after as Duration, quantity }
  })
}

/**
 * What traded shortly before a plan: what comes is not known yet, so at first this stands for it. Over
 * time that is the interval before, else the hour (RISK-25).
 */
export function recentVolume(method: PlanMethod, turnover: Turnover): number {
  const isTimed = method === "twap" || method === "vwap"
  return turnover.lastMinutes(Math.min(turnover.minutesKnown, isTimed ? 5 : 60)) + turnover.running
}

/** The smallest part that a method sends, counts (EXEC-44: $50 for VWAP). */
export const leastPart = (
  method: PlanMethod,
  told: { readonly viable: Quantity; readonly fiftyDollars: Quantity },
): Quantity =>
  method === "vwap" && told.fiftyDollars > told.viable ? told.fiftyDollars : told.viable

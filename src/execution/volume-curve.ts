import type { Turnover } from "../market/turnover.ts"
import type { Instant } from "../value/brand.ts"
import { dayOf } from "../value/time.ts"

/** EXEC-40: so many days make a curve, and fewer than this share of them are not trusted. */
const DAYS = 28
const DAYS_FULL = 20
export const CONFIDENCE_LEAST = 0.7
/** quant.md 6.3: one wild day does not bend a curve. */
const WINSOR = 0.95
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4

/** Which part of a day's volume trades in each half hour, and how far that is to be believed. */
export interface VolumeCurve {
  /** 48 shares that add up to one. */
  readonly shares: readonly number[]
  /** 0 to 1. */
  readonly confidence: number
}

/**
 * The usual course of volume of a day such as this one (EXEC-40, quant.md 6.3): working days and
 * weekends apart, each day divided by its own total first.
 * @returns undefined while no whole day is known
 */
export function volumeCurve(turnover: Turnover, now: Instant): VolumeCurve | undefined {
  const today = dayOf(now)
  const days: (readonly number[])[] = []
  for (let day = today - DAYS; day < today; day++) {
    const volumes = isWeekend(day) === isWeekend(today) ? turnover.dayOf(day) : undefined
    const total = volumes?.reduce((sum, it) => sum + it, 0) ?? 0
    if (volumes && total > 0) days.push(volumes.map((it) => it / total))
  }
  if (days.length === 0) return undefined
  const buckets = Array.from({ length: 48 }, (_, i) => winsorisedMean(days.map((it) => it[i])))
  const total = buckets.reduce((sum, it) => sum + it, 0)
  // A weekend has two days of a week, so a full month of them is fewer days.
  const full = isWeekend(today) ? (DAYS_FULL * 2) / 7 : (DAYS_FULL * 5) / 7
  return {
    shares: buckets.map((it) => it / total),
    confidence: Math.min(1, days.length / full),
  }
}

/** The curve over a stretch of time in equal parts, from the half hours that each part lies in. */
export function curveOver(
  curve: VolumeCurve,
  told: { readonly from: Instant; readonly span: number; readonly parts: number },
): readonly number[] {
  const { from, span, parts } = told
  return Array.from({ length: parts }, (_, i) => {
    const at = from + (span * (i + 0.5)) / parts
    return curve.shares[Math.floor((at / 1_800_000_000) % 48)]
  })
}

function winsorisedMean(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const cap = sorted[Math.min(sorted.length - 1, Math.floor(WINSOR * sorted.length))]
  return values.reduce((sum, it) => sum + Math.min(it, cap), 0) / values.length
}

const isWeekend = (day: number): boolean => [0, 6].includes((day + FIRST_WEEKDAY) % 7)

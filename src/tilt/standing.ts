import type { Duration, Ratio } from "../value/brand.ts"
import { formatDuration, minutes } from "../value/time.ts"
import { learntOf, METRICS } from "./baseline.ts"
import { indicators, scoreOf, weightOf } from "./count.ts"
import { leftOf } from "./lock.ts"
import { MARKERS } from "./markers/all.ts"
import { omenOf } from "./omen.ts"
import { firstStage, nextStage, shareNow, todoOf } from "./recovery.ts"
import { factorOf, type TiltState } from "./state.ts"
import type { TiltLevel } from "./tilt-rule.ts"
import { traitsNow } from "./traits.ts"

/** A marker that is true now, with what was measured. */
export interface ActiveMarker {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly rule: string
  readonly value: number
  readonly limit: number
  readonly baseline: number | undefined
  readonly severity: number
  readonly weight: number
  /** Only informs, while the baseline is learnt. */
  readonly isInforming: boolean
  readonly agoUs: number
}

/** What the guard means for entries at a moment: all that the gate's rule needs. */
export interface TiltTerms {
  readonly level: TiltLevel
  /** Entries by hand rest for so long yet. */
  readonly pauseLeft: Duration
  /** How long of a lock of level 3 has been served; 0 without one. */
  readonly lockedFor: Duration
  /** Share of the usual size, from recovery and debt. */
  readonly share: Ratio
  /** What would bring the level down, in words. */
  readonly next: string
}

/** Where somebody stands with the guard at a moment, and what it means for entries. */
export interface Standing extends TiltTerms {
  readonly score: number
  /** Weighed indicators times the factor. */
  readonly count: number
  readonly factor: number
  /** All entries rest for so long yet, and then until `todo` is done. */
  readonly lockLeft: Duration
  readonly todo: readonly string[]
  readonly stage: string | undefined
  readonly debtUnits: bigint
  readonly hasBonus: boolean
  readonly markers: readonly ActiveMarker[]
  /** Something that scores call for (TILT-46). */
  readonly alarms: readonly string[]
  /** Moments like this led to tilt before (TILT-57). */
  readonly hint: string | undefined
  readonly learnt: number
  readonly metrics: number
  readonly outside: number
}

export function termsOf(s: TiltState, level: TiltLevel): TiltTerms {
  const left = leftOf(s.lock)
  return {
    level,
    lockedFor: (level === 3 ? (s.lock?.servedUs ?? 0) : 0) as Duration,
    pauseLeft: level === 3 ? (0 as Duration) : left,
    share: shareNow(stageAt(s, level), s.debt.units),
    next: nextFor(level, left, level === 3 ? todoOf(s.steps) : []),
  }
}

export function standingOf(
  s: TiltState,
  level: TiltLevel,
  { now, hour }: { readonly now: number; readonly hour: number },
): Standing {
  const stage = stageAt(s, level)
  const score = scoreOf(s.marks, now)
  const left = leftOf(s.lock)
  const isLocked = level === 3
  const todo = isLocked ? todoOf(s.steps) : []
  const omen = omenOf(s.situations, now, traitsNow(s, { now, hour }))
  const hint =
    omen?.isLikely === true
      ? `moments like this led to tilt ${Math.round(omen.probability * 100)} % of the time`
      : undefined
  return {
    ...termsOf(s, level),
    score,
    count: indicators(s.marks, now) * factorOf(s, now),
    factor: factorOf(s, now),
    lockLeft: isLocked ? left : (0 as Duration),
    todo,
    stage: stage && nextStage(stage, s.debt.units),
    debtUnits: s.debt.units,
    hasBonus: s.debt.hasBonus,
    markers: activeMarkers(s, now),
    alarms: alarmsOf(s, score, now),
    hint,
    learnt: learntOf(s.baseline),
    metrics: METRICS.length,
    outside: s.outside,
  }
}

/** A lock that has just ended has not been left behind yet: what follows it holds already. */
function stageAt(s: TiltState, level: TiltLevel): TiltState["stage"] {
  return s.level === 3 && level < 3 ? firstStage(s.debt.units) : s.stage
}

function activeMarkers(s: TiltState, now: number): readonly ActiveMarker[] {
  return MARKERS.flatMap(({ id, name, unit, rule }) => {
    const mark = s.marks[id]
    if (mark === undefined || now - mark.at >= minutes(30)) return []
    const { value, limit, baseline, severity, isInforming = false } = mark
    const measured = { value, limit, baseline, severity, isInforming }
    return [
      { id, name, unit, rule, ...measured, weight: weightOf(mark, now), agoUs: now - mark.at },
    ]
  })
}

/** TILT-46: 65 warns, 70 for two minutes alerts, 80 concerns the tier, 90 is told at once. */
function alarmsOf(s: TiltState, score: number, now: number): readonly string[] {
  const alarms: string[] = []
  if (score >= 65) alarms.push("warn")
  if (now - s.highSince >= minutes(2)) alarms.push("alert")
  if (score >= 80) alarms.push("tier")
  if (score >= 90) alarms.push("notify")
  return alarms
}

/** What makes it pass, in the calm words of UI-40. */
function nextFor(level: TiltLevel, left: Duration, todo: readonly string[]): string {
  const span = formatDuration(left)
  if (level === 3) {
    const time = left > 0 ? [`${span} of running time`] : []
    return `Entries open after ${[...time, ...todo].join("; ")}.`
  }
  if (left > 0) return `Entries by hand open after ${span} of running time.`
  if (level === 2) return "Half an hour without new signs brings it back to level 1 or lower."
  return level === 1
    ? "A quarter of an hour without new signs brings it back to calm."
    : "All calm."
}

import { minutes } from "../value/time.ts"
import type { Finding } from "./marker.ts"
import type { TiltLevel } from "./tilt-rule.ts"

/** A marker's last trigger. */
export interface Mark extends Finding {
  readonly at: number
  /** Less than one for what a newcomer gets wrong (TILT-41). */
  readonly weight: number
}

/** TILT-35: whole for so long, half until the end, then gone. */
const WHOLE = minutes(15)
const GONE = minutes(30)

/** TILT-42: so many indicators make levels 1, 2 and 3. */
const ENTERS = [0, 2, 4, 6] as const
/** A level is left half an indicator lower than it is entered, so that it does not flicker. */
const LEAVES = [0, 1.5, 3.5, 5.5] as const

/** How much of a mark is left. */
export function weightOf(mark: Mark, now: number): number {
  const age = now - mark.at
  if (age >= GONE || mark.isInforming === true) return 0
  return age >= WHOLE ? mark.weight / 2 : mark.weight
}

/** Indicators that are true now, each by its weight. */
export function indicators(marks: Readonly<Record<string, Mark>>, now: number): number {
  let sum = 0
  for (const id in marks) sum += weightOf(marks[id], now)
  return sum
}

/** TILT-42: 10 for each indicator and 5 for its severity, at most 100. */
export function scoreOf(marks: Readonly<Record<string, Mark>>, now: number): number {
  let severity = 0
  for (const id in marks) severity += weightOf(marks[id], now) * marks[id].severity
  return Math.min(100, Math.round(10 * indicators(marks, now) + 5 * severity))
}

/** The level that so many indicators call for, times the factor and rounded down. */
export function levelFor(count: number): TiltLevel {
  const whole = Math.floor(count + 1e-9)
  if (whole >= ENTERS[3]) return 3
  if (whole >= ENTERS[2]) return 2
  return whole >= ENTERS[1] ? 1 : 0
}

/** Levels 1 and 2 step back when the count has fallen clearly below what they are entered with. */
export function stepsBack(level: 1 | 2, count: number): boolean {
  return count < LEAVES[level] - 1e-9
}

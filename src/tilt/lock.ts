import type { Duration } from "../value/brand.ts"
import { days, hours, minutes } from "../value/time.ts"

/** A pause of manual entries (level 2) or a lock of all entries (level 3), until it has been served. */
export interface Lock {
  readonly level: 2 | 3
  readonly statedUs: number
  /** Time the program has run since, as pulses tell. The clock on the wall shortens nothing. */
  readonly servedUs: number
}

/** TILT-50: a pause of level 2, a lock of level 3; longer each time within a month. */
const BASE = { 2: minutes(30), 3: hours(24) } as const
const LONGER = 1.5
const LONGEST = days(7)
const MONTH = days(30)

/** @param before when earlier locks of this level began, by the guard's own time */
export function lockOf(level: 2 | 3, before: readonly number[], now: number): Lock {
  const repeats = before.filter((at) => now - at < MONTH).length
  const statedUs = Math.min(LONGEST, Math.round(BASE[level] * LONGER ** repeats))
  return { level, statedUs, servedUs: 0 }
}

/** More of it is served. Nothing but a positive time counts, and no more than a pulse can tell of. */
export function serve(lock: Lock, ranUs: number): Lock {
  const credit = ranUs > 0 && Number.isFinite(ranUs) ? Math.min(ranUs, PULSE_MOST) : 0
  return { ...lock, servedUs: lock.servedUs + credit }
}

/** A pulse comes each minute; one that claims more than this is wrong. */
const PULSE_MOST = minutes(5)

export const leftOf = (lock: Lock | undefined): Duration =>
  (lock === undefined ? 0 : Math.max(0, lock.statedUs - lock.servedUs)) as Duration

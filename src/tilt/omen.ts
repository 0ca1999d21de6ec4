import { hours } from "../value/time.ts"

/** What a moment is like: those that resemble earlier ones before a tilt are worth a hint (TILT-57). */
export interface Situation {
  readonly at: number
  readonly traits: readonly string[]
  /** A level was reached within the hour. */
  hasLed: boolean
}

const KEPT = 300
const WITHIN = hours(1)
/** Alike in all traits but one; fewer earlier moments than this say nothing. */
const ALIKE = 4
const LEAST = 5
const LIKELY = 0.6

export function traitsOf(told: {
  readonly hour: number
  readonly lostInRow: number
  readonly drawdown: number
  /** Since the last time away long enough to sleep. */
  readonly awakeUs: number
  readonly profile: string
}): readonly string[] {
  return [
    `hours ${Math.floor(told.hour / 4) * 4}`,
    told.lostInRow >= 2 ? "losing" : "even",
    told.drawdown >= 0.05 ? "below the peak" : "near the peak",
    told.awakeUs >= hours(12) ? "long awake" : "rested",
    told.profile,
  ]
}

export function note(situations: Situation[], at: number, traits: readonly string[]): void {
  situations.push({ at, traits, hasLed: false })
  if (situations.length > KEPT) situations.shift()
}

/** A level was reached: the moments of the last hour led to it. */
export function noteOnset(situations: readonly Situation[], at: number): void {
  for (let i = situations.length - 1; i >= 0 && at - situations[i].at <= WITHIN; i--) {
    situations[i].hasLed = true
  }
}

/** By simple frequency; undefined while there is too little to compare with. */
export function omenOf(
  situations: readonly Situation[],
  now: number,
  traits: readonly string[],
): { readonly probability: number; readonly isLikely: boolean } | undefined {
  let many = 0
  let led = 0
  for (const it of situations) {
    // What is less than an hour old has not shown yet what it leads to.
    if (now - it.at <= WITHIN && !it.hasLed) continue
    if (it.traits.filter((trait, i) => trait === traits[i]).length < ALIKE) continue
    many++
    if (it.hasLed) led++
  }
  if (many < LEAST) return undefined
  return { probability: led / many, isLikely: led / many >= LIKELY }
}

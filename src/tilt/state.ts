import type { Profile } from "./act.ts"
import { type Baseline, newBaseline } from "./baseline.ts"
import type { Mark } from "./count.ts"
import { type Debt, NO_DEBT } from "./debt.ts"
import { type History, newHistory } from "./history.ts"
import type { Lock } from "./lock.ts"
import { type Memory, newMemory } from "./memory.ts"
import type { Situation } from "./omen.ts"
import { NO_STEPS, type Stage, type Steps } from "./recovery.ts"
import type { TiltLevel } from "./tilt-rule.ts"

/** Everything the guard knows, as plain values: saved and put back as it stands. */
export interface TiltState {
  /** The guard's own time: what the clock tells of, less every step back. */
  time: number
  /** The clock at the last happening. */
  clock: number
  memory: Memory
  baseline: Baseline
  marks: Record<string, Mark>
  level: TiltLevel
  calmSince: number
  /** Since when the score has been 70 or more; NaN while it is not. */
  highSince: number
  lock: Lock | undefined
  /** When pauses and locks began. */
  locks: { readonly level: 2 | 3; readonly at: number }[]
  steps: Steps
  stage: Stage | undefined
  debt: Debt
  /** Own words since the level was reached, in characters (TILT-64). */
  ownCharacters: number
  hasProtested: boolean
  releases: number[]
  /** Level at which the open trade of a market was entered. */
  openedAt: Record<string, TiltLevel>
  profile: Profile
  nextProfile: { readonly profile: Profile; readonly from: number } | undefined
  tightUntil: number
  tierFactor: number
  resetAt: number
  sampledHourAt: number
  awakeSince: number
  equityUnits: bigint
  peakUnits: bigint
  dayLimitAt: number
  /** A trade lost more than one percent of the account (TILT-63). */
  heavyLossAt: number
  /** Fingerprint of the program that was deployed last; empty before the first. */
  build: string
  outside: number
  situations: Situation[]
  history: History
}

export function newState(): TiltState {
  return {
    time: 0,
    clock: NaN,
    memory: newMemory(),
    baseline: newBaseline(),
    marks: {},
    level: 0,
    calmSince: NaN,
    highSince: NaN,
    lock: undefined,
    locks: [],
    steps: NO_STEPS,
    stage: undefined,
    debt: NO_DEBT,
    ownCharacters: 0,
    hasProtested: false,
    releases: [],
    openedAt: {},
    profile: "usual",
    nextProfile: undefined,
    tightUntil: 0,
    tierFactor: 1,
    resetAt: NaN,
    sampledHourAt: NaN,
    awakeSince: NaN,
    equityUnits: 0n,
    peakUnits: 0n,
    dayLimitAt: NaN,
    heavyLossAt: NaN,
    build: "",
    outside: 0,
    situations: [],
    history: newHistory(),
  }
}

/** TILT-39: what a profile multiplies the count with. Ours; none is below one. */
const FACTORS: Readonly<Record<Profile, number>> = {
  usual: 1,
  alert: 1.25,
  tired: 1.5,
  stressed: 2,
}
const LIFE_FACTOR = 1.5

/** How watchful the guard is at a moment: profile, life events and tier together, never below one. */
export function factorOf(s: TiltState, now: number): number {
  const life = now < s.tightUntil ? LIFE_FACTOR : 1
  return Math.max(1, FACTORS[s.profile] * life * s.tierFactor)
}

/** Whether a profile would make the guard less watchful than it is. */
export const isLooser = (s: TiltState, profile: Profile): boolean =>
  FACTORS[profile] < FACTORS[s.profile]

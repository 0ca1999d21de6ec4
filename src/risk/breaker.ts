import { type Duration, type Instant, PPM } from "../value/brand.ts"
import { later, minutes } from "../value/time.ts"

/** How far a market emergency goes; each includes what stands before it. */
const STAGES = ["calm", "warn", "smaller", "no entries", "reduce", "exits only", "halt"] as const
export type Stage = (typeof STAGES)[number]

/** What a breaker answers. */
export interface Alarm {
  /** Requirement id. */
  readonly id: string
  readonly stage: Stage
  readonly value: string
  readonly limit: string
}

/** RISK-45: how long a condition must be gone before entries open, five minutes more than the minimum. */
const MINIMUM = Object.freeze({
  "RISK-42": minutes(10),
  "RISK-43": minutes(15),
  "RISK-44": minutes(30),
})
const MORE = minutes(5)
export type BreakerId = keyof typeof MINIMUM

/**
 * Keeps a market emergency until it is over: it may worsen at once and it ends only when the condition
 * has been gone for its time (RISK-45). Pure: every moment is given.
 */
export class Breaker {
  readonly #wait: Duration
  /** The worst of an emergency that goes on. */
  #worst: Alarm | undefined
  /** What closes nothing, and ends with its measurement. */
  #mild: Alarm | undefined
  #calmSince: Instant | undefined

  constructor(id: BreakerId) {
    this.#wait = (MINIMUM[id] + MORE) as Duration
  }

  /** Takes a measurement in; undefined is calm. */
  onMeasured(alarm: Alarm | undefined, now: Instant): void {
    if (this.#isOver(now)) this.#worst = undefined
    if (alarm === undefined || isOpen(alarm.stage)) {
      this.#mild = alarm
      this.#calmSince ??= now
      return
    }
    this.#calmSince = undefined
    if (this.#worst === undefined || rankOf(alarm.stage) > rankOf(this.#worst.stage)) {
      this.#worst = alarm
    }
  }

  /** What holds now: the worst of an emergency that is not over yet, or a mere warning. */
  at(now: Instant): Alarm | undefined {
    return this.#worst !== undefined && !this.#isOver(now) ? this.#worst : this.#mild
  }

  #isOver(now: Instant): boolean {
    return this.#calmSince !== undefined && now >= later(this.#calmSince, this.#wait)
  }
}

const rankOf = (stage: Stage): number => STAGES.indexOf(stage)
/** Whether entries are possible in a stage. */
export const isOpen = (stage: Stage): boolean => rankOf(stage) < rankOf("no entries")

/**
 * RISK-42: what a fall within 60 seconds asks for.
 * @param high the highest price of the last 60 s, and the last one, both above zero
 */
export function flashCrash(high: number, last: number): Alarm | undefined {
  const fall = high > 0 && last < high ? Math.floor(((high - last) * PPM) / high) : 0
  const stage = firstOf(fall, [
    [300_000, "halt"],
    [200_000, "exits only"],
    [150_000, "reduce"],
    [100_000, "no entries"],
  ])
  return stage && alarmOf("RISK-42", stage, fall, "10 % within 60 s")
}

/** RISK-43: what liquidity, as a part of the normal, asks for. */
export function liquidityCrisis(scorePpm: number): Alarm | undefined {
  const missing = PPM - scorePpm
  // Strictly below each mark: half of the normal is still normal.
  const stage = firstOf(missing - 1, [
    [900_000, "halt"],
    [800_000, "exits only"],
    [700_000, "no entries"],
    [600_000, "smaller"],
    [500_000, "warn"],
  ])
  if (stage === undefined) return undefined
  return {
    id: "RISK-43",
    stage,
    value: `liquidity at ${Math.floor(scorePpm / 100) / 100} % of normal`,
    limit: "30 % of normal for entries",
  }
}

/**
 * RISK-44, D7: a spike of correlation, by the lower end of its 95 % interval, so that few values never
 * trigger anything.
 */
export function correlationSpike(lowerBound: number): Alarm | undefined {
  const ppm = Math.floor(lowerBound * PPM)
  const stage = firstOf(ppm - 1, [
    [950_000, "exits only"],
    [800_000, "reduce"],
  ])
  return stage && alarmOf("RISK-44", stage, ppm, "80 % correlation, surely")
}

function alarmOf(id: BreakerId, stage: Stage, ppm: number, limit: string): Alarm {
  return { id, stage, value: `${(ppm / 10_000).toFixed(2)} %`, limit }
}

function firstOf(value: number, marks: readonly (readonly [number, Stage])[]): Stage | undefined {
  return marks.find(([from]) => value >= from)?.[1]
}

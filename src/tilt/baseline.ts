import { type Robust, robustOf } from "../statistics/robust.ts"
import { days, hours } from "../value/time.ts"

/** What is learnt of a person, each in its own unit. */
export const METRICS = [
  "decision-ms",
  "entries-per-hour",
  "size",
  "edits-5m",
  "edits-30m",
  "edits-60m",
  "session-minutes",
  "words-per-minute",
  "error-share",
] as const
export type Metric = (typeof METRICS)[number]

/** What is usual for a metric, as it is held until the next weekly look. */
export type Usual = Pick<
  Robust,
  "n" | "median" | "scale" | "q1" | "q3" | "normalLow" | "normalHigh"
>

interface Sample {
  readonly at: number
  readonly value: number
  readonly block: number
}

interface Learnt {
  samples: Sample[]
  many: number
  firstAt: number
  updatedAt: number
  usual: Usual | undefined
  /** What the first samples say, looked at now and then. */
  guess: Usual | undefined
  /** By block of four hours of the day, where there is enough (quant.md 11.1). */
  blocks: (Usual | undefined)[]
}

/** The baseline as plain values. `floor` is an older one that still counts after a reset (TILT-40). */
export interface Baseline {
  metrics: Record<Metric, Learnt>
  /** Manual acts by UTC hour. */
  hours: number[]
  floor: { readonly metrics: Record<Metric, Learnt>; readonly until: number } | undefined
}

/** TILT-36: learning takes so long, and so many samples. */
const LEARNING = days(30)
const LEARNING_SAMPLES = 100
const WEEK = days(7)
/** TILT-38: a week moves the baseline by at most this share. */
const DRIFT = 0.1
const WEEK_SAMPLES = 20
const BLOCK_SAMPLES = 20
const KEPT = 400
const GUESS_SAMPLES = 5
const GUESS_EVERY = 20
const BLOCK = hours(4)
const BLOCKS = 6

export function newBaseline(floor?: Baseline["floor"]): Baseline {
  const metrics = Object.fromEntries(METRICS.map((it) => [it, newLearnt()]))
  return { metrics: metrics as Record<Metric, Learnt>, hours: Array(24).fill(0), floor }
}

function newLearnt(): Learnt {
  const blocks = Array<undefined>(BLOCKS).fill(undefined)
  return {
    samples: [],
    many: 0,
    firstAt: NaN,
    updatedAt: NaN,
    usual: undefined,
    guess: undefined,
    blocks,
  }
}

/** Adds a sample of a calm moment. Those of tilted periods must not be given (TILT-38). */
export function learn(
  b: Baseline,
  metric: Metric,
  told: { readonly at: number; readonly value: number },
): void {
  const it = b.metrics[metric]
  const { at, value } = told
  if (it.many === 0) it.firstAt = at
  it.many++
  it.samples.push({ at, value, block: blockOf(at) })
  if (it.samples.length > KEPT) it.samples.shift()
  if (it.usual === undefined) {
    if (at - it.firstAt < LEARNING || it.many < LEARNING_SAMPLES) {
      const isDue = it.many === GUESS_SAMPLES || it.many % GUESS_EVERY === 0
      if (isDue) it.guess = robustOf(it.samples.map((one) => one.value))
      return
    }
    it.usual = robustOf(it.samples.map((one) => one.value))
    it.updatedAt = at
    lookAtBlocks(it, it.samples)
  } else if (at - it.updatedAt >= WEEK) {
    const week = it.samples.filter((one) => one.at > at - WEEK)
    it.updatedAt = at
    if (week.length < WEEK_SAMPLES) return
    it.usual = drifted(it.usual, robustOf(week.map((one) => one.value)))
    lookAtBlocks(it, week)
  }
}

function lookAtBlocks(it: Learnt, samples: readonly Sample[]): void {
  for (let block = 0; block < BLOCKS; block++) {
    const values = samples.filter((one) => one.block === block).map((one) => one.value)
    if (values.length < BLOCK_SAMPLES) continue
    const fresh = robustOf(values)
    const before = it.blocks[block]
    it.blocks[block] = before === undefined ? fresh : drifted(before, fresh)
  }
}

/** The new figures, none of them further than a tenth from the old: slow tilt does not become usual. */
function drifted(was: Usual, fresh: Usual | undefined): Usual {
  if (fresh === undefined) return was
  const near = (before: number, after: number): number => {
    const most = Math.abs(before) * DRIFT
    return Math.min(before + most, Math.max(before - most, after))
  }
  const [q1, q3] = [near(was.q1, fresh.q1), near(was.q3, fresh.q3)]
  const reach = 1.5 * (q3 - q1)
  return {
    n: fresh.n,
    median: near(was.median, fresh.median),
    scale: near(was.scale, fresh.scale),
    q1,
    q3,
    normalLow: q1 - reach,
    normalHigh: q3 + reach,
  }
}

/** What is usual at this hour; undefined while it is being learnt. */
export function usualOf(b: Baseline, metric: Metric, at: number): Usual | undefined {
  const { usual, blocks } = b.metrics[metric]
  if (usual !== undefined) return blocks[blockOf(at)] ?? usual
  const floor = b.floor !== undefined && at < b.floor.until ? b.floor.metrics[metric] : undefined
  return floor?.blocks[blockOf(at)] ?? floor?.usual
}

/** What the first samples say, while learning: good enough to inform, not to intervene (TILT-37). */
export function guessOf(b: Baseline, metric: Metric): Usual | undefined {
  return b.metrics[metric].guess
}

/** Share of all manual acts that fell into this hour; undefined before there are 200 (quant.md 11.5). */
export function shareOfHour(b: Baseline, hour: number): number | undefined {
  const all = b.hours.reduce((sum, it) => sum + it, 0)
  return all < 200 ? undefined : b.hours[hour] / all
}

/** How far learning has come: metrics that are known, of all. */
export function learntOf(b: Baseline): number {
  return METRICS.filter((it) => b.metrics[it].usual !== undefined).length
}

/**
 * Whole days since the first sample. The last of them is only reached when something has been learnt:
 * a month in which hardly anything was done says nothing.
 */
export function daysOf(b: Baseline, now: number): number {
  const first = Math.min(...METRICS.map((it) => b.metrics[it].firstAt || Infinity))
  if (first === Infinity) return 0
  const whole = Math.floor((now - first) / days(1))
  return learntOf(b) > 0 ? whole : Math.min(whole, LEARNING / days(1) - 1)
}

const blockOf = (at: number): number => Math.floor(at / BLOCK) % BLOCKS

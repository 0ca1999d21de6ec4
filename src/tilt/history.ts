import { dayOf } from "../value/time.ts"
import type { Instant } from "../value/brand.ts"
import type { TiltLevel } from "./tilt-rule.ts"

/** One day of the trader, for the weekly report (TILT-58). */
export interface Day {
  readonly day: number
  acts: number
  entries: number
  pnlUnits: bigint
  /** Triggers by marker. */
  marks: Record<string, number>
}

/** From the first level above calm to the return to calm (TILT-53). */
export interface Episode {
  readonly from: number
  until: number | undefined
  peak: TiltLevel
  /** When each level was reached. */
  steps: { readonly at: number; readonly level: TiltLevel }[]
  ids: string[]
  /** Trades closed in it. */
  pnlUnits: bigint
  trades: number
  /** What was done that may have helped. */
  aids: string[]
}

/** Days and episodes, as plain values. */
export interface History {
  days: Day[]
  episodes: Episode[]
  calmUnits: bigint
  tiltedUnits: bigint
}

const DAYS_KEPT = 100
const EPISODES_KEPT = 50

export const newHistory = (): History => ({
  days: [],
  episodes: [],
  calmUnits: 0n,
  tiltedUnits: 0n,
})

/** The day that a moment lies in. */
export function dayAt({ days }: History, now: number): Day {
  const day = dayOf(now as Instant)
  const last = days.at(-1)
  if (last?.day === day) return last
  const fresh: Day = { day, acts: 0, entries: 0, pnlUnits: 0n, marks: {} }
  days.push(fresh)
  if (days.length > DAYS_KEPT) days.shift()
  return fresh
}

/** The episode that goes on. */
export function openEpisode({ episodes }: History): Episode | undefined {
  const last = episodes.at(-1)
  return last?.until === undefined ? last : undefined
}

/** A level was reached, up or down; 0 ends the episode. */
export function noteLevel(history: History, level: TiltLevel, at: number): void {
  let episode = openEpisode(history)
  if (!episode) {
    if (level === 0) return
    episode = {
      from: at,
      until: undefined,
      peak: level,
      steps: [],
      ids: [],
      pnlUnits: 0n,
      trades: 0,
      aids: [],
    }
    history.episodes.push(episode)
    if (history.episodes.length > EPISODES_KEPT) history.episodes.shift()
  }
  episode.steps.push({ at, level })
  if (level > episode.peak) episode.peak = level
  if (level === 0) episode.until = at
}

/** A trade was closed. */
export function noteTrade(history: History, pnlUnits: bigint, now: number): void {
  dayAt(history, now).pnlUnits += pnlUnits
  const episode = openEpisode(history)
  if (!episode) {
    history.calmUnits += pnlUnits
    return
  }
  history.tiltedUnits += pnlUnits
  episode.pnlUnits += pnlUnits
  episode.trades++
}

/** What helped before: for each thing done, the mean time to calm, shortest first (TILT-53). */
export function whatHelped({ episodes }: History): readonly {
  readonly aid: string
  readonly times: number
  readonly meanUs: number
}[] {
  const sums = new Map<string, { times: number; us: number }>()
  for (const { from, until, aids } of episodes) {
    if (until === undefined) continue
    for (const aid of new Set(aids)) {
      const sum = sums.get(aid) ?? { times: 0, us: 0 }
      sums.set(aid, { times: sum.times + 1, us: sum.us + until - from })
    }
  }
  return [...sums]
    .map(([aid, { times, us }]) => ({ aid, times, meanUs: us / times }))
    .toSorted((a, b) => a.meanUs - b.meanUs)
}

import { METRICS } from "../../tilt/baseline.ts"
import { QUESTIONS, WORDS_LEAST, wordsOf } from "../../tilt/journal-entry.ts"
import type { ActiveMarker } from "../../tilt/standing.ts"
import { robustOf } from "../../statistics/robust.ts"
import { dayOf } from "../../value/time.ts"
import { type Amount, amountOf } from "./amount.ts"
import type { BoardSource } from "./source.ts"

/** How calm the trader is, beside what is usual (UI-14). */
export interface TiltBoard {
  readonly level: number
  readonly score: number
  /** Weighed signs; levels begin at 2, 4 and 6 (TILT-42). */
  readonly count: number
  readonly factor: number
  /** Share of the usual size. */
  readonly sizeShare: number
  /** Microseconds that own entries, and all entries, rest. */
  readonly pauseLeft: number
  readonly lockLeft: number
  readonly todo: readonly string[]
  readonly stage: string | null
  readonly debt: Amount
  readonly next: string
  readonly hint: string | null
  readonly markers: readonly Pick<
    ActiveMarker,
    "id" | "name" | "unit" | "value" | "limit" | "isInforming" | "agoUs" | "rule"
  >[]
  readonly baseline: readonly {
    readonly metric: string
    readonly now: number | null
    readonly usual: number | null
    readonly low: number | null
    readonly high: number | null
    readonly samples: number
  }[]
  readonly learnt: number
  readonly metrics: number
  readonly journal: {
    readonly words: readonly number[]
    readonly total: number
    readonly least: number
    readonly questions: readonly string[]
  }
  /** Own result of each day with acts, and how many signs it had (UI-12). */
  readonly days: readonly { readonly day: number; readonly net: Amount; readonly signs: number }[]
  readonly calm: Amount
  readonly tilted: Amount
}

const DAYS_SHOWN = 30
/** So many of the last values of a metric stand for now. */
const RECENT = 10

export function tiltBoard({ engine }: BoardSource): TiltBoard {
  const { books, now } = engine
  const { state } = books.tilt
  const standing = { ...books.tilt.standing(now), ...books.tiltAt(now) }
  const { entry } = state.steps
  return {
    level: standing.level,
    score: standing.score,
    count: standing.count,
    factor: standing.factor,
    sizeShare: standing.share / 1e6,
    pauseLeft: standing.pauseLeft,
    lockLeft: standing.lockLeft,
    todo: standing.todo,
    stage: standing.stage ?? null,
    debt: amountOf(standing.debtUnits),
    next: standing.next,
    hint: standing.hint ?? null,
    markers: standing.markers.map(({ id, name, unit, value, limit, isInforming, agoUs, rule }) => {
      return { id, name, unit, value, limit, isInforming, agoUs, rule }
    }),
    baseline: METRICS.map((metric) => {
      const { samples, usual } = state.baseline.metrics[metric]
      return {
        metric,
        now: robustOf(samples.slice(-RECENT).map((it) => it.value))?.median ?? null,
        usual: usual?.median ?? null,
        low: usual?.normalLow ?? null,
        high: usual?.normalHigh ?? null,
        samples: samples.length,
      }
    }),
    learnt: standing.learnt,
    metrics: standing.metrics,
    journal: {
      words: entry.words,
      total: wordsOf(entry),
      least: WORDS_LEAST,
      questions: QUESTIONS,
    },
    days: state.history.days
      .filter((it) => it.day > dayOf(now) - DAYS_SHOWN)
      .map(({ day, pnlUnits, marks }) => ({
        day,
        net: amountOf(pnlUnits),
        signs: Object.values(marks).reduce((sum, it) => sum + it, 0),
      })),
    calm: amountOf(state.history.calmUnits),
    tilted: amountOf(state.history.tiltedUnits),
  }
}

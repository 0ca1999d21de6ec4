import { METRICS, type Metric } from "../tilt/baseline.ts"
import type { TiltState } from "../tilt/state.ts"
import { instantOf } from "../value/brand.ts"
import { DAY_US, formatInstant } from "../value/time.ts"

/** Everything that the guard has learnt of its owner, in plain figures (TILT-40). */
export interface TiltExport {
  readonly metrics: readonly {
    readonly metric: Metric
    readonly usual:
      | { readonly median: number; readonly low: number; readonly high: number }
      | undefined
    readonly samples: readonly { readonly at: string; readonly value: number }[]
  }[]
  /** Acts by hand in each hour of the day, UTC. */
  readonly hours: readonly number[]
  readonly days: readonly {
    readonly day: string
    readonly acts: number
    readonly entries: number
    readonly signs: Readonly<Record<string, number>>
  }[]
}

/** What the owner takes along: samples, what is usual, and the days with their signs. */
export function exportOf({ baseline, history }: TiltState): TiltExport {
  return {
    metrics: METRICS.map((metric) => {
      const { usual, samples } = baseline.metrics[metric]
      return {
        metric,
        usual: usual && {
          median: usual.median,
          low: usual.normalLow,
          high: usual.normalHigh,
        },
        samples: samples.map(({ at, value }) => ({ at: formatInstant(instantOf(at)), value })),
      }
    }),
    hours: baseline.hours,
    days: history.days.map(({ day, acts, entries, marks }) => ({
      day: formatInstant(instantOf(day * DAY_US)).slice(0, 10),
      acts,
      entries,
      signs: marks,
    })),
  }
}

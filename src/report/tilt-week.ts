import { METRICS } from "../tilt/baseline.ts"
import { type Day, type Episode, whatHelped } from "../tilt/history.ts"
import type { TiltState } from "../tilt/state.ts"
import { robustOf } from "../statistics/robust.ts"
import { moneyText } from "../value/amounts.ts"
import { type Duration, type Instant, instantOf } from "../value/brand.ts"
import { dayOf, days, formatDuration, formatInstant } from "../value/time.ts"

/** A week of the trader beside what is usual (TILT-58), and its episodes (TILT-53). */
export interface TiltWeek {
  readonly days: number
  readonly acts: number
  readonly entries: number
  readonly pnl: string
  readonly calmPnl: string
  readonly tiltedPnl: string
  readonly metrics: readonly {
    readonly metric: string
    readonly week: number | undefined
    readonly usual: number | undefined
    readonly samples: number
  }[]
  readonly markers: readonly {
    readonly id: string
    readonly triggers: number
    /** With the result of the day, over the days kept; undefined from fewer than 10 days. */
    readonly correlation: number | undefined
  }[]
  readonly episodes: readonly {
    readonly from: string
    readonly until: string | undefined
    readonly peak: number
    readonly signs: readonly string[]
    readonly pnl: string
    readonly trades: number
  }[]
  readonly helped: readonly {
    readonly what: string
    readonly times: number
    readonly mean: string
  }[]
}

const DAYS_LEAST = 10

export function weekOf(s: TiltState, now: Instant): TiltWeek {
  const { history, baseline } = s
  const from = dayOf(now) - 6
  const week = history.days.filter((it) => it.day >= from)
  const sum = (pick: (day: Day) => number): number => week.reduce((all, it) => all + pick(it), 0)
  const ids = [...new Set(history.days.flatMap((it) => Object.keys(it.marks)))].toSorted()
  return {
    days: week.length,
    acts: sum((it) => it.acts),
    entries: sum((it) => it.entries),
    pnl: moneyText(week.reduce((all, it) => all + it.pnlUnits, 0n)),
    calmPnl: moneyText(history.calmUnits),
    tiltedPnl: moneyText(history.tiltedUnits),
    metrics: METRICS.map((metric) => {
      const { samples, usual } = baseline.metrics[metric]
      const recent = samples.filter((it) => it.at > s.time - days(7)).map((it) => it.value)
      return {
        metric,
        week: robustOf(recent)?.median,
        usual: usual?.median,
        samples: recent.length,
      }
    }),
    markers: ids.map((id) => ({
      id,
      triggers: sum((it) => it.marks[id] ?? 0),
      correlation: correlation(history.days, id),
    })),
    episodes: history.episodes.filter((it) => dayOf(instantOf(it.from)) >= from).map(plain),
    helped: whatHelped(history).map(({ aid, times, meanUs }) => ({
      what: aid,
      times,
      mean: formatDuration(meanUs as Duration),
    })),
  }
}

function plain({
  from,
  until,
  peak,
  ids,
  pnlUnits,
  trades,
}: Episode): TiltWeek["episodes"][number] {
  return {
    from: formatInstant(instantOf(from)),
    until: until === undefined ? undefined : formatInstant(instantOf(until)),
    peak,
    signs: ids,
    pnl: moneyText(pnlUnits),
    trades,
  }
}

/** Pearson's, of a marker's triggers a day with the day's result. */
function correlation(all: readonly Day[], id: string): number | undefined {
  if (all.length < DAYS_LEAST) return undefined
  const x = all.map((it) => it.marks[id] ?? 0)
  const y = all.map((it) => Number(it.pnlUnits))
  const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my)
    xx += (x[i] - mx) ** 2
    yy += (y[i] - my) ** 2
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined
}

/** The week as text. */
export function weekLines(it: TiltWeek): readonly string[] {
  const figure = (value: number | undefined): string =>
    value === undefined ? "n/a" : String(Math.round(value * 100) / 100)
  return [
    `The last 7 days: ${it.days} with acts, ${it.acts} acts, ${it.entries} own entries, result ${it.pnl}.`,
    `Result of calm trades ${it.calmPnl}, of trades closed while tilted ${it.tiltedPnl}.`,
    "",
    "Metric               this week      usual",
    ...it.metrics.map(
      ({ metric, week, usual, samples }) =>
        `${metric.padEnd(18)}${figure(week).padStart(12)}${figure(usual).padStart(11)}   ${samples} samples`,
    ),
    "",
    ...(it.markers.length === 0
      ? ["No signs."]
      : ["Signs, and how they go with the day's result:"]),
    ...it.markers.map(
      (one) => `  ${one.id}  ${one.triggers} times, correlation ${figure(one.correlation)}`,
    ),
    ...it.episodes.map(
      (one) =>
        `Episode from ${one.from} to ${one.until ?? "now"}: level ${one.peak}, ${one.trades} trades, ${one.pnl}; ${one.signs.join(" ")}.`,
    ),
    ...it.helped.map(
      (one) => `Helped before: ${one.what}, ${one.times} times, calm after ${one.mean} on average.`,
    ),
  ]
}

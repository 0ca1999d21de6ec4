import type { Instant } from "../../value/brand.ts"
import { DAY_US, dayOf, formatInstant, instantOfDate, weekdayOf } from "../../value/time.ts"

/** Spans that a report can be asked for. Weeks begin on Monday; all is UTC. */
export const PERIODS = ["day", "week", "month", "year"] as const
export type PeriodName = (typeof PERIODS)[number]

/** What a report is about: from a moment up to, not including, another. */
export interface Period {
  readonly name: PeriodName | "all"
  readonly from: Instant
  readonly to: Instant
  /** `2023-03`, `the week of 2023-03-06`, `from 2023-01-01 to 2023-05-31`. */
  readonly title: string
}

/** Everything from the first line of a journal to its last. */
export function wholePeriod(first: Instant, last: Instant): Period {
  const title = `${dateText(first)} to ${dateText(last)}`
  // The last line belongs to it.
  return { name: "all", from: first, to: (last + 1) as Instant, title }
}

/** The day, week, month or year that a moment lies in. */
export function periodAround(name: PeriodName, at: Instant): Period {
  const day = dayOf(at)
  const [year, month] = dateText(at).split("-").map(Number)
  const between = (from: Instant, to: Instant, title: string): Period => ({ name, from, to, title })
  switch (name) {
    case "day":
      return between(startOfDay(day), startOfDay(day + 1), dateText(at))
    case "week": {
      const monday = day - weekdayOf(day)
      const title = `the week of ${dateText(startOfDay(monday))}`
      return between(startOfDay(monday), startOfDay(monday + 7), title)
    }
    case "month": {
      const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1]
      const title = dateText(at).slice(0, 7)
      return between(
        instantOfDate({ year, month, date: 1 }),
        instantOfDate({ year: nextYear, month: nextMonth, date: 1 }),
        title,
      )
    }
    case "year":
      return between(
        instantOfDate({ year, month: 1, date: 1 }),
        instantOfDate({ year: year + 1, month: 1, date: 1 }),
        String(year),
      )
    default:
      return name satisfies never
  }
}

/** Whether a moment lies in a period. */
export const isIn = ({ from, to }: Period, at: Instant): boolean => at >= from && at < to

/** `2023-03-08`. */
export const dateText = (at: Instant): string => formatInstant(at).slice(0, 10)

const startOfDay = (day: number): Instant => (day * DAY_US) as Instant

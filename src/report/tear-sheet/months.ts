import type { Instant } from "../../value/brand.ts"
import { DAY_US } from "../../value/time.ts"
import { dateText } from "./period.ts"
import type { DayResult } from "./worth-course.ts"

/** A month of the returns calendar. */
export interface MonthResult {
  /** `2023-03`. */
  readonly month: string
  readonly net: number
  readonly share: number
  readonly days: number
  readonly gains: number
}

/** `2023-03-08`. */
export const dayText = (day: number): string => dateText((day * DAY_US) as Instant)

/** Days put together into months; shares compound. */
export function monthsOf(days: readonly DayResult[]): readonly MonthResult[] {
  return [...Map.groupBy(days, ({ day }) => dayText(day).slice(0, 7))].map(([month, list]) => ({
    month,
    net: list.reduce((sum, { net }) => sum + net, 0),
    share: list.reduce((growth, { share }) => growth * (1 + share), 1) - 1,
    days: list.length,
    gains: list.filter(({ net }) => net > 0).length,
  }))
}

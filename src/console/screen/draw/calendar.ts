import { weekdayOf } from "../../../value/time.ts"
import { dayStart } from "./days.ts"
import { EMPTY, type Line, line, span } from "../line.ts"
import { gain, momentText, toneOf } from "../words.ts"

/** One day of a calendar. */
export interface CalendarDay {
  /** Days since 1970. */
  readonly day: number
  readonly net: string
  readonly trades: number
}

const CELL = 10
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
const WEEKS = 5

/**
 * The last weeks, a week a row, each day with its date and result in dollars. A day without trades
 * shows a dot; a day that is not known is empty.
 */
export function calendarLines(
  days: readonly CalendarDay[],
  { columns }: { readonly columns: number },
): readonly Line[] {
  const last = days.at(-1)
  if (last === undefined) return [line("No day has been seen yet.", "dim")]
  const known = new Map(days.map((it) => [it.day, it]))
  const cell = Math.min(14, Math.max(CELL, Math.floor((columns - 8) / 7)))
  const lastMonday = last.day - weekdayOf(last.day)
  const weeks = Array.from({ length: WEEKS }, (_, i) => lastMonday - 7 * (WEEKS - 1 - i))
  const shown = weeks.filter((monday) => days.some((it) => it.day >= monday && it.day < monday + 7))
  return [
    line(`${"Week of".padEnd(8)}${WEEKDAYS.map((it) => it.padStart(cell)).join("")}`, "dim"),
    ...shown.map((monday): Line => {
      const cells = WEEKDAYS.map((_, i) => dayCell(known.get(monday + i), cell))
      return [span(momentText(dayStart(monday)).slice(5, 10).padEnd(8), "dim"), ...cells.flat()]
    }),
    ...(shown.length === 0 ? [EMPTY] : []),
  ]
}

function dayCell(day: CalendarDay | undefined, width: number): Line {
  if (day === undefined) return [span(" ".repeat(width))]
  if (day.trades === 0 && Number(day.net) === 0) return [span("·".padStart(width), "dim")]
  return [span(gain(day.net).padStart(width), toneOf(day.net))]
}

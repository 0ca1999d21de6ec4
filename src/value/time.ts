import type { Duration, Instant } from "./brand.ts"
import { Problem } from "./problem.ts"

export const milliseconds = (n: number): Duration => (n * 1_000) as Duration
export const seconds = (n: number): Duration => (n * 1_000_000) as Duration
export const minutes = (n: number): Duration => (n * 60_000_000) as Duration
export const hours = (n: number): Duration => (n * 3_600_000_000) as Duration
export const days = (n: number): Duration => (n * 86_400_000_000) as Duration

export const DAY_US = 86_400_000_000
const SECOND_US = 1_000_000

/** Before every instant: the time of an engine that has seen nothing yet. */
export const NEVER = -Infinity as Instant
/** After every instant: nothing is due. */
export const FOREVER = Infinity as Instant

export const later = (at: Instant, by: Duration): Instant => (at + by) as Instant
/**
 * Whether less than `span` has gone by since a moment, as far as the clock can tell. One that stands
 * before the moment was put back and tells nothing: whoever waits must not wait for it to catch up.
 */
export const isWithin = (span: Duration, since: Instant, now: Instant): boolean =>
  now >= since && now - since < span
/** The multiple of `step` at or before `at`, counted from 1970: the bar or day that `at` lies in. */
export const floorTo = (at: Instant, step: Duration): Instant =>
  (Math.floor(at / step) * step) as Instant
/** Which UTC day, counted from 1970. */
export const dayOf = (at: Instant): number => Math.floor(at / DAY_US)

/** Of a day counted from 1970; Monday is 0. The first one was a Thursday. */
export const weekdayOf = (day: number): number => (day + 3) % 7

/** `2024-08-05T13:02:11.250Z`; microseconds are written only when there are any. */
export function formatInstant(at: Instant): string {
  if (!Number.isFinite(at)) return at > 0 ? "forever" : "never"
  const day = Math.floor(at / DAY_US)
  const inDay = at - day * DAY_US
  const { year, month, date } = civil(day)
  const second = Math.floor(inDay / SECOND_US)
  const micro = inDay - second * SECOND_US
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two)
  const fraction = micro % 1000 === 0 ? pad(micro / 1000, 3) : pad(Math.trunc(micro), 6)
  return `${pad(year, 4)}-${two(month)}-${two(date)}T${clock.join(":")}.${fraction}Z`
}

/** `2024-08-05 13:02`, UTC: for people. */
export const minuteText = (at: Instant): string => formatInstant(at).slice(0, 16).replace("T", " ")

/**
 * Reads `2023-01-05`, `2023-01-05 14:00[:05[.250]]` or the same with `T` and `Z`, as UTC.
 * @throws Problem `NOT_A_TIME`
 */
export function parseInstant(text: string): Instant {
  const m =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(?:Z|\+00:00)?$/.exec(
      text.trim(),
    )
  const [year, month, date] = [Number(m?.[1]), Number(m?.[2]), Number(m?.[3])]
  const [hour, minute, second] = [Number(m?.[4] ?? 0), Number(m?.[5] ?? 0), Number(m?.[6] ?? 0)]
  const day = m ? daysFromCivil(year, month, date) : 0
  const back = civil(day)
  if (!m || back.month !== month || back.date !== date || hour > 23 || minute > 59 || second > 59) {
    throw new Problem({
      code: "NOT_A_TIME",
      what: `"${text}" is not a date or time.`,
      why: "Times are UTC and written like 2023-03-24 or 2023-03-24T11:28.",
      next: "Correct the value and try again.",
    })
  }
  const micro = Number((m[7] ?? "").padEnd(6, "0"))
  return (day * DAY_US + (hour * 3600 + minute * 60 + second) * SECOND_US + micro) as Instant
}

/** `1 h 05 m`, `42 s`, `250 ms`: for people. */
export function formatDuration(span: Duration): string {
  const total = Math.round(span / 1000)
  if (total < 1000) return `${total} ms`
  const s = Math.floor(total / 1000)
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} m ${two(s % 60)} s`
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor(s / 60) % 60)} m`
  return `${Math.floor(s / 86400)} d ${two(Math.floor(s / 3600) % 24)} h`
}

/** Midnight at the beginning of a calendar date, UTC. */
export function instantOfDate(told: {
  readonly year: number
  readonly month: number
  readonly date: number
}): Instant {
  return (daysFromCivil(told.year, told.month, told.date) * DAY_US) as Instant
}

/** Days since 1970 to a calendar date (proleptic Gregorian; Howard Hinnant's algorithm). */
function civil(day: number): { year: number; month: number; date: number } {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, date: doy - Math.floor((153 * mp + 2) / 5) + 1 }
}

function daysFromCivil(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468
}

const pad = (n: number, width: number): string => String(n).padStart(width, "0")
const two = (n: number): string => pad(n, 2)

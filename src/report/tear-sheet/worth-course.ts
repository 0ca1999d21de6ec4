import type { Instant } from "../../value/brand.ts"
import { divide, parseUnits } from "../../value/decimal.ts"
import { DAY_US, dayOf, days } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import type { Flow } from "../chronicle/worth-log.ts"
import { isIn, type Period } from "./period.ts"

/** The mean month of the calendar: what a monthly cost is spread over. */
const MONTH = days(30.436875)

/** The account over a period, net of what running it costs (ANLY-24). */
export interface WorthCourse {
  readonly from: Instant
  /** Account-asset units, before the server. */
  readonly startUnits: bigint
  readonly endUnits: bigint
  readonly flows: readonly Flow[]
  /** What the server cost in the period, account-asset units. */
  readonly infrastructureUnits: bigint
  /** Beside each other: moments, net worth, and the value of a unit that money in and out leaves alone. */
  readonly times: readonly number[]
  readonly worth: readonly number[]
  readonly nav: readonly number[]
}

/**
 * @param told.serverMonthly decimal text of the account asset
 * @returns undefined when nothing of the journal lies in the period
 */
export function worthCourse(
  chronicle: Chronicle,
  told: { readonly period: Period; readonly serverMonthly: string },
): WorthCourse | undefined {
  const { period } = told
  const { worth, last } = chronicle
  const { times, units } = worth
  // What was there before the period, or was paid in at the very start, is what it begins with.
  const known = times.findLastIndex((at) => at < period.from)
  const opening = known >= 0 ? known : times.lastIndexOf(times[0])
  const from = known >= 0 ? period.from : times[opening]
  if (from === undefined || from > last || !isIn(period, from)) return undefined
  const startUnits = units[opening] ?? 0n
  const end = times.findLastIndex((at) => at < period.to)
  const flows = worth.flows.filter(({ at }) => at > from && isIn(period, at))
  const monthly = parseUnits(told.serverMonthly, 8)
  const until = Math.min(period.to, last)
  const span = BigInt(Math.max(0, Math.round(until - from)))
  const rows = new Rows(from, Number(startUnits) / 1e8, Number(monthly) / 1e8 / MONTH)
  let next = 0
  for (let i = opening + 1; i <= end; i++) {
    const at = times[i]
    for (; next < flows.length && flows[next].at <= at; next++) rows.flow(flows[next])
    rows.worthAt(at, Number(units[i]) / 1e8)
  }
  const exact = period.to > last ? exactEnd(chronicle) : undefined
  const endUnits = exact ?? units[end] ?? startUnits
  rows.worthAt(until, Number(endUnits) / 1e8)
  return {
    from,
    startUnits,
    endUnits,
    flows,
    infrastructureUnits: divide(monthly * span, BigInt(MONTH), "up"),
    times: rows.times,
    worth: rows.worth,
    nav: rows.nav,
  }
}

/** Where everything is in the account asset, the end is known to the unit and needs no price. */
function exactEnd({ books }: Chronicle): bigint | undefined {
  const { units, unpriced } = books.ledger.equity(() => undefined)
  return unpriced.length === 0 ? units : undefined
}

/** Money in and out changes the number of units, never their value (quant.md 1.5). */
class Rows {
  readonly times: number[] = []
  readonly worth: number[] = []
  readonly nav: number[] = []
  readonly #from: number
  readonly #costPerUs: number
  #count: number

  constructor(from: number, start: number, costPerUs: number) {
    this.#from = from
    this.#costPerUs = costPerUs
    this.#count = start
    this.worthAt(from, start)
  }

  worthAt(at: number, gross: number): void {
    const worth = this.#net(at, gross)
    this.times.push(at)
    this.worth.push(worth)
    this.nav.push(this.#count > 0 ? worth / this.#count : 0)
  }

  flow({ at, units, before }: Flow): void {
    const value = this.#net(at, Number(before) / 1e8) / this.#count
    if (value > 0) this.#count += Number(units) / 1e8 / value
  }

  #net(at: number, gross: number): number {
    return Math.max(0, gross - this.#costPerUs * (at - this.#from))
  }
}

/** What a day brought, in dollars and as a share of what was there. */
export interface DayResult {
  /** Days since 1970. */
  readonly day: number
  readonly net: number
  readonly share: number
  /** The last day of a report is often not over. */
  readonly isOver: boolean
}

/** One entry for each UTC day of the course, days without a change included. */
export function dayResults(course: WorthCourse, until: Instant): readonly DayResult[] {
  const { times, worth, nav, flows, from } = course
  const results: DayResult[] = []
  let [begun, value, net, before] = [1, 1, 0, worth[0] ?? 0]
  let day = dayOf(from)
  let nextFlow = 0
  const close = (next: number): void => {
    for (; day < next; day++) {
      const share = begun > 0 ? value / begun - 1 : 0
      results.push({ day, net, share, isOver: (day + 1) * DAY_US <= until })
      net = 0
      begun = value
    }
  }
  for (let i = 1; i < times.length; i++) {
    close(dayOf(times[i] as Instant))
    let paid = 0
    for (; nextFlow < flows.length && flows[nextFlow].at <= times[i]; nextFlow++) {
      paid += Number(flows[nextFlow].units) / 1e8
    }
    net += worth[i] - before - paid
    before = worth[i]
    value = nav[i]
  }
  close(dayOf((until - 1) as Instant) + 1)
  return results
}

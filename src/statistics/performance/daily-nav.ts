import type { Instant } from "../../value/brand.ts"
import { DAY_US, dayOf } from "../../value/time.ts"
import { refuse } from "../input.ts"

/** What an account was worth at an instant, or what was paid in or out of it. */
export type NavEvent =
  | { readonly kind: "equity"; readonly at: Instant; readonly equity: number }
  | {
      readonly kind: "flow"
      readonly at: Instant
      /** Above zero for a deposit, below for a withdrawal. */
      readonly amount: number
      /** Worth of the account just before. */
      readonly equityBefore: number
    }

/** One entry a complete UTC day, days without events included. */
export interface DailyNav {
  /** Days since 1970. */
  readonly epochDays: readonly number[]
  /** Value of one unit at the end of the day; one unit cost 1 at the start. */
  readonly nav: readonly number[]
  readonly returns: readonly number[]
}

/**
 * Daily returns of an account by the method of units, so that a deposit is no profit and a
 * withdrawal no loss. A day without events repeats the value and returns 0; the day that `asOf`
 * lies in is not complete and left out.
 * @param events in any order; of two at one instant the first comes first
 * @returns undefined without events, and when a day follows on a value of zero
 * @throws Problem `INVALID_INPUT` for a start that is not above zero, an equity below zero, or a
 *   flow into or out of an account without value
 */
export function dailyNavOf(events: readonly NavEvent[], asOf: Instant): DailyNav | undefined {
  if (!Number.isFinite(asOf)) refuse(`Daily values as of ${asOf} are not possible.`)
  requireEvents(events)
  const inOrder = events.toSorted((a, b) => a.at - b.at)
  const first = inOrder[0]
  if (first === undefined) return undefined
  const unit = new Unit(first)
  const epochDays: number[] = []
  const nav: number[] = []
  const returns: number[] = []
  let next = 1
  for (let day = dayOf(first.at); (day + 1) * DAY_US <= asOf; day++) {
    const before = nav.at(-1) ?? 1
    if (before === 0) return undefined
    // An event at exactly midnight belongs to the new day.
    for (; next < inOrder.length && dayOf(inOrder[next].at) <= day; next++) unit.take(inOrder[next])
    epochDays.push(day)
    nav.push(unit.nav)
    returns.push(unit.nav / before - 1)
  }
  return { epochDays, nav, returns }
}

/** An account cut into units: money in and out changes their number, never their value. */
class Unit {
  #count: number
  #nav = 1

  /** The first event creates the units at a value of 1. */
  constructor(first: NavEvent) {
    const equity = first.kind === "equity" ? first.equity : first.equityBefore + first.amount
    if (equity <= 0) refuse(`The account starts with ${equity}.`)
    this.#count = equity
  }

  get nav(): number {
    return this.#nav
  }

  take(event: NavEvent): void {
    if (event.kind === "equity") {
      this.#nav = event.equity / this.#count
      return
    }
    this.#nav = event.equityBefore / this.#count
    if (this.#nav <= 0) refuse("Money moved in or out of an account that was worth nothing.")
    this.#count += event.amount / this.#nav
    if (this.#count <= 0) refuse(`A withdrawal of ${-event.amount} empties the account.`)
  }
}

function requireEvents(events: readonly NavEvent[]): void {
  for (const event of events) {
    const values = event.kind === "equity" ? [event.equity] : [event.amount, event.equityBefore]
    if (![event.at, ...values].every((value) => Number.isFinite(value))) {
      refuse(`An event at ${event.at} holds ${values.join(" and ")}.`)
    }
    if (event.kind === "equity" && event.equity < 0) {
      refuse(`The equity at ${event.at} is ${event.equity}, and a spot account cannot owe.`)
    }
  }
}

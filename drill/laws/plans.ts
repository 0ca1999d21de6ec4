import type { Placed } from "../../src/engine/records.ts"
import { limitOf } from "../../src/order/terms.ts"
import type { Auditor } from "../auditor.ts"
import { placedBy } from "../placed-by.ts"
import type { EndCase } from "./end.ts"
import type { Law } from "./law.ts"
import type { LineCase } from "./line.ts"

/** EXEC-1. */
const SLICED_FROM = 200n * 100_000_000n
/** After its window a plan may still take back what is out, and look at what it moved. */
const END_WITHIN = 90_000_000

/** What must be so of every line about a plan. */
export const PLAN_LAWS: readonly Law<LineCase>[] = [
  {
    name: "parts-fit-their-mandate",
    says: "The parts of a plan never add up to more than the gate allowed as a whole, open ones counted as filled.",
    judge: ({ fact, auditor }) => {
      const slice = sliceOf(fact)
      if (slice === undefined) return undefined
      const plan = auditor.book.plans.get(slice.plan)
      if (plan === undefined) return `${slice.plan} never began`
      if (plan.state !== "running") return `${slice.plan} is ${plan.state}`
      let sum = 0
      for (const order of auditor.book.orders.values()) {
        if (order.plan === slice.plan) sum += order.isOver ? order.filled : order.terms.quantity
      }
      const all = sum + slice.quantity
      return all > plan.quantity ? `${all} of ${plan.quantity}` : undefined
    },
  },
  {
    name: "parts-wait-for-their-guard",
    says: "No part of a plan leaves before all that is held in its market has a stop, or one on its way.",
    judge: ({ fact, auditor }) => {
      const slice = sliceOf(fact)
      return slice && bareOf(auditor, slice.instrument)
    },
  },
  {
    name: "large-entries-leave-in-parts",
    says: "No entry worth $200 or more leaves as one order.",
    judge: ({ fact, auditor }) => {
      if (fact.kind !== "placed" || fact.purpose !== "entry" || fact.slice) return undefined
      const [order] = placedBy(fact.request)
      const price = order && limitOf(order.terms)
      if (order === undefined || price === undefined) return undefined
      const worth = auditor.valueOf(order.instrument, price, order.terms.quantity)
      return worth >= SLICED_FROM ? `${order.id} is worth ${worth} units` : undefined
    },
  },
  {
    name: "one-plan-at-a-time",
    says: "While a plan works in a market, no other begins there, and nothing else is entered.",
    judge: ({ fact, auditor }) => {
      const began = fact.kind === "plan-began" ? fact.plan.instrument : undefined
      const isOther = fact.kind === "placed" && fact.purpose === "entry" && !fact.slice
      const placed = isOther ? placedBy(fact.request)[0]?.instrument : undefined
      const instrument = began ?? placed
      const other = [...auditor.book.plans].find(
        ([, it]) => it.instrument === instrument && it.state !== "ended",
      )
      return other && `${other[0]} is at work`
    },
  },
]

/** What must be so of plans once the world has healed. */
export const PLAN_END_LAW: Law<EndCase> = {
  name: "no-plan-is-lost",
  says: "Every plan that began has ended, or still has time; none ends twice.",
  judge: ({ auditor, books, clock, isClockSteady }) => {
    const known = new Set(books.plans.state.plans.map(({ plan }) => plan.id as string))
    for (const [id, plan] of auditor.book.plans) {
      if (plan.state === "ended") continue
      if (!known.has(id)) return `${id} is ${plan.state} and nobody knows it`
      const late = clock - (plan.beganAt + plan.window)
      if (isClockSteady && late > END_WITHIN) return `${id} is ${late / 1e6} s late`
    }
    return undefined
  },
}

function sliceOf(
  fact: LineCase["fact"],
): { readonly plan: string; readonly instrument: number; readonly quantity: number } | undefined {
  const placed: Placed | undefined = fact.kind === "placed" ? fact : undefined
  if (placed?.slice === undefined) return undefined
  const [order] = placedBy(placed.request)
  const { plan } = placed.slice
  return order && { plan, instrument: order.instrument, quantity: order.terms.quantity }
}

/** What is held and could be sold by the filters that hold now, beyond what stops are there for. */
function bareOf(auditor: Auditor, instrument: number): string | undefined {
  const { book } = auditor
  const { filters } = auditor.instruments[instrument]
  const { step, minNotional } = book.outside.filters.get(instrument) ?? filters
  const whole = auditor.lotsOf(instrument, book.positions[instrument])
  const held = whole - (whole % step)
  const { last } = auditor.prices[instrument]
  const price = Number.isNaN(last) ? auditor.markOf(instrument) : last
  const worth = held > 0 ? auditor.valueOf(instrument, price, held) : 0n
  // What is hardly more than the exchange takes may be less by the time it is sold.
  if ((worth * 95n) / 100n < minNotional) return undefined
  const stops = book.live.filter((it) => it.instrument === instrument && "stop" in it.terms)
  const guarded = stops.reduce((sum, it) => sum + it.terms.quantity - it.filled, 0)
  return guarded < held ? `${held} held, ${guarded} guarded` : undefined
}

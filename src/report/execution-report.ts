import type { JournalRecord } from "../engine/ports.ts"
import { formatInstant } from "../value/time.ts"
import { workedIn } from "./worked-in.ts"
import type { WorkedOrder } from "./worked-order.ts"

/** EXEC-53: a score below this is worth a look. */
export const SCORE_LEAST = 70

/** Orders of one kind taken together; means are weighed by value. */
export interface Group {
  readonly name: string
  readonly orders: number
  readonly againstArrival: number
  readonly againstDecision: number
  /** Fees and shortfall in the quote asset. */
  readonly fees: number
  readonly cost: number
  readonly score: number
}

/** How well orders were executed (EXEC-46, EXEC-53). */
export interface ExecutionReport {
  readonly orders: readonly (WorkedOrder & { readonly score: number })[]
  readonly byMethod: readonly Group[]
  readonly byPair: readonly Group[]
  readonly byHour: readonly Group[]
  /** D17: what execution cost in a month, against the prices at which it was decided. */
  readonly byMonth: readonly Group[]
}

/** Reads a journal for what its orders cost. Orders of which nothing was filled are left out. */
export function executionReport(records: Iterable<JournalRecord>): ExecutionReport {
  const orders = workedIn(records).map((it) => ({ ...it, score: scoreOf(it) }))
  return {
    orders,
    byMethod: grouped(orders, (it) => `${it.purpose} ${it.method}`),
    byPair: grouped(orders, (it) => it.symbol),
    byHour: grouped(orders, (it) => `${formatInstant(it.at).slice(11, 13)} h`),
    byMonth: grouped(orders, (it) => formatInstant(it.at).slice(0, 7)),
  }
}

/**
 * EXEC-53: 0 to 100. Forty for what was paid against the arrival price (none left at 50 bp), twenty for
 * how much was filled, fifteen for fees (none left at 20 bp), fifteen for the time it took (none left at
 * an hour), ten for a price better than decided. The weights are ours.
 */
function scoreOf(it: WorkedOrder): number {
  const part = (value: number): number => Math.max(0, Math.min(1, value))
  const { fees } = it.shortfall
  const feeBps = (fees * 10_000) / (it.average * it.shortfall.filled)
  const time = 1 - Math.log1p(Math.max(0, it.seconds)) / Math.log1p(3_600)
  const price = part(1 - it.againstArrival / 50)
  const better = it.againstDecision < 0 ? 1 : part(1 - it.againstDecision / 10)
  return Math.round(
    40 * price + 20 * it.filled + 15 * part(1 - feeBps / 20) + 15 * part(time) + 10 * better,
  )
}

function grouped(
  orders: readonly (WorkedOrder & { readonly score: number })[],
  nameOf: (order: WorkedOrder) => string,
): readonly Group[] {
  const groups = Map.groupBy(orders, nameOf)
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => {
      const value = (it: WorkedOrder): number => it.average * it.shortfall.filled
      const total = all.reduce((sum, it) => sum + value(it), 0)
      const mean = (of: (it: (typeof all)[number]) => number): number =>
        all.reduce((sum, it) => sum + of(it) * value(it), 0) / total
      return {
        name,
        orders: all.length,
        againstArrival: mean((it) => it.againstArrival),
        againstDecision: mean((it) => it.againstDecision),
        fees: all.reduce((sum, it) => sum + it.shortfall.fees, 0),
        cost: all.reduce((sum, it) => sum + it.shortfall.total, 0),
        score: Math.round(mean((it) => it.score)),
      }
    })
}

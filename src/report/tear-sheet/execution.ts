import { quantileOf } from "../../statistics/robust.ts"
import { bootstrapInterval } from "../../statistics/bootstrap.ts"
import type { Chance } from "../../value/chance.ts"
import { formatUnits } from "../../value/decimal.ts"
import { isFinal } from "../../order/order.ts"
import type { FillLine, OrderLine } from "../chronicle/order-log.ts"
import { type Figure, figure, OBSERVATIONS_LEAST } from "./figure.ts"
import { type Slip, slipOf } from "./slip.ts"

/** How orders were carried out (ANLY-5). */
export interface Execution {
  readonly rows: readonly ExecutionRow[]
  /** Share of the traded value for which we had waited on the book. */
  readonly makerShare: number | null
  readonly fees: string
  /** Fees over the traded value. */
  readonly feeBasisPoints: number | null
  readonly traded: string
  /** From the decision to the first answer; milliseconds, in the middle and of the slowest of twenty. */
  readonly answerMs: { readonly median: number; readonly p95: number } | null
  readonly endings: readonly { readonly status: string; readonly orders: number }[]
  /** Slippage of fills in basis points, in steps of one, for a picture. */
  readonly histogram: readonly { readonly from: number; readonly fills: number }[]
}

/** Orders of one purpose. */
export interface ExecutionRow {
  readonly name: string
  readonly orders: number
  readonly filled: number
  readonly fills: number
  /** Signed: above zero it cost. */
  readonly slippage: Figure
  readonly median: number | null
  readonly p95: number | null
  readonly dollars: number
}

const DRAWS = 400
const REACH = 25

/** Fills against the prices at which they were decided, by what they were for. */
export function executionOf(
  orders: readonly OrderLine[],
  fills: readonly FillLine[],
  chance: Chance,
): Execution {
  const known = fills.map((it) => ({ it, slip: slipOf(it) }))
  const rows = [...Map.groupBy(orders, ({ order }) => kindOf(order))].map(([name, list]) => {
    const lines = new Set(list)
    const slips = known.filter(({ it }) => lines.has(it.line)).map(({ slip }) => slip)
    return rowOf(name, list, slips, chance)
  })
  const traded = fills.reduce((sum, { posting }) => sum + posting.valueUnits, 0n)
  const made = fills.reduce((sum, it) => sum + (it.fill.isMaker ? it.posting.valueUnits : 0n), 0n)
  const fees = fills.reduce((sum, { posting }) => sum + posting.feeUnits, 0n)
  return {
    rows,
    makerShare: traded === 0n ? null : Number(made) / Number(traded),
    fees: formatUnits(fees, 8),
    feeBasisPoints: traded === 0n ? null : (Number(fees) / Number(traded)) * 1e4,
    traded: formatUnits(traded, 8),
    answerMs: answersOf(orders),
    endings: [...Map.groupBy(orders, ({ order }) => (isFinal(order) ? order.status : "working"))]
      .map(([status, list]) => ({ status, orders: list.length }))
      .toSorted((a, b) => b.orders - a.orders),
    histogram: histogramOf(known.map(({ slip }) => slip)),
  }
}

function kindOf({ purpose, terms }: OrderLine["order"]): string {
  if (purpose !== "protection") return purpose
  return terms.type.startsWith("stop-loss") ? "stop" : "target"
}

function rowOf(
  name: string,
  orders: readonly OrderLine[],
  slips: readonly Slip[],
  chance: Chance,
): ExecutionRow {
  const measured = slips.filter(({ basisPoints }) => Number.isFinite(basisPoints))
  const points = Float64Array.from(measured, ({ basisPoints }) => basisPoints)
  const sorted = points.slice().sort()
  // By value: a large order that slips costs more than a small one.
  const costs = measured.map(({ dollars }) => dollars)
  const value = measured.reduce((sum, it) => sum + it.value, 0)
  const dollars = costs.reduce((sum, it) => sum + it, 0)
  const mean = (drawn: ArrayLike<number>): number => {
    let sum = 0
    for (let i = 0; i < drawn.length; i++) sum += drawn[i]
    return (sum / value) * 1e4
  }
  return {
    name,
    orders: orders.length,
    filled: orders.filter(({ order }) => order.filled > 0).length,
    fills: slips.length,
    slippage: figure({
      id: "slippage",
      name: "Slippage",
      unit: "basis points",
      evidence: { have: measured.length, least: OBSERVATIONS_LEAST, of: "fills" },
      value: () => (value > 0 ? mean(costs) : undefined),
      interval: () => bootstrapInterval(costs, { draws: DRAWS, chance }, mean),
      meaning: "Fills against the price of the decision, by value; above zero it cost.",
    }),
    median: sorted.length === 0 ? null : quantileOf(sorted, 0.5),
    p95: sorted.length === 0 ? null : quantileOf(sorted, 0.95),
    dollars,
  }
}

function answersOf(orders: readonly OrderLine[]): Execution["answerMs"] {
  const spans = orders.flatMap(({ answeredUs }) => (answeredUs === undefined ? [] : answeredUs))
  if (spans.length === 0) return null
  const sorted = Float64Array.from(spans, (it) => it / 1000).sort()
  return { median: quantileOf(sorted, 0.5), p95: quantileOf(sorted, 0.95) }
}

/** What lies further out is counted at the ends. */
function histogramOf(slips: readonly Slip[]): Execution["histogram"] {
  const counts = new Map<number, number>()
  for (const { basisPoints } of slips) {
    if (!Number.isFinite(basisPoints)) continue
    const from = Math.max(-REACH, Math.min(REACH, Math.floor(basisPoints)))
    counts.set(from, (counts.get(from) ?? 0) + 1)
  }
  return [...counts].map(([from, fills]) => ({ from, fills })).toSorted((a, b) => a.from - b.from)
}

import type { Engine } from "../../engine/engine.ts"
import { averageOf, doneOf, type Progress } from "../../execution/plan.ts"
import { describeTerms } from "../../gate/sanity.ts"
import { formatQuantity } from "../../market/instrument.ts"
import { limitOf, stopOf } from "../../order/terms.ts"
import { priceText } from "./positions.ts"
import { PPM } from "../../value/brand.ts"
import type { BoardSource } from "./source.ts"

/** Orders that may still do something (UI-16). */
export interface OrdersBoard {
  readonly at: number
  readonly orders: readonly OrderLine[]
  readonly plans: readonly PlanLine[]
  readonly placed: number
  /** What the exchange holds that this system did not cause, with what the owner can do. */
  readonly foreign: readonly string[]
}

/** One order, how far it is, and how far away the market is. */
export interface OrderLine {
  readonly id: string
  readonly symbol: string
  readonly purpose: string
  readonly side: string
  readonly quantity: string
  /** Part of it that is filled. */
  readonly filled: number
  /** The price that wakes it, or that it waits at; null for a market order. */
  readonly price: string | null
  /** From the last price to that price, as a fraction; null where one is not known. */
  readonly away: number | null
  readonly terms: string
  readonly status: string
  readonly placedAt: number
  /** `trader`, or the strategy that wished for it. */
  readonly by: string
  readonly because: string
}

/** An entry that is worked in parts (UI-16). */
export interface PlanLine {
  readonly id: string
  readonly symbol: string
  readonly method: string
  readonly state: string
  /** Part of it that is bought. */
  readonly filled: number
  readonly quantity: string
  readonly partsDone: number
  readonly parts: number
  /** Microseconds until its window is over. */
  readonly timeLeft: number
  /** What was paid on average over the price it was decided at, as a fraction; null before a fill. */
  readonly slippage: number | null
  /** The same over the market's own average meanwhile; null before a fill, or before a trade was seen. */
  readonly againstMarket: number | null
  /** Our part of what was traded meanwhile; null before a trade was seen. */
  readonly participation: number | null
  /** How far the mid moved against us after a part, at worst, as a fraction (EXEC-5). */
  readonly impact: number
  readonly because: string
}

const NOT_SEEN = { vwap: undefined, volume: 0, impactPpm: 0 }

/** A plan as it stands (EXEC-33): what is bought, which part, how long still, against what prices. */
function planLine(progress: Progress, engine: Engine): PlanLine {
  const { books, now } = engine
  const { plan, slices, beganAt, state } = progress
  const instrument = books.instrument(plan.instrument)
  const average = averageOf(progress, instrument)
  const { vwap, volume, impactPpm } = engine.planMarket(plan.instrument) ?? NOT_SEEN
  return {
    id: plan.id,
    symbol: instrument.symbol,
    method: plan.method,
    state,
    filled: doneOf(progress) / plan.quantity,
    quantity: formatQuantity(instrument, plan.quantity),
    partsDone: slices.filter((it) => it.state !== "live").length,
    parts: Math.max(plan.schedule.length, slices.length),
    timeLeft: Math.max(0, beganAt + plan.window - now),
    slippage: average === undefined ? null : average / plan.decision - 1,
    againstMarket: average === undefined || vwap === undefined ? null : average / vwap - 1,
    participation: volume > 0 ? Math.min(1, doneOf(progress) / volume) : null,
    impact: impactPpm / PPM,
    because: progress.because === "" ? plan.because : progress.because,
  }
}

export function ordersBoard({ engine }: BoardSource): OrdersBoard {
  const { books, lanes, now } = engine
  return {
    at: now,
    orders: [...books.live.values()].map((order) => {
      const instrument = books.instrument(order.instrument)
      const price = stopOf(order.terms) ?? limitOf(order.terms)
      const mark = lanes[order.instrument]?.mark ?? NaN
      return {
        id: order.id,
        symbol: instrument.symbol,
        purpose: order.purpose,
        side: order.side,
        quantity: formatQuantity(instrument, order.terms.quantity),
        filled: order.filled / order.terms.quantity,
        price: price === undefined ? null : priceText(instrument, price),
        away: price !== undefined && mark > 0 ? price / mark - 1 : null,
        terms: describeTerms(instrument, order.terms),
        status: order.status,
        placedAt: order.placedAt,
        by: order.strategy,
        because: order.because,
      }
    }),
    plans: [...books.plans.running].map((it) => planLine(it, engine)),
    placed: books.placed,
    foreign: books.findings.map((it) => it.what),
  }
}

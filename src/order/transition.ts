import type { Instant, Quantity } from "../value/brand.ts"
import { seconds } from "../value/time.ts"
import { isFinal, type Order, type OrderStatus } from "./order.ts"
import type { Fill, Report } from "./report.ts"

/**
 * Sent so long ago an order cannot enter the exchange any more: its receive window (5 s), the clock
 * difference allowed (1 s) and the exchange's own time-out (10 s) have all passed (binance-spot.md
 * section 16; the policy with 0 wrong worlds in architecture.md section 2).
 */
const ABSENCE_IS_FINAL = seconds(16)

/** What a report did to an order: the order after it, and the fills that were news. */
export interface Step {
  readonly order: Order
  readonly fresh: readonly Fill[]
}

/**
 * The only way an order changes (EXEC-6, EXEC-7). Pure and idempotent: a report that comes twice, late
 * or out of order changes nothing it should not. A fill counts even after the end was told; an end
 * whose fills have not all come leaves the order `unresolved` until they have.
 */
export function transition(order: Order, report: Report): Step {
  switch (report.kind) {
    case "accepted":
      return still(order, {
        venueId: report.venueId,
        ...(order.status === "pending" ? { status: "open" as const } : {}),
        // It was there after all: what became of it must be asked.
        ...(isDenied(order) ? { status: "unresolved" as const } : {}),
      })
    case "triggered":
      return still(order, {})
    case "filled":
      return withFills(order, [report.fill])
    case "cancelled":
      return ended(order, "cancelled", report.executed)
    case "expired":
      return ended(order, "expired", report.executed)
    case "rejected":
      return isUnseen(order) ? still(order, { status: "rejected" }) : still(order, {})
    case "cancel-rejected":
      // Most often it is gone already, and the report of its end is lost: it must be asked.
      return order.status === "open" ? still(order, { status: "unresolved" }) : still(order, {})
    case "unanswered":
      return order.status === "pending" ? still(order, { status: "unresolved" }) : still(order, {})
    case "absent":
      return isUnseen(order) ? missing(order, report.at) : still(order, {})
    case "told": {
      const known = still(order, { venueId: report.venueId }).order
      const filled = withFills(known, report.fills)
      if (report.status !== "open") {
        const end = ended(filled.order, report.status, report.executed)
        return { order: end.order, fresh: filled.fresh }
      }
      const isBehind = filled.order.filled < report.executed
      const status: OrderStatus = isBehind ? "unresolved" : "open"
      if (isOver(filled.order) || filled.order.endedAs !== undefined) return filled
      return { order: still(filled.order, { status }).order, fresh: filled.fresh }
    }
    default:
      return report satisfies never
  }
}

/** Nothing that the exchange did with it has been told, so it may never have been on the book. */
function isUnseen(order: Order): boolean {
  const isPossible = order.status === "pending" || order.status === "unresolved"
  const isKnown = order.venueId !== undefined || order.endedAs !== undefined
  return isPossible && order.fills.length === 0 && !isKnown
}

/**
 * The exchange does not know it. It may still be on its way, so the answer is believed only when it is
 * given again, late enough, to a question asked later: both by the exchange's clock, since ours can be
 * put forward or back between the two.
 */
function missing(order: Order, at: Instant): Step {
  const since = Math.min(order.missingSince ?? at, at) as Instant
  const latest = Math.max(order.missingSince ?? at, at)
  const isFinal = latest - since >= ABSENCE_IS_FINAL
  return still(order, { missingSince: since, ...(isFinal ? { status: "absent" as const } : {}) })
}

/** Said never to have been on the book. What is told of it later shows that it was, and wins. */
function isDenied(order: Order): boolean {
  return order.status === "rejected" || order.status === "absent"
}

/** It was there and has ended. */
function isOver(order: Order): boolean {
  return isFinal(order) && !isDenied(order)
}

function withFills(order: Order, fills: readonly Fill[]): Step {
  const known = new Map(order.fills.map((fill) => [fill.tradeId, fill]))
  const fresh: Fill[] = []
  for (const fill of fills) {
    if (known.has(fill.tradeId)) continue
    known.set(fill.tradeId, fill)
    fresh.push(fill)
  }
  if (fresh.length === 0) return { order, fresh }
  let filled: number = order.filled
  let quoteUnits = order.filledQuoteUnits
  for (const fill of fresh) {
    filled += fill.quantity
    quoteUnits += fill.quoteUnits
  }
  const next: Order = {
    ...order,
    filled: filled as Quantity,
    filledQuoteUnits: quoteUnits,
    fills: [...order.fills, ...fresh],
    status: order.status === "pending" ? "open" : isDenied(order) ? "unresolved" : order.status,
  }
  return { order: Object.freeze(settled(next)), fresh }
}

function ended(order: Order, as: "filled" | "cancelled" | "expired", executed: Quantity): Step {
  if (isOver(order)) return { order, fresh: [] }
  if (order.endedAs === as && order.executedAtEnd === executed) return { order, fresh: [] }
  const end = settled({ ...order, endedAs: as, executedAtEnd: executed })
  return { order: Object.freeze(end), fresh: [] }
}

/** Decides the status once the end, or the last fill, is known. */
function settled(order: Order): Order {
  if (order.filled >= order.terms.quantity) return { ...order, status: "filled" }
  if (order.endedAs === undefined || order.executedAtEnd === undefined) return order
  if (order.filled < order.executedAtEnd) return { ...order, status: "unresolved" }
  return { ...order, status: order.endedAs }
}

/** The same object when nothing changes, so that what is no news can be told from what is. */
function still(order: Order, change: Partial<Order>): Step {
  const isSame = Object.entries(change).every(([key, value]) => order[key as keyof Order] === value)
  return { order: isSame ? order : Object.freeze({ ...order, ...change }), fresh: [] }
}

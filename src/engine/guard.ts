import { exitTerms } from "../execution/one-shot.ts"
import { floorToStep } from "../market/instrument.ts"
import { care, hasLoneTarget, isSaleable, saleableFrom } from "../execution/protection.ts"
import type { Author, Cause, Intent, Leave } from "../order/intent.ts"
import { baseUnits, type Instrument } from "../market/instrument.ts"
import { type Order, remaining } from "../order/order.ts"
import { isImmediate, limitOf } from "../order/terms.ts"
import type { Instant, Quantity } from "../value/brand.ts"
import { isWithin, seconds } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { OWNER } from "./orders-of.ts"
import { HEARTBEAT } from "./timers.ts"

/** Who looks after positions without being asked. */
export const GUARD: Author = { kind: "guard", name: "guard" }
/** EXEC-65: an entry that is still filling is given so long before its part is protected. */
const FILLING = seconds(0.8)
/** EXEC-65: a guard of which no word comes for so long is given up. */
const UNGUARDED = seconds(3)
/** EXEC-66: a stop that was skipped for so long is given up, and the position sold. */
const SKIPPED = seconds(3)

/** What the guard wants for one instrument now, and whether it should be asked again soon. */
export interface Watchfulness {
  readonly intent?: Intent
  /** Something is unfinished: look again at the next heartbeat. */
  readonly isUneasy: boolean
}

/**
 * Looks after one instrument's position (EXEC-65 to 68): a stop that stands for exactly what is held,
 * the way out when it is wished, and the sale of what a stop left behind. Asked after each report and
 * at each heartbeat while uneasy; it decides, the gate judges.
 */
export function watchOver(
  lane: Lane,
  books: Books,
  moment: { readonly now: Instant; readonly cause: Cause },
): Watchfulness {
  const { now, cause } = moment
  const { instrument } = lane
  // What the exchange does not take is not asked for: the rules it has next are followed at once.
  if (!books.outside.isTrading(instrument.index)) return { isUneasy: false }
  const orders = ordersOn(books, instrument.index)
  const position = books.ledger.position(instrument.index)
  const leave = raisedLeave(lane, books.leave(instrument.index))
  noticeSkippedStop(lane, orders.protection, now)
  settleLeaving(lane, position.quantity, orders)
  const quantity = guardable(lane, position.quantity, orders.protection)
  // EXEC-65: what found no buyer is guarded again until it is tried again.
  const isUnsold = isWithin(HEARTBEAT, lane.unsoldAt, now)
  const decision = care({
    instrument,
    quantity,
    averagePrice: position.averagePrice,
    lastPrice: lane.last > 0 ? lane.last : lane.mark,
    leave,
    protection: orders.protection,
    entry: orders.entry,
    exit: orders.exit,
    isLeaving: lane.leavingBecause !== undefined && !isUnsold,
    isPairRefused: lane.isPairRefused || isUnsold,
    isGuardOverdue: isOverdue(orders.protection, lane, now),
    isAlone: isAlone(books, instrument, position.quantity),
  })
  lane.alarmAbove = saleableFrom({ instrument, lastPrice: lane.last }, position.quantity)
  const common = { instrument, side: "sell" as const, cause }
  switch (decision.kind) {
    case "nothing":
      return {
        isUneasy:
          orders.isInDoubt ||
          lane.leavingBecause !== undefined ||
          lane.skippedSince === lane.skippedSince ||
          (isSaleable({ instrument, lastPrice: lane.last }, position.quantity) &&
            hasLoneTarget({ leave, protection: orders.protection })),
      }
    case "wait":
      return { isUneasy: true }
    case "cancel": {
      const order = orders.protection.find((it) => it.id === decision.id)
      return {
        isUneasy: true,
        intent: {
          ...common,
          purpose: "cancel",
          author: GUARD,
          because: "its position is gone or changes its guard",
          terms: order?.terms ?? { type: "market", quantity: position.quantity },
          instead: decision.id,
        },
      }
    }
    case "protect": {
      const { entry } = orders
      const isFilling = entry !== undefined && isWithin(FILLING, entry.placedAt, now)
      // What ends by itself at once is protected together.
      if (isFilling && !decision.instead && isImmediate(entry.terms)) return { isUneasy: true }
      const { terms, target, instead } = decision
      return {
        isUneasy: true,
        intent: {
          ...common,
          purpose: "protection",
          author: GUARD,
          because: lane.raised?.because ?? "every position has a stop at the exchange",
          terms,
          ...(lane.raised && leave ? { leave } : {}),
          ...(target ? { target } : {}),
          ...(instead ? { instead } : {}),
        },
      }
    }
    case "exit": {
      if (isUnsold) return { isUneasy: true }
      const terms = exitTerms(instrument, lane, {
        quantity: partOf(lane, decision.quantity),
        isUrgent: lane.exitTries > 0,
      })
      return {
        isUneasy: true,
        intent: {
          ...common,
          purpose: "exit",
          author: lane.leavingBecause === undefined ? GUARD : lane.leavingBy,
          because: lane.leavingBecause ?? decision.because ?? "it is left",
          terms,
          ...(decision.instead ? { instead: decision.instead } : {}),
          ...(decision.isInAnyCase ? { isInAnyCase: true } : {}),
        },
      }
    }
    default:
      return decision satisfies never
  }
}

/**
 * What of a position an order can be for: whole steps as they are now. What stands already for all of
 * it stays, though the steps have become larger since.
 */
function guardable(lane: Lane, quantity: Quantity, protection: readonly Order[]): Quantity {
  const isCovered = protection.some((order) => remaining(order) === quantity)
  return isCovered ? quantity : floorToStep(lane.instrument, quantity)
}

/** So long without a word of the guard, counted from when this process could have had one. */
function isOverdue(protection: readonly Order[], lane: Lane, now: Instant): boolean {
  return protection.every(({ placedAt }) => {
    const since = placedAt > lane.begunAt && placedAt <= now ? placedAt : lane.begunAt
    return !isWithin(UNGUARDED, since, now)
  })
}

/** The account holds no more of the asset than this position, save for what no lot is made of. */
function isAlone(books: Books, instrument: Instrument, quantity: Quantity): boolean {
  const { freeUnits, heldUnits } = books.ledger.balance(instrument.base.code)
  const lot = Math.max(instrument.filters.step, instrument.filters.minQuantity)
  const most = baseUnits(instrument, (quantity + lot) as Quantity)
  return freeUnits + heldUnits < most
}

/** With the stop where it is wished now; a stop only ever comes nearer to the price. */
function raisedLeave(lane: Lane, leave: Leave | undefined): Leave | undefined {
  const { raised } = lane
  if (raised === undefined || leave === undefined) return leave
  return raised.stop > leave.stop ? { ...leave, stop: raised.stop } : leave
}

interface OrdersOn {
  readonly protection: readonly Order[]
  readonly entry: Order | undefined
  readonly exit: Order | undefined
  readonly isInDoubt: boolean
}

function ordersOn(books: Books, instrument: number): OrdersOn {
  const protection: Order[] = []
  let entry: Order | undefined
  let exit: Order | undefined
  let isInDoubt = false
  for (const order of books.live.values()) {
    if (order.instrument !== instrument) continue
    if (order.status !== "open") isInDoubt = true
    // What its owner placed by hand guards nothing and leaves nothing: the position keeps its stop.
    if (order.strategy === OWNER) continue
    if (order.purpose === "protection") protection.push(order)
    else if (order.purpose === "entry") entry = order
    else exit = order
  }
  return { protection, entry, exit, isInDoubt }
}

/** Below what the stop would sell for, the stop alone no longer protects (EXEC-66). */
function noticeSkippedStop(lane: Lane, protection: readonly Order[], now: Instant): void {
  const stop = protection.find((order) => order.status === "open" && "stop" in order.terms)
  const reach = stop ? limitOf(stop.terms) : undefined
  lane.alarmBelow = reach ?? NaN
  if (reach === undefined || !(lane.last < reach)) {
    lane.skippedSince = NaN
    return
  }
  if (!(lane.skippedSince <= now)) lane.skippedSince = now
  if (now - lane.skippedSince >= SKIPPED && lane.leavingBecause === undefined) {
    lane.leavingBecause = "the stop was skipped by the price"
    lane.leavingBy = GUARD
    lane.leavingDownTo = 0
    lane.exitTries = 1
  }
}

function settleLeaving(lane: Lane, quantity: Quantity, orders: OrdersOn): void {
  if (lane.leavingBecause === undefined || orders.exit || orders.entry) return
  const rest = { instrument: lane.instrument, lastPrice: lane.last }
  if (isSaleable(rest, (quantity - lane.leavingDownTo) as Quantity)) return
  lane.leavingBecause = undefined
  lane.leavingDownTo = 0
  lane.exitTries = 0
}

/** What of a position is sold now: all of it, or what is above the part that is kept. */
const partOf = (lane: Lane, quantity: Quantity): Quantity =>
  floorToStep(lane.instrument, quantity - lane.leavingDownTo)

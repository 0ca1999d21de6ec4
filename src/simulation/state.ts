import type { Instrument } from "../market/instrument.ts"
import type { OrderId } from "../order/request.ts"
import type { Side, Terms } from "../order/terms.ts"
import type { Instant } from "../value/brand.ts"
import type { AccountTrade } from "./account.ts"
import { Account } from "./account.ts"
import { Customer } from "./customer.ts"
import type { OrderLimits } from "./order-counts.ts"
import type { Pit } from "./pit.ts"
import { type Prevention, USUAL_PREVENTION } from "./prevention.ts"
import type { PricesState } from "./prices.ts"
import { paysWith } from "./settlement.ts"
import type { Trail, Trailing } from "./trailing.ts"
import { pairUp, type VenueOrder, venueOrder, type VenueState } from "./venue-order.ts"

/** A fill with its amounts as decimal text. */
type TradeState = Omit<AccountTrade, "quoteUnits" | "feeUnits"> & {
  readonly quoteUnits: string
  readonly feeUnits: string
}

interface OrderState {
  readonly number: number
  readonly id: OrderId
  readonly instrument: number
  readonly side: Side
  readonly terms: Terms
  readonly list?: OrderId
  readonly prevention?: Prevention
  readonly trail?: Trailing & { readonly extreme?: number }
  /** Number of the other leg of its pair. */
  readonly partner?: number
  /** Number of the order it waits for, or waited for. */
  readonly leader?: number
  readonly held: string
  readonly state: VenueState
  readonly executed: number
  readonly end?: "filled" | "cancelled" | "expired"
  readonly priority: number
  readonly since: Instant
  readonly visible: number
  /** -1 stands for unknown: JSON has no Infinity. */
  readonly front: number
  readonly shown: number
  readonly traded: number
}

interface CustomerState {
  readonly name: string
  /** What each asset comes to, free and locked together; the orders tell what is locked. */
  readonly balances: readonly (readonly [asset: string, units: string])[]
  readonly counts: readonly number[]
  readonly orders: readonly OrderState[]
  readonly trades: readonly TradeState[]
}

interface PitState {
  readonly source: number
  readonly hasTrades: boolean
  readonly isResetting: boolean
  readonly openAt: number
  readonly tradeNumber: number
  readonly topBid: readonly number[]
  readonly topAsk: readonly number[]
  readonly bids: readonly number[]
  readonly asks: readonly number[]
}

/** Everything an exchange remembers, safe for JSON: amounts are decimal text. */
export interface ExchangeState {
  readonly version: 1
  /** The markets it was made for, by index. */
  readonly symbols: readonly string[]
  readonly now: Instant
  readonly orderNumber: number
  readonly priority: number
  readonly revision: number
  readonly prices: PricesState
  readonly pits: readonly PitState[]
  readonly customers: readonly CustomerState[]
}

export function savePit(pit: Pit): PitState {
  const { outside } = pit
  return {
    source: outside.source,
    hasTrades: outside.hasTrades,
    isResetting: outside.isResetting,
    openAt: Number.isFinite(outside.openAt) ? outside.openAt : 0,
    tradeNumber: pit.tradeNumber,
    topBid: outside.topBid.save(),
    topAsk: outside.topAsk.save(),
    bids: outside.bids.save(),
    asks: outside.asks.save(),
  }
}

export function restorePit(pit: Pit, state: PitState): void {
  const { outside } = pit
  outside.source = state.source
  outside.hasTrades = state.hasTrades
  outside.isResetting = state.isResetting
  outside.openAt = state.openAt === 0 ? -Infinity : state.openAt
  pit.tradeNumber = state.tradeNumber
  outside.topBid.restore(state.topBid)
  outside.topAsk.restore(state.topAsk)
  outside.bids.restore(state.bids)
  outside.asks.restore(state.asks)
}

/**
 * Ended orders that a saved state keeps, with their fills: what may still be asked about after a
 * restart. Older ones are the journal's business; a state must not grow with the life of a session.
 */
const ENDED_KEPT = 500

export function saveCustomer(customer: Customer): CustomerState {
  const { account } = customer
  const orders = customer.recent(ENDED_KEPT)
  const kept = new Set(orders.map((order) => String(order.number)))
  const totals = account.balances().map((one) => [one.asset, one.freeUnits + one.lockedUnits])
  return {
    name: account.name,
    balances: totals.map(([asset, units]) => [String(asset), String(units)]),
    counts: account.counts.save(),
    orders: orders.map(saveOrder),
    trades: account.trades
      .filter((trade) => kept.has(trade.venueId))
      .map((trade) => ({
        ...trade,
        quoteUnits: String(trade.quoteUnits),
        feeUnits: String(trade.feeUnits),
      })),
  }
}

/** A customer and the orders that still stand somewhere, oldest first. */
export function restoreCustomer(
  state: CustomerState,
  told: { readonly instruments: readonly Instrument[]; readonly orderLimits?: OrderLimits },
): { readonly customer: Customer; readonly standing: readonly VenueOrder[] } {
  const account = new Account(state.name, told.orderLimits)
  for (const [asset, units] of state.balances) account.credit(asset, BigInt(units))
  account.counts.restore(state.counts)
  const customer = new Customer(account)
  const byNumber = new Map<number, VenueOrder>()
  for (const saved of state.orders) {
    const order = restoreOrder(saved, account, told.instruments[saved.instrument])
    byNumber.set(order.number, order)
    customer.add(order)
    const partner = byNumber.get(saved.partner ?? -1)
    if (partner !== undefined) pairUp(order, partner)
    const leader = byNumber.get(saved.leader ?? -1)
    order.leader = leader
    if (leader !== undefined) leader.followers = [...leader.followers, order]
    if (order.hold.units === 0n) account.resize(order.hold, BigInt(saved.held))
  }
  for (const { venueId, id, instrument, side, at, ...rest } of state.trades) {
    const amounts = { quoteUnits: BigInt(rest.quoteUnits), feeUnits: BigInt(rest.feeUnits) }
    const fill = Object.freeze({ ...rest, ...amounts })
    byNumber.get(Number(venueId))?.fills.push(fill)
    account.trades.push(Object.freeze({ ...fill, venueId, id, instrument, side, at }))
  }
  return { customer, standing: customer.open() }
}

function saveOrder(order: VenueOrder): OrderState {
  const { number, id, instrument, side, terms, list, partner, leader, end } = order
  const { state, executed, priority, since, visible, front, shown, traded } = order
  return {
    number,
    id,
    instrument: instrument.index,
    side,
    terms,
    ...(list === undefined ? {} : { list }),
    ...(order.prevention === USUAL_PREVENTION ? {} : { prevention: order.prevention }),
    ...(order.trail === undefined ? {} : { trail: savedTrail(order.trail) }),
    ...(partner === undefined ? {} : { partner: partner.number }),
    ...(leader === undefined ? {} : { leader: leader.number }),
    ...(end === undefined ? {} : { end }),
    held: String(order.hold.units),
    state,
    executed,
    priority,
    since,
    visible,
    front: Number.isFinite(front) ? front : -1,
    shown,
    traded,
  }
}

function restoreOrder(told: OrderState, account: Account, instrument: Instrument): VenueOrder {
  const { number, id, side, terms, list, since } = told
  const { state, executed, end, priority, visible, shown, traded } = told
  const hold = { asset: paysWith(instrument, side), units: 0n }
  const { prevention = USUAL_PREVENTION } = told
  const basics = { number, id, account, instrument, side, terms, list, hold, since }
  const order = venueOrder({ ...basics, prevention })
  const { trail } = told
  if (trail !== undefined) order.trail = { ...trail, extreme: trail.extreme }
  const front = told.front < 0 ? Infinity : told.front
  return Object.assign(order, { state, executed, end, priority, visible, front, shown, traded })
}

function savedTrail({ delta, isFromStop, extreme }: Trail): OrderState["trail"] & object {
  return { delta, isFromStop, ...(extreme === undefined ? {} : { extreme }) }
}

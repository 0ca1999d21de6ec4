import assert from "node:assert/strict"
import type { Instrument } from "../../market/instrument.ts"
import type { Fill, Report } from "../../order/report.ts"
import type { OrderId } from "../../order/request.ts"
import { type Side, stopOf, type Terms } from "../../order/terms.ts"
import type { Refusal } from "../../simulation/admission.ts"
import type { Instant, Quantity } from "../../value/brand.ts"
import type { OrderList } from "./order-list.ts"
import {
  isOver,
  NO_EXTRAS,
  type OrderExtras,
  type OrderRecord,
  type RecordFill,
  withFill,
} from "./order-record.ts"
import { type DeskState, restoreRecord, savedDesk } from "./desk-state.ts"
import { type Execution, executionReport, listStatus, type UserEvent } from "./user-event.ts"

/** An order on its way into the exchange. */
export interface Draft {
  readonly id: OrderId
  readonly instrument: Instrument
  readonly side: Side
  readonly terms: Terms
  readonly extras?: OrderExtras
  readonly listId?: number
  /** It waits until another order of its list has filled. */
  readonly isPending?: boolean
}

/** One time that an order got smaller. */
export interface Amendment {
  readonly executionId: number
  readonly formerId: string
  readonly newId: string
  readonly formerQuantity: Quantity
  readonly quantity: Quantity
  readonly at: Instant
}

/** What the desk needs of the house it stands in. */
export interface DeskHouse {
  /** The number of the public trade that a fill is part of. */
  publish(order: OrderRecord, fill: Fill, at: Instant): number
  executionId(): number
}

/**
 * The orders of one account as the exchange's database tells of them, and the events that its owner
 * hears. It learns everything from the reports of the matching engine.
 */
export class Desk {
  readonly orders = new Map<number, OrderRecord>()
  readonly trades: RecordFill[] = []
  readonly lists = new Map<number, OrderList>()
  /** How orders got smaller, by their number. */
  readonly amends = new Map<number, readonly Amendment[]>()
  readonly #newest = new Map<string, number>()
  readonly #drafts = new Map<string, Draft>()
  readonly #house: DeskHouse
  readonly #emit: (event: UserEvent) => void
  #refusals = new Map<string, Refusal>()
  /** Under which id orders are being cancelled just now. */
  #cancelId = ""

  constructor(house: DeskHouse, emit: (event: UserEvent) => void) {
    this.#house = house
    this.#emit = emit
  }

  /** The newest order that goes by a client id. */
  byClientId(id: string): OrderRecord | undefined {
    return this.orders.get(this.#newest.get(id) ?? -1)
  }

  /** Open orders, oldest first. */
  open(instrument?: number): readonly OrderRecord[] {
    return [...this.orders.values()].filter(
      (order) =>
        !isOver(order) && (instrument === undefined || order.instrument.index === instrument),
    )
  }

  /**
   * Hands orders to the engine and listens to what it says about them.
   * @returns what was refused, by client id
   */
  submit(drafts: readonly Draft[], hand: () => void, cancelId = ""): ReadonlyMap<string, Refusal> {
    for (const draft of drafts) this.#drafts.set(draft.id, draft)
    this.#refusals = new Map()
    this.#cancelId = cancelId
    hand()
    this.#drafts.clear()
    this.#cancelId = ""
    return this.#refusals
  }

  /** A list was taken in; its orders are known by now. */
  addList(list: OrderList): void {
    this.lists.set(list.listId, list)
    this.#emit(listStatus(list, this.ordersOf(list), list.time))
    this.#endList(list.listId, list.time)
  }

  ordersOf(list: OrderList): readonly OrderRecord[] {
    return list.orderIds.flatMap((id) => this.orders.get(id) ?? [])
  }

  /** What the engine says about an order of this account. */
  hear(report: Report): void {
    switch (report.kind) {
      case "accepted":
        return this.#accept(report.id, Number(report.venueId), report.at)
      case "triggered":
        return this.#wake(report.id, report.at)
      case "filled":
        return this.#fill(report.id, report.fill, report.at)
      case "cancelled":
        return this.#cancelled(report.id, report.at)
      case "expired":
        return this.#expired(report.id, report.reason, report.at)
      case "rejected":
      case "cancel-rejected":
        this.#refusals.set(report.id, { code: report.code, text: report.text })
        return
      case "absent":
      case "told":
      case "unanswered":
        assert.fail(`an engine does not say ${report.kind} of itself`)
    }
  }

  /**
   * Makes an order smaller; both legs of a pair get so.
   * @param hand hands the amend to the engine
   * @returns what the engine has against it
   */
  amend(
    record: OrderRecord,
    told: { readonly quantity: Quantity; readonly newId: OrderId },
    at: Instant,
    hand: () => Refusal | undefined,
  ): Refusal | undefined {
    const { quantity, newId } = told
    // The engine may end the order at once, and speaks of it by its new name.
    const former = this.#newest.get(newId)
    this.#newest.set(newId, record.orderId)
    const refusal = hand()
    if (refusal !== undefined) {
      if (former === undefined) this.#newest.delete(newId)
      else this.#newest.set(newId, former)
      return refusal
    }
    const list = this.lists.get(record.listId)
    const others = list?.contingency === "OCO" ? this.ordersOf(list) : [record]
    for (const { orderId } of others) {
      const order = this.orders.get(orderId)
      if (order === undefined || isOver(order)) continue
      const isNamed = orderId === record.orderId
      this.#amendOne(order, { quantity, newId: isNamed ? newId : order.clientOrderId, at })
    }
    return undefined
  }

  #amendOne(
    order: OrderRecord,
    told: { readonly quantity: Quantity; readonly newId: string; readonly at: Instant },
  ): void {
    const { quantity, newId, at } = told
    const formerId = order.clientOrderId
    const terms = { ...order.terms, quantity }
    const executionId = this.#step(
      { ...order, terms, clientOrderId: newId, updateTime: at },
      { type: "REPLACED", at, calledAs: { id: newId, original: formerId } },
    )
    const formerQuantity = order.terms.quantity
    const amend = { executionId, formerId, newId, formerQuantity, quantity, at }
    this.amends.set(order.orderId, [...(this.amends.get(order.orderId) ?? []), amend])
  }

  save(): DeskState {
    return savedDesk(this)
  }

  restore(state: DeskState, instruments: readonly Instrument[]): void {
    for (const told of state.orders) {
      const record = restoreRecord(told, instruments)
      this.orders.set(record.orderId, record)
      this.#newest.set(record.clientOrderId, record.orderId)
      this.trades.push(...record.fills)
    }
    this.trades.sort((a, b) => a.at - b.at || a.tradeId - b.tradeId)
    for (const list of state.lists) {
      this.lists.set(list.listId, { ...list, instrument: instruments[list.instrument] })
    }
  }

  #accept(id: string, orderId: number, at: Instant): void {
    const draft = this.#drafts.get(id)
    assert.ok(draft !== undefined, "an order is accepted that was handed in")
    const isWaiting = draft.isPending === true || stopOf(draft.terms) !== undefined
    const record: OrderRecord = {
      ...(draft.extras ?? NO_EXTRAS),
      orderId,
      instrument: draft.instrument,
      clientOrderId: draft.id,
      listId: draft.listId ?? -1,
      side: draft.side,
      terms: draft.terms,
      status: draft.isPending === true ? "PENDING_NEW" : "NEW",
      executed: 0,
      executedUnits: 0n,
      time: at,
      updateTime: at,
      workingTime: isWaiting ? undefined : at,
      expiryReason: undefined,
      fills: [],
    }
    this.#newest.set(draft.id, orderId)
    this.#step(record, { type: "NEW", at })
  }

  #wake(id: string, at: Instant): void {
    const record = this.#known(id)
    const isReleased = record.status === "PENDING_NEW"
    const isWaiting = isReleased && stopOf(record.terms) !== undefined
    const status = isReleased ? "NEW" : record.status
    const workingTime = isWaiting ? undefined : at
    this.#step({ ...record, status, workingTime, updateTime: at }, { type: "NEW", at })
  }

  #fill(id: string, told: Fill, at: Instant): void {
    const record = this.#known(id)
    const tradeId = this.#house.publish(record, told, at)
    const { price, quantity, quoteUnits, feeAsset, feeUnits, isMaker } = told
    const { orderId, listId, instrument, side } = record
    const amounts = { price, quantity, quoteUnits, feeAsset, feeUnits, isMaker, at }
    const whose = { tradeId, orderId, listId, instrument: instrument.index }
    const fill: RecordFill = { ...whose, isBuyer: side === "buy", ...amounts }
    this.trades.push(fill)
    this.#step(withFill(record, fill), { type: "TRADE", at, fill })
  }

  #cancelled(id: string, at: Instant): void {
    const record = this.#known(id)
    const calledAs = { id: this.#cancelId, original: record.clientOrderId }
    const next: OrderRecord = { ...record, status: "CANCELED", updateTime: at }
    this.#step(next, { type: "CANCELED", at, ...(this.#cancelId === "" ? {} : { calledAs }) })
  }

  #expired(id: string, reason: string, at: Instant): void {
    const record = this.#known(id)
    const isPrevented = reason === "EXPIRED_IN_MATCH"
    this.#step(
      {
        ...record,
        status: isPrevented ? "EXPIRED_IN_MATCH" : "EXPIRED",
        updateTime: at,
        expiryReason: isPrevented ? undefined : reason,
      },
      { type: isPrevented ? "TRADE_PREVENTION" : "EXPIRED", at },
    )
  }

  #known(id: string): OrderRecord {
    const record = this.byClientId(id)
    assert.ok(record !== undefined, `order ${id} is known to its desk`)
    return record
  }

  #step(record: OrderRecord, execution: Omit<Execution, "id">): number {
    this.orders.set(record.orderId, record)
    const id = this.#house.executionId()
    this.#emit(executionReport(record, { ...execution, id }))
    if (record.listId >= 0 && isOver(record)) this.#endList(record.listId, execution.at)
    return id
  }

  #endList(listId: number, at: Instant): void {
    const list = this.lists.get(listId)
    if (list === undefined || list.status === "ALL_DONE") return
    const orders = this.ordersOf(list)
    if (!orders.every(isOver)) return
    const done: OrderList = { ...list, status: "ALL_DONE" }
    this.lists.set(listId, done)
    this.#emit(listStatus(done, orders, at))
  }
}

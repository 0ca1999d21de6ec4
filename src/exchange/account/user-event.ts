import type { Instant } from "../../value/brand.ts"
import { priceText, quantityText, stamp, type TimeUnit, unitsText } from "../protocol/figure.ts"
import type { OrderList } from "./order-list.ts"
import { namedStop, type OrderRecord, type RecordFill, shapeOf } from "./order-record.ts"

/** Something that an account is told over its stream, said in the time unit the listener wants. */
export interface UserEvent {
  readonly name: "executionReport" | "outboundAccountPosition" | "balanceUpdate" | "listStatus"
  readonly said: (unit: TimeUnit) => Readonly<Record<string, unknown>>
}

/** What just happened to an order. */
export interface Execution {
  readonly type: "NEW" | "CANCELED" | "REPLACED" | "TRADE" | "EXPIRED" | "TRADE_PREVENTION"
  readonly at: Instant
  readonly id: number
  readonly fill?: RecordFill
  /** The id that the event goes by, where it is not the order's own: that of a cancel or an amend. */
  readonly calledAs?: { readonly id: string; readonly original: string }
}

/** The event of one step in an order's life (binance-spot.md section 22). */
export function executionReport(record: OrderRecord, execution: Execution): UserEvent {
  return { name: "executionReport", said: (unit) => executionBody(record, execution, unit) }
}

function executionBody(
  record: OrderRecord,
  execution: Execution,
  unit: TimeUnit,
): Readonly<Record<string, unknown>> {
  const { instrument, terms } = record
  const { at, calledAs } = execution
  const shape = shapeOf(terms)
  return {
    e: "executionReport",
    E: stamp(at, unit),
    s: instrument.symbol,
    c: calledAs?.id ?? record.clientOrderId,
    S: record.side === "buy" ? "BUY" : "SELL",
    o: shape.type,
    f: shape.timeInForce,
    q: quantityText(instrument, terms.quantity),
    p: priceText(instrument, shape.price),
    P: priceText(instrument, namedStop(record)),
    F: quantityText(instrument, shape.iceberg),
    g: record.listId,
    C: calledAs?.original ?? "",
    ...stepBody(record, execution, unit),
  }
}

/** What happened just now, and where the order stands after it. */
function stepBody(
  record: OrderRecord,
  execution: Execution,
  unit: TimeUnit,
): Readonly<Record<string, unknown>> {
  const { instrument, workingTime, expiryReason, strategyId, strategyType, trailing } = record
  const { fill, at } = execution
  const isWorking = workingTime !== undefined
  return {
    x: execution.type,
    X: record.status,
    r: "NONE",
    i: record.orderId,
    l: quantityText(instrument, fill?.quantity ?? 0),
    z: quantityText(instrument, record.executed),
    L: priceText(instrument, fill?.price ?? 0),
    n: fill === undefined ? "0" : unitsText(fill.feeUnits),
    N: fill?.feeAsset ?? null,
    T: stamp(at, unit),
    t: fill?.tradeId ?? -1,
    I: execution.id,
    w: isWorking && (record.status === "NEW" || record.status === "PARTIALLY_FILLED"),
    m: fill?.isMaker ?? false,
    M: fill !== undefined,
    O: stamp(record.time, unit),
    Z: unitsText(record.executedUnits),
    Y: unitsText(fill?.quoteUnits ?? 0n),
    Q: unitsText(record.quoteOrderUnits),
    ...(isWorking ? { W: stamp(workingTime, unit) } : {}),
    V: record.prevention,
    ...(trailing === undefined ? {} : { d: trailing.delta, D: trailingTime(record, unit) }),
    ...(strategyId === undefined ? {} : { j: strategyId }),
    ...(strategyType === undefined ? {} : { J: strategyType }),
    ...(expiryReason === undefined ? {} : { eR: expiryReason }),
  }
}

/** When a stop began to follow the price; -1 while it is not known to. */
export function trailingTime({ trailing, time }: OrderRecord, unit: TimeUnit): number {
  return trailing?.isFromStop === false ? stamp(time, unit) : -1
}

/** What an account has of the assets that may have changed. */
export function accountPosition(
  balances: readonly { readonly asset: string; readonly free: bigint; readonly locked: bigint }[],
  at: Instant,
): UserEvent {
  return {
    name: "outboundAccountPosition",
    said: (unit) => ({
      e: "outboundAccountPosition",
      E: stamp(at, unit),
      u: stamp(at, unit),
      B: balances.map(({ asset, free, locked }) => ({
        a: asset,
        f: unitsText(free),
        l: unitsText(locked),
      })),
    }),
  }
}

/** What became of a list of orders. */
export function listStatus(
  list: OrderList,
  orders: readonly OrderRecord[],
  at: Instant,
): UserEvent {
  const { symbol } = list.instrument
  return {
    name: "listStatus",
    said: (unit) => ({
      e: "listStatus",
      E: stamp(at, unit),
      s: symbol,
      g: list.listId,
      c: list.contingency,
      l: list.status,
      L: list.status === "ALL_DONE" ? "ALL_DONE" : "EXECUTING",
      r: "NONE",
      C: list.clientListId,
      T: stamp(at, unit),
      O: orders.map(({ orderId, clientOrderId }) => ({ s: symbol, i: orderId, c: clientOrderId })),
    }),
  }
}

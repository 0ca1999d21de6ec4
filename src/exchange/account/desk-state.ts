import type { Instrument } from "../../market/instrument.ts"
import type { OrderList } from "./order-list.ts"
import { isOver, type OrderRecord, type RecordFill } from "./order-record.ts"

type FillState = Omit<RecordFill, "quoteUnits" | "feeUnits"> & {
  readonly quoteUnits: string
  readonly feeUnits: string
}

type RecordState = Omit<
  OrderRecord,
  "instrument" | "executedUnits" | "quoteOrderUnits" | "fills" | "workingTime" | "expiryReason"
> & {
  readonly instrument: number
  readonly executedUnits: string
  readonly quoteOrderUnits: string
  readonly workingTime?: OrderRecord["workingTime"]
  readonly expiryReason?: string | undefined
  readonly fills: readonly FillState[]
}

/** What a desk remembers over a restart; safe for JSON. */
export interface DeskState {
  readonly orders: readonly RecordState[]
  readonly lists: readonly (Omit<OrderList, "instrument"> & { readonly instrument: number })[]
}

/** Ended orders that are kept; older ones are forgotten with a restart. */
const ENDED_KEPT = 1_000

/** What of a desk is kept: open orders, the newest of the ended ones, and their lists. */
export function savedDesk(desk: {
  readonly orders: ReadonlyMap<number, OrderRecord>
  readonly lists: ReadonlyMap<number, OrderList>
}): DeskState {
  const all = [...desk.orders.values()]
  const surplus = Math.max(0, all.length - ENDED_KEPT)
  const kept = all.filter((record, i) => i >= surplus || !isOver(record))
  const known = new Set(kept.map(({ orderId }) => orderId))
  return {
    orders: kept.map((record) => ({
      ...record,
      instrument: record.instrument.index,
      executedUnits: String(record.executedUnits),
      quoteOrderUnits: String(record.quoteOrderUnits),
      fills: record.fills.map((fill) => ({
        ...fill,
        quoteUnits: String(fill.quoteUnits),
        feeUnits: String(fill.feeUnits),
      })),
    })),
    lists: [...desk.lists.values()]
      .filter(({ orderIds }) => orderIds.some((id) => known.has(id)))
      .map((list) => ({ ...list, instrument: list.instrument.index })),
  }
}

/** An order as it was kept. */
export function restoreRecord(state: RecordState, instruments: readonly Instrument[]): OrderRecord {
  return {
    ...state,
    instrument: instruments[state.instrument],
    executedUnits: BigInt(state.executedUnits),
    quoteOrderUnits: BigInt(state.quoteOrderUnits),
    workingTime: state.workingTime,
    expiryReason: state.expiryReason,
    fills: state.fills.map((fill) => ({
      ...fill,
      quoteUnits: BigInt(fill.quoteUnits),
      feeUnits: BigInt(fill.feeUnits),
    })),
  }
}

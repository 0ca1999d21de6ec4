import { z } from "zod"
import { type Instrument, parsePrice, parseQuantity } from "../../../market/instrument.ts"
import type { Notice } from "../../../order/notice.ts"
import type { Fill, Report, Survey } from "../../../order/report.ts"
import { type OrderId, orderIdOf } from "../../../order/request.ts"
import type { Instant, Quantity } from "../../../value/brand.ts"
import { AMOUNT, fillOf, instrumentOf, NUMBER, STATUS, TIME, unitsOf } from "./figures.ts"

const ACCOUNT = z.object({
  balances: z.array(z.object({ asset: z.string(), free: AMOUNT, locked: AMOUNT })),
})

const OPEN_ORDER = z.object({
  symbol: z.string(),
  orderId: NUMBER,
  clientOrderId: z.string(),
  side: z.enum(["BUY", "SELL"]),
  origQty: AMOUNT,
  executedQty: AMOUNT,
  price: AMOUNT.optional(),
  stopPrice: AMOUNT.optional(),
})

const ORDER = z.object({
  orderId: NUMBER,
  clientOrderId: z.string(),
  executedQty: AMOUNT,
  status: STATUS,
  updateTime: TIME,
})

const TRADE = z.object({
  id: NUMBER,
  price: AMOUNT,
  qty: AMOUNT,
  quoteQty: AMOUNT,
  commission: AMOUNT,
  commissionAsset: z.string(),
  isMaker: z.boolean(),
})

const TIME_TOLD = z.object({ serverTime: TIME })

/** Quantities of a market that is none of ours are counted as finely as the exchange books. */
const FOREIGN = { quantityScale: 8 }

const STATUS_TOLD = z.object({ status: z.number(), msg: z.string().optional() })

/** The exchange's word on itself. @throws when the answer cannot be read */
export function readStatus(value: unknown): Extract<Notice, { about: "system" }> {
  const { status, msg } = STATUS_TOLD.parse(value)
  return { kind: "notice", about: "system", isUp: status === 0, says: msg ?? `status ${status}` }
}

/** The exchange's clock. @throws when the answer cannot be read */
export const readTime = (value: unknown): Instant => TIME_TOLD.parse(value).serverTime

/** @throws when an answer cannot be read */
export function readSurvey(
  told: { readonly account: unknown; readonly open: unknown; readonly at: Instant },
  instruments: readonly Instrument[],
): Survey {
  const { balances } = ACCOUNT.parse(told.account)
  const open = z.array(OPEN_ORDER).parse(told.open)
  return {
    kind: "survey",
    at: told.at,
    balances: balances.map(({ asset, free, locked }) => ({
      asset,
      freeUnits: unitsOf(free),
      lockedUnits: unitsOf(locked),
    })),
    open: open.map((order) => {
      const instrument = instrumentOf(instruments, order.symbol)
      const scales = instrument ?? FOREIGN
      return {
        id: orderIdOf(order.clientOrderId),
        venueId: order.orderId,
        instrument: instrument?.index ?? -1,
        side: order.side === "BUY" ? "buy" : "sell",
        quantity: parseQuantity(scales, order.origQty),
        executed: parseQuantity(scales, order.executedQty),
        ...pricesOf(order, instrument),
      }
    }),
  }
}

/** What it waits for: the exchange writes zero where an order has no such price. */
function pricesOf(
  { price = "0", stopPrice = "0" }: z.infer<typeof OPEN_ORDER>,
  instrument: Instrument | undefined,
): Pick<Survey["open"][number], "price" | "stop"> {
  if (instrument === undefined) return {}
  const [limit, stop] = [price, stopPrice].map((text) => parsePrice(instrument, text))
  return {
    ...(limit !== undefined && limit > 0 ? { price: limit } : {}),
    ...(stop !== undefined && stop > 0 ? { stop } : {}),
  }
}

/** How one order stands. */
export interface OrderState {
  readonly venueId: string
  readonly executed: Quantity
  readonly standing: z.infer<typeof STATUS>
  readonly at: Instant
}

/** @throws when the answer cannot be read or speaks of another order */
export function readOrder(value: unknown, id: OrderId, instrument: Instrument): OrderState {
  const order = ORDER.parse(value)
  if (order.clientOrderId !== id) throw new Error("The answer is about another order.")
  return {
    venueId: order.orderId,
    executed: parseQuantity(instrument, order.executedQty),
    standing: order.status,
    at: order.updateTime,
  }
}

/** Fills, oldest first. @throws when the answer cannot be read */
export function readFills(value: unknown, instrument: Instrument): readonly Fill[] {
  return z
    .array(TRADE)
    .parse(value)
    .map(({ id: tradeId, price, qty: quantity, quoteQty: quote, isMaker, ...fees }) => {
      const { commission: fee, commissionAsset: feeAsset } = fees
      return fillOf({ tradeId, price, quantity, quote, fee, feeAsset, isMaker }, instrument)
    })
}

/** The whole story of an order, as the answer to our question. */
export function storyOf(id: OrderId, state: OrderState, fills: readonly Fill[]): Report {
  const { venueId, executed, at, standing: status } = state
  if (status === "rejected") return { kind: "rejected", id, at, code: -2010, text: "Rejected." }
  return { kind: "told", id, at, venueId, status, executed, fills }
}

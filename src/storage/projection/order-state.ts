import type { Fill } from "../../order/report.ts"
import type { Order } from "../../order/order.ts"

/** An order as JSON, every bigint as decimal text. */
type Stored = Omit<Order, "filledQuoteUnits" | "fills"> & {
  readonly filledQuoteUnits: string
  readonly fills: readonly StoredFill[]
}
type StoredFill = Omit<Fill, "quoteUnits" | "feeUnits"> & {
  readonly quoteUnits: string
  readonly feeUnits: string
}

/** All that is known of an order, as text that {@link decodeOrder} reads. */
export function encodeOrder(order: Order): string {
  const fills = order.fills.map((fill): StoredFill => {
    return { ...fill, quoteUnits: `${fill.quoteUnits}`, feeUnits: `${fill.feeUnits}` }
  })
  const stored: Stored = { ...order, filledQuoteUnits: `${order.filledQuoteUnits}`, fills }
  return JSON.stringify(stored)
}

/** Only the named fields become bigints: a reason that reads like a number stays text. */
export function decodeOrder(text: string): Order {
  const stored = JSON.parse(text) as Stored
  const fills = stored.fills.map((fill): Fill => {
    return { ...fill, quoteUnits: BigInt(fill.quoteUnits), feeUnits: BigInt(fill.feeUnits) }
  })
  return Object.freeze({ ...stored, filledQuoteUnits: BigInt(stored.filledQuoteUnits), fills })
}

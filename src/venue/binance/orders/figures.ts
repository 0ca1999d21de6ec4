import { z } from "zod"
import { type Instrument, parsePrice, parseQuantity } from "../../../market/instrument.ts"
import type { Fill } from "../../../order/report.ts"
import type { Instant } from "../../../value/brand.ts"
import { parseUnits } from "../../../value/decimal.ts"
import { ASSET_SCALE } from "../../../value/money.ts"

/** Amounts come as decimal text. A JSON number would have passed through a float: it is refused. */
export const AMOUNT = z.string().regex(/^-?\d+(\.\d+)?$/)
/** An id of the exchange; as text, since it may be larger than a double holds. */
export const NUMBER = z.union([z.number().int(), z.string()]).transform(String)
/** Milliseconds since 1970, as the exchange tells time; becomes microseconds. */
export const TIME = z
  .number()
  .int()
  .nonnegative()
  .transform((ms) => (ms * 1_000) as Instant)

/** The exchange's limits, with what is used of them where it says so. */
export const LIMITS = z.array(
  z.object({
    rateLimitType: z.string(),
    interval: z.string(),
    intervalNum: z.number(),
    limit: z.number(),
    count: z.number().optional(),
  }),
)

/** Amount of any asset in its units. */
export const unitsOf = (text: string): bigint => parseUnits(text, ASSET_SCALE)

/** A trade as the exchange writes it, whatever it calls the parts. */
export interface TradeText {
  readonly tradeId: string
  readonly price: string
  readonly quantity: string
  readonly quote: string
  readonly fee: string
  readonly feeAsset: string
  readonly isMaker: boolean
}

/** @throws Problem when an amount is finer than the instrument's decimals */
export function fillOf(trade: TradeText, instrument: Instrument): Fill {
  return Object.freeze({
    tradeId: trade.tradeId,
    price: parsePrice(instrument, trade.price),
    quantity: parseQuantity(instrument, trade.quantity),
    quoteUnits: unitsOf(trade.quote),
    feeAsset: trade.feeAsset,
    feeUnits: unitsOf(trade.fee),
    isMaker: trade.isMaker,
  })
}

/** The instrument of a symbol, where it is one of ours. */
export const instrumentOf = (
  instruments: readonly Instrument[],
  symbol: string,
): Instrument | undefined => instruments.find((it) => it.symbol === symbol)

/** How an order stands, in our words; `rejected` when it was never on the book. */
export type Standing = "open" | "filled" | "cancelled" | "expired" | "rejected"

const STANDINGS: Readonly<Record<string, Standing>> = {
  NEW: "open",
  PENDING_NEW: "open",
  PARTIALLY_FILLED: "open",
  PENDING_CANCEL: "open",
  FILLED: "filled",
  CANCELED: "cancelled",
  EXPIRED: "expired",
  EXPIRED_IN_MATCH: "expired",
  REJECTED: "rejected",
}

/** A status that is not in the exchange's list does not parse. */
export const STATUS = z.string().transform((word, context): Standing => {
  const standing = STANDINGS[word]
  if (standing !== undefined) return standing
  context.addIssue({ code: "custom", message: `There is no status ${word}.` })
  return z.NEVER
})

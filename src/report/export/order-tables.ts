import { formatPrice, formatQuantity, type Instrument } from "../../market/instrument.ts"
import { limitOf, stopOf } from "../../order/terms.ts"
import { formatUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { formatInstant } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import { isIn, type Period } from "../tear-sheet/period.ts"
import { slipOf } from "../tear-sheet/slip.ts"
import type { ExportColumn, ExportTable } from "./export-table.ts"

const ORDERS: readonly ExportColumn[] = [
  { name: "placed", says: "when it was decided, UTC" },
  { name: "id", says: "our id, unique for ever" },
  { name: "list", says: "the pair it is a leg of" },
  { name: "line", says: "line of the journal that placed it" },
  { name: "symbol", says: "the market" },
  { name: "side", says: "buy or sell" },
  { name: "purpose", says: "entry, exit or protection" },
  { name: "type", says: "market, limit, stop-loss-limit and so on" },
  { name: "lifetime", says: "gtc, ioc or fok" },
  { name: "quantity", says: "asked for, in the base asset" },
  { name: "price", says: "limit" },
  { name: "stop", says: "the price that wakes it" },
  { name: "status", says: "filled, cancelled, open and so on, at the end of the journal" },
  { name: "filled", says: "filled, in the base asset" },
  { name: "filled_value", says: "value of the fills, in the quote asset" },
  { name: "decision_price", says: "price of the market row that caused it" },
  { name: "author", says: "strategy, trader or guard" },
  { name: "strategy", says: "name of the author" },
  { name: "tier", says: "working tier when it was decided" },
  { name: "tilt_level", says: "level of the tilt guard when it was decided" },
  { name: "because", says: "why, in the author's words", isFree: true },
]

/** Every order that left in a period. */
export function ordersTable({ orders, header }: Chronicle, period: Period): ExportTable {
  const placed = orders.orders.filter(({ order }) => isIn(period, order.placedAt))
  const rows = placed.map(({ order, seq, author, because, cause, tier, level }) => {
    const market = header.instruments[order.instrument]
    const { terms } = order
    return [
      formatInstant(order.placedAt),
      order.id,
      order.list ?? "",
      String(seq),
      market.symbol,
      order.side,
      order.purpose,
      terms.type,
      "lifetime" in terms ? terms.lifetime : "",
      formatQuantity(market, terms.quantity),
      priceText(market, limitOf(terms)),
      priceText(market, stopOf(terms)),
      order.status,
      formatQuantity(market, order.filled),
      formatUnits(order.filledQuoteUnits, market.quote.scale),
      cause.price > 0 ? formatPrice(market, cause.price) : "",
      author.kind,
      order.strategy,
      tier,
      String(level),
      because,
    ]
  })
  return { columns: ORDERS, rows }
}

const FILLS: readonly ExportColumn[] = [
  { name: "time", says: "when it happened at the exchange, UTC" },
  { name: "order", says: "our id of the order" },
  { name: "trade", says: "the exchange's id of the trade" },
  { name: "line", says: "line of the journal that told it" },
  { name: "symbol", says: "the market" },
  { name: "side", says: "buy or sell" },
  { name: "purpose", says: "entry, exit or protection" },
  { name: "price", says: "of the fill, in the quote asset" },
  { name: "quantity", says: "in the base asset" },
  { name: "value", says: "price times quantity as booked, in the quote asset" },
  { name: "quote_asset", says: "asset of price and value" },
  { name: "fee", says: "in the fee asset" },
  { name: "fee_asset", says: "asset that the fee was taken in" },
  { name: "fee_value", says: "worth of the fee when it was paid, in the account asset" },
  { name: "maker", says: "yes when we had waited on the book" },
  { name: "realised", says: "gain by average cost net of fees, in the account asset" },
  { name: "slippage_bp", says: "against the price of the decision; above zero it cost" },
]

/** Every fill in a period. */
export function fillsTable({ orders, header }: Chronicle, period: Period): ExportTable {
  const fills = orders.fills.filter(({ at }) => isIn(period, at))
  const rows = fills.map((it) => {
    const { at, seq, line, fill, posting } = it
    const { order } = line
    const market = header.instruments[order.instrument]
    const { basisPoints } = slipOf(it)
    return [
      formatInstant(at),
      order.id,
      fill.tradeId,
      String(seq),
      market.symbol,
      order.side,
      order.purpose,
      formatPrice(market, fill.price),
      formatQuantity(market, fill.quantity),
      formatUnits(fill.quoteUnits, market.quote.scale),
      market.quote.code,
      formatUnits(fill.feeUnits, ASSET_SCALE),
      fill.feeAsset,
      formatUnits(posting.feeUnits, ASSET_SCALE),
      fill.isMaker ? "yes" : "no",
      formatUnits(posting.realisedUnits, ASSET_SCALE),
      Number.isFinite(basisPoints) ? basisPoints.toFixed(2) : "",
    ]
  })
  return { columns: FILLS, rows }
}

const priceText = (market: Instrument, price: ReturnType<typeof limitOf>): string =>
  price === undefined ? "" : formatPrice(market, price)

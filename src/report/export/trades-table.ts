import type { Header } from "../../engine/records.ts"
import { formatPrice, type Instrument } from "../../market/instrument.ts"
import { divide, formatUnits, powerOfTen } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { formatInstant } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import type { Traded } from "../chronicle/trade-log.ts"
import { isIn, type Period } from "../tear-sheet/period.ts"
import { tradeLine } from "../tear-sheet/trade-line.ts"
import type { ExportColumn, ExportTable } from "./export-table.ts"

const COLUMNS: readonly ExportColumn[] = [
  { name: "date", says: "day on which it was closed, UTC" },
  { name: "number", says: "from 1, in the order of closing" },
  { name: "opened", says: "first fill, UTC" },
  { name: "closed", says: "last fill, UTC" },
  { name: "symbol", says: "the market" },
  { name: "side", says: "long: on spot nothing else is possible" },
  { name: "quantity", says: "bought, in the base asset" },
  { name: "entry_price", says: "mean of the entries, in the quote asset, to 8 decimals" },
  { name: "exit_price", says: "mean of the exits" },
  { name: "pnl", says: "net of all fees, in the account asset" },
  { name: "pnl_percent", says: "of what was paid" },
  { name: "fees", says: "worth of all fees when they were paid, in the account asset" },
  { name: "r_multiple", says: "pnl over what the first stop put at risk" },
  { name: "slippage", says: "in the account asset against decided prices; above zero it cost" },
  { name: "stop", says: "first stop" },
  { name: "target", says: "target, where there was one" },
  { name: "strategy", says: "who entered" },
  { name: "opened_by", says: "strategy, trader or guard" },
  { name: "ended_by", says: "stop, target, signal, by hand, safety or withdrawn" },
  { name: "entry_method", says: "type of the entry order, maker or taker" },
  { name: "tier", says: "working tier at entry" },
  { name: "tilt_level", says: "level of the tilt guard at entry" },
  { name: "orders", says: "ids of all orders that filled in it" },
  { name: "because", says: "why it was entered", isFree: true },
  { name: "left_because", says: "why it was left", isFree: true },
]

/** Every trade that was closed in a period, with a row of totals (AUDIT-30). */
export function tradesTable({ trades, header }: Chronicle, period: Period): ExportTable {
  let [pnl, fees, count] = [0n, 0n, 0]
  const rows = trades.trades.flatMap((traded, i) => {
    const { trip } = traded
    if (!isIn(period, trip.closedAt)) return []
    pnl += trip.pnlUnits
    fees += trip.feesUnits
    count++
    return [rowOf(traded, i + 1, header)]
  })
  const sums: Readonly<Record<string, string>> = {
    date: "total",
    number: String(count),
    pnl: formatUnits(pnl, ASSET_SCALE),
    fees: formatUnits(fees, ASSET_SCALE),
  }
  return { columns: COLUMNS, rows, totals: COLUMNS.map(({ name }) => sums[name] ?? "") }
}

function rowOf(traded: Traded, number: number, header: Header): readonly string[] {
  const { trip, entry } = traded
  const line = tradeLine(traded, number, header)
  const market = header.instruments[trip.instrument]
  const { stop, target } = entry.leave ?? {}
  const closed = formatInstant(trip.closedAt)
  return [
    closed.slice(0, 10),
    String(number),
    formatInstant(trip.openedAt),
    closed,
    market.symbol,
    "long",
    line.quantity,
    meanPrice(trip.paidUnits, trip.boughtUnits, market),
    meanPrice(trip.receivedUnits, trip.soldUnits, market),
    line.net,
    floatText(line.share * 100, 4),
    line.fees,
    line.multiple === null ? "" : floatText(line.multiple, 4),
    floatText(line.slipped, 8),
    stop === undefined ? "" : formatPrice(market, stop),
    target === undefined ? "" : formatPrice(market, target),
    line.strategy,
    line.by,
    line.left,
    `${line.entered} ${line.method}`,
    line.tier,
    String(line.level),
    line.orders.join(" "),
    line.because,
    line.leftBecause,
  ]
}

const floatText = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : ""

function meanPrice(quoteUnits: bigint, baseUnits: bigint, { base, quote }: Instrument): string {
  if (baseUnits === 0n) return ""
  const over = quoteUnits * powerOfTen(ASSET_SCALE + base.scale)
  return formatUnits(divide(over, baseUnits * powerOfTen(quote.scale), "half-even"), ASSET_SCALE)
}

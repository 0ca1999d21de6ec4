import type { TaxLine } from "../../ledger/tax/tax-book.ts"
import type { TaxMethod } from "../../ledger/tax/tax-lots.ts"
import type { Instant } from "../../value/brand.ts"
import { formatUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { DAY_US, formatInstant } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import { isIn, type Period } from "../tear-sheet/period.ts"
import type { ExportColumn, ExportTable } from "./export-table.ts"

const amount = (units: bigint): string => formatUnits(units, ASSET_SCALE)

const EQUITY: readonly ExportColumn[] = [
  { name: "time", says: "when the worth was taken, UTC" },
  { name: "worth", says: "of the whole account, in the account asset" },
  {
    name: "paid_in",
    says: "money that came from outside at that moment; below zero it went there",
  },
]

/** The account's worth, as often as it was taken. */
export function equityTable({ worth }: Chronicle, period: Period): ExportTable {
  const paid = new Map<Instant, bigint>()
  for (const { at, units } of worth.flows) paid.set(at, (paid.get(at) ?? 0n) + units)
  const rows = worth.times.flatMap((at, i) => {
    if (!isIn(period, at)) return []
    // Of several at one moment the last is the worth after all of them.
    if (worth.times[i + 1] === at) return []
    return [[formatInstant(at), amount(worth.units[i]), amount(paid.get(at) ?? 0n)]]
  })
  return { columns: EQUITY, rows }
}

const LEDGER: readonly ExportColumn[] = [
  { name: "time", says: "when it happened, UTC" },
  { name: "line", says: "line of the journal" },
  { name: "order", says: "our id of the order" },
  { name: "trade", says: "the exchange's id of the trade" },
  { name: "account", says: "ours, market (who traded with us), fees (the exchange) or outside" },
  { name: "asset", says: "what moved" },
  { name: "change", says: "above zero the account received; each entry sums to zero by asset" },
  { name: "because", says: "of money from outside: what explains it", isFree: true },
]

/** Every movement of every asset, both sides of it. */
export function ledgerTable({ orders, deposits }: Chronicle, period: Period): ExportTable {
  const moved = deposits.map(({ at, seq, asset, units, because = "paid in" }) => {
    const row = (account: string, change: bigint): readonly string[] => {
      return [formatInstant(at), String(seq), "", "", account, asset, amount(change), because]
    }
    return { at, seq, rows: [row("ours", units), row("outside", -units)] }
  })
  const filled = orders.fills.map(({ at, seq, posting }) => {
    const { orderId, tradeId, legs } = posting
    const rows = legs.map(({ account, asset, units }): readonly string[] => {
      return [formatInstant(at), String(seq), orderId, tradeId, account, asset, amount(units), ""]
    })
    return { at, seq, rows }
  })
  const rows = [...moved, ...filled]
    .filter(({ at }) => isIn(period, at))
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap((it) => it.rows)
  return { columns: LEDGER, rows }
}

const LOTS: readonly ExportColumn[] = [
  { name: "disposed", says: "when it left, UTC" },
  { name: "asset", says: "what left" },
  { name: "quantity", says: "how much of it" },
  { name: "acquired", says: "when it had come, UTC; empty where nobody said" },
  { name: "held_days", says: "whole days between" },
  { name: "cost", says: "what it had cost, fees of the purchase included, in the account asset" },
  { name: "proceeds", says: "what it left for, fees of the sale taken off, in the account asset" },
  { name: "gain", says: "proceeds less cost" },
  { name: "why", says: "sale, spent (on another asset), fee or transfer" },
  { name: "method", says: "fifo, lifo or hifo" },
  { name: "valuation", says: "where the worth of assets other than the account's comes from" },
  { name: "order", says: "our id of the order" },
  { name: "trade", says: "the exchange's id of the trade" },
]

/** Every part of a lot that left in a period (AUDIT-31). */
export function lotsTable(
  lines: readonly TaxLine[],
  told: { readonly period: Period; readonly method: TaxMethod },
): ExportTable {
  const rows = lines
    .filter(({ at }) => isIn(told.period, at))
    .map((it) => [
      formatInstant(it.at),
      it.asset,
      amount(it.units),
      it.acquiredAt === undefined ? "" : formatInstant(it.acquiredAt),
      it.acquiredAt === undefined ? "" : String(Math.floor((it.at - it.acquiredAt) / DAY_US)),
      amount(it.costUnits),
      amount(it.proceedsUnits),
      amount(it.proceedsUnits - it.costUnits),
      it.why,
      told.method,
      "price of the fill, or the exchange's last price at that moment",
      it.orderId ?? "",
      it.tradeId ?? "",
    ])
  return { columns: LOTS, rows }
}

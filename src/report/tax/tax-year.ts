import { TaxBook, type TaxLine } from "../../ledger/tax/tax-book.ts"
import type { TaxMethod } from "../../ledger/tax/tax-lots.ts"
import { formatUnits } from "../../value/decimal.ts"
import { days } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import { isIn, type Period } from "../tear-sheet/period.ts"
import { moneyText } from "../tear-sheet/words.ts"

/** What a year's disposals of one asset came to; decimal text of the account asset. */
export interface TaxRow {
  readonly asset: string
  readonly disposals: number
  readonly quantity: string
  readonly proceeds: string
  readonly cost: string
  readonly gain: string
  /** Of it, what had been held for more than a year. */
  readonly longGain: string
  /** Of it, what left as fees. */
  readonly feeGain: string
}

/** The report of a tax year (AUDIT-31). */
export interface TaxYear {
  readonly year: number
  readonly method: TaxMethod
  readonly asset: string
  readonly rows: readonly TaxRow[]
  readonly total: Omit<TaxRow, "asset" | "quantity">
  readonly transfers: readonly { readonly asset: string; readonly quantity: string }[]
  /** What is left at the end of the journal, with what it cost. */
  readonly held: readonly {
    readonly asset: string
    readonly lots: number
    readonly quantity: string
    readonly cost: string
  }[]
}

/** Tax laws know a year; which of them hold for the reader is not for this program to say. */
const LONG = days(365)

/** Lots of the whole account by one method: the fold of everything that came and left. */
export function taxBookOf({ header, orders, deposits }: Chronicle, method: TaxMethod): TaxBook {
  const book = new TaxBook({ accountAsset: header.accountAsset, method })
  let next = 0
  for (const { seq, posting } of orders.fills) {
    for (; next < deposits.length && deposits[next].seq < seq; next++) book.transfer(deposits[next])
    book.post(posting)
  }
  for (; next < deposits.length; next++) book.transfer(deposits[next])
  return book
}

/** What the lots say about a year. */
export function taxYear(
  book: TaxBook,
  told: { readonly year: number; readonly period: Period; readonly asset: string },
): TaxYear {
  const lines = book.lines.filter(({ at }) => isIn(told.period, at))
  const sold = lines.filter(({ why }) => why !== "transfer")
  const moved = lines.filter(({ why }) => why === "transfer")
  return {
    year: told.year,
    method: book.method,
    asset: told.asset,
    rows: byAsset(sold, (asset, list) => {
      return { asset, quantity: amount(sum(list, ({ units }) => units)), ...sumsOf(list) }
    }),
    total: sumsOf(sold),
    transfers: byAsset(moved, (asset, list) => {
      return { asset, quantity: amount(sum(list, ({ units }) => units)) }
    }),
    held: book
      .lots()
      .filter(({ lots }) => lots.length > 0)
      .map(({ asset, lots }) => ({
        asset,
        lots: lots.length,
        quantity: amount(sum(lots, ({ units }) => units)),
        cost: amount(sum(lots, ({ costUnits }) => costUnits)),
      })),
  }
}

function byAsset<T>(
  lines: readonly TaxLine[],
  of: (asset: string, list: readonly TaxLine[]) => T,
): readonly T[] {
  const groups = [...Map.groupBy(lines, ({ asset }) => asset)]
  return groups.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([asset, list]) => of(asset, list))
}

function sumsOf(list: readonly TaxLine[]): TaxYear["total"] {
  const gainOf = (it: TaxLine): bigint => it.proceedsUnits - it.costUnits
  const isLong = ({ at, acquiredAt }: TaxLine): boolean =>
    acquiredAt !== undefined && at - acquiredAt > LONG
  return {
    disposals: list.length,
    proceeds: amount(sum(list, ({ proceedsUnits }) => proceedsUnits)),
    cost: amount(sum(list, ({ costUnits }) => costUnits)),
    gain: amount(sum(list, gainOf)),
    longGain: amount(sum(list.filter(isLong), gainOf)),
    feeGain: amount(
      sum(
        list.filter(({ why }) => why === "fee"),
        gainOf,
      ),
    ),
  }
}

const amount = (units: bigint): string => formatUnits(units, 8)

const sum = <T>(list: readonly T[], of: (it: T) => bigint): bigint =>
  list.reduce((all, it) => all + of(it), 0n)

/** The year as a person reads it in a terminal. */
export function taxText({ year, method, asset, rows, total, transfers, held }: TaxYear): string {
  const line = (name: string, it: TaxYear["total"]): string =>
    `  ${name.padEnd(8)}${String(it.disposals).padStart(10)}${[it.proceeds, it.cost, it.gain, it.longGain, it.feeGain].map((x) => moneyText(x).padStart(15)).join("")}`
  return [
    `  Tax year ${year}, lots by ${method.toUpperCase()}, amounts in ${asset}`,
    "",
    ...(rows.length === 0
      ? ["  Nothing was disposed of."]
      : [
          `  ${"Asset".padEnd(8)}${"Disposals".padStart(10)}${["Proceeds", "Cost", "Gain", "held > 1 year", "of it as fees"].map((x) => x.padStart(15)).join("")}`,
          ...rows.map((it) => line(it.asset, it)),
          line("All", total),
        ]),
    ...transfers.map((it) => `  Moved away without gain or loss: ${it.quantity} ${it.asset}.`),
    ...(held.length === 0 ? [] : ["", "  Held at the end of the journal:"]),
    ...held.map(
      (it) => `    ${it.quantity} ${it.asset} in ${it.lots} lots, cost ${moneyText(it.cost)}`,
    ),
    "",
    "  This is a record of what happened, not advice on what the law makes of it.",
  ].join("\n")
}

import type { Boards } from "../../report/boards/boards.ts"
import { candlesOf, type PriceMark } from "./draw/candles.ts"
import { curveOf, sparkOf } from "./draw/curve.ts"
import { type Column, rowOf, titlesOf } from "./draw/table.ts"
import { beside, EMPTY, fitted, type Line, line, type Size, span } from "./line.ts"
import type { MainBoards } from "./sight.ts"
import { partText, shareText } from "./words.ts"

type Market = Boards["market"]["markets"][number]

const PRICES: readonly Column[] = [
  { title: "", width: 9, side: "left", tone: "name" },
  { title: "last", width: 10, side: "right" },
  { title: "60 min", width: 9, side: "right", tone: "dim" },
]
const SPARK: Column = { title: "", width: 16, side: "left", tone: "name" }
/** From so many rows on the account's own curve has a place. */
const CURVE_FROM = 11
const CURVE_ROWS = 5

/** The market that is looked at. */
export function firstMarket({ market }: MainBoards): Market | undefined {
  return market.markets.find((it) => it.symbol === market.first)
}

/** Price, change and spread of the market that is drawn below. */
export function marketTitle(first: Market | undefined): Line {
  if (first === undefined) return line("no price yet", "dim")
  const spread = first.spread === null ? "n/a" : partText(first.spread, 4)
  return [
    span(first.symbol, "name"),
    span(` ${first.last}`, "strong"),
    span(`  ${shareText(first.change)} in 60 min   spread ${spread}`, "dim"),
  ]
}

/** Candles on the left, the other prices on the right, and the account's curve where it fits. */
export function marketZone(boards: MainBoards, size: Size): readonly Line[] {
  const { columns, rows } = size
  const isWide = columns >= 110
  const at = isWide ? columns - 50 : columns - 31
  const first = firstMarket(boards)
  const left = first ? chart(first, boards, { columns: at - 2, rows }) : []
  const withCurve = rows >= CURVE_FROM
  const right = [
    ...prices(boards, { rows: withCurve ? rows - CURVE_ROWS - 1 : rows, isWide }),
    ...(withCurve ? accountCurve(boards, { columns: columns - at, rows: CURVE_ROWS + 1 }) : []),
  ]
  return Array.from({ length: rows }, (_, i) =>
    fitted(beside(left[i] ?? EMPTY, right[i] ?? EMPTY, at), columns),
  )
}

function chart(first: Market, { account, market }: MainBoards, size: Size): readonly Line[] {
  const { digits, symbol } = first
  const candles = market.candles.map(([open, high, low, close]) => ({ open, high, low, close }))
  if (candles.length === 0) return [line("The first minute is not over yet.", "dim")]
  const held = account.positions.find((it) => it.symbol === symbol)
  const marks: readonly PriceMark[] = held
    ? [
        { price: Number(held.paid), name: "paid" },
        ...(held.stop === null ? [] : [{ price: Number(held.stop), name: "stop" }]),
      ]
    : []
  return candlesOf({ candles, marks, labelOf: (price) => price.toFixed(digits) }, size)
}

function prices(
  boards: MainBoards,
  { rows, isWide }: { readonly rows: number; readonly isWide: boolean },
): readonly Line[] {
  const { markets } = boards.market
  const first = firstMarket(boards)
  const rest = markets.filter((it) => it !== first)
  const shown = rest.slice(0, rest.length > rows - 1 ? rows - 2 : rows - 1)
  const columns = isWide ? [...PRICES, SPARK] : PRICES
  const lines = [titlesOf(columns)]
  for (const it of shown) {
    const spark = sparkOf(it.hour, SPARK.width)
    lines.push(rowOf(columns, [it.symbol, it.last, shareText(it.change), spark]))
  }
  const left = rest.length - shown.length
  if (left > 0) lines.push(line(`and ${left} more: spreads`, "dim"))
  return Array.from({ length: rows }, (_, i) => lines[i] ?? EMPTY)
}

function accountCurve({ account, curve: points }: MainBoards, size: Size): readonly Line[] {
  const below = partText(account.drawdownPpm / 1e6, 2)
  const title = line(`Account, ${below} below its peak`, "dim")
  if (points.length < 2) return [title, line("It has not changed yet.", "dim")]
  const curve = curveOf(
    { points, labelOf: (it) => it.toFixed(2), level: Number(account.capital) },
    { columns: size.columns, rows: size.rows - 1 },
  )
  return [title, ...curve]
}

import type { OrderLine, PositionLine, PriceLine, SessionView } from "../../session/watch.ts"
import { chartOf } from "./chart.ts"
import { beside, EMPTY, fitted, type Line, line, printable, span, wrapped } from "./line.ts"
import { clockText, dollarText, gainText, shareText } from "./words.ts"

/** Where the account's curve begins, to the right of the prices. */
const RIGHT = 45
const CLOCK = 10

const column = (text: string, width: number): string => text.padStart(width)

/** The position: how much, paid, last, gain in dollars, and the stop that stands (UI-10). */
export function positionZone(
  view: SessionView,
  told: { readonly rows: number; readonly columns: number },
): readonly Line[] {
  const { positions } = view
  const titles = ["quantity", "paid", "last", "gain", "stop"]
  const head = `${"Position".padEnd(11)}${titles.map((it) => column(it, 13)).join("")}`
  const body =
    positions.length === 0
      ? [line("none", "dim")]
      : limited(positions.map(positionLine), told.rows - 1, "positions")
  return sized([line(head, "dim"), ...body], told)
}

function positionLine(position: PositionLine): Line {
  const { symbol, quantity, paid, last, gainUnits, stop } = position
  const hasStop = stop !== "none yet"
  return [
    span(symbol.padEnd(11), "name"),
    span([quantity, paid, last].map((it) => column(it, 13)).join("")),
    span(column(gainText(gainUnits), 13), "strong"),
    span(column(stop, 13), hasStop ? "plain" : "attention"),
  ]
}

export function orderZone(
  view: SessionView,
  told: { readonly rows: number; readonly columns: number },
): readonly Line[] {
  const lines = view.orders.map(orderLine)
  const body = lines.length === 0 ? [line("none", "dim")] : limited(lines, told.rows, "orders")
  const labelled = body.map((it, i) => [span((i === 0 ? "Orders" : "").padEnd(11), "dim"), ...it])
  return sized(labelled, told)
}

function orderLine({ id, symbol, text, status }: OrderLine): Line {
  return [
    span(`${id}  `, "dim"),
    span(`${symbol} `, "name"),
    span(text),
    span(`, ${status}`, "dim"),
  ]
}

/** Prices on the left, the account's curve on the right. */
export function marketZone(
  view: SessionView,
  told: { readonly rows: number; readonly columns: number; readonly first: string | undefined },
): readonly Line[] {
  const { columns, rows, first } = told
  const prices = [...view.prices].sort((a, b) => rank(a, first) - rank(b, first)).slice(0, rows - 1)
  const isAll = prices.length === view.prices.length
  const title = isAll ? "Prices" : `${prices.length} of ${view.prices.length}`
  const titles = `${column("last", 11)}${column("spread", 11)}${column("since start", 12)}`
  const left = [line(title.padEnd(10) + titles, "dim")]
  for (const price of prices) left.push(priceLine(price))
  if (prices.length === 0) left.push(line("no price yet", "dim"))
  const right = accountLines(view, { columns: columns - RIGHT, rows })
  return Array.from({ length: rows }, (_, i) =>
    fitted(beside(left[i] ?? EMPTY, right[i] ?? EMPTY, RIGHT), columns),
  )
}

/** What the strategy trades stands first; the rest keeps its order. */
const rank = (price: PriceLine, first: string | undefined): number =>
  price.symbol === first ? 0 : 1

function priceLine({ symbol, last, spreadBps, change }: PriceLine): Line {
  const spread = spreadBps === undefined ? "n/a" : `${(spreadBps / 100).toFixed(4)} %`
  return [
    span(symbol.padEnd(10), "name"),
    span(column(last, 11)),
    span(`${column(spread, 11)}${column(shareText(change), 12)}`, "dim"),
  ]
}

function accountLines(
  view: SessionView,
  size: { readonly columns: number; readonly rows: number },
): readonly Line[] {
  const below = (view.drawdownPpm / 10_000).toFixed(2)
  const title = `Account, ${below} % below its peak`
  const points = view.curve
  if (points.length < 2) {
    return [line(title, "dim"), line("It has not changed yet.", "dim")]
  }
  const rows = chartOf(points, { columns: size.columns, rows: size.rows - 2 })
  const [low, high] = [Math.min(...points), Math.max(...points)].map((it) =>
    dollarText(unitsOf(it)),
  )
  return [
    line(title, "dim"),
    ...rows.map((it) => line(it, "name")),
    line(`${low} to ${high}, from ${dollarText(view.capitalUnits)}`, "dim"),
  ]
}

/** Only to be shown: the curve holds floats. */
const unitsOf = (amount: number): bigint => BigInt(Math.round(amount * 1e8))

/** The last events that fit, newest last, each whole or not at all, save the newest. */
export function eventZone(
  view: SessionView,
  told: { readonly rows: number; readonly columns: number },
): readonly Line[] {
  const lines: Line[] = []
  for (let i = view.events.length - 1; i >= 0 && lines.length < told.rows; i--) {
    const { at, text } = view.events[i]
    const parts = wrapped(printable(text), told.columns - CLOCK)
    const block = parts.map((part, n) => [
      span((n === 0 ? clockText(at) : "").padEnd(CLOCK), "dim"),
      span(part),
    ])
    if (lines.length + block.length > told.rows && lines.length > 0) break
    lines.unshift(...block.slice(0, told.rows))
  }
  if (lines.length === 0) lines.push(line("Nothing has happened yet.", "dim"))
  return sized(lines, told)
}

function limited(lines: readonly Line[], rows: number, noun: string): readonly Line[] {
  if (lines.length <= rows) return lines
  const shown = lines.slice(0, Math.max(0, rows - 1))
  return [...shown, line(`and ${lines.length - shown.length} more ${noun}`, "dim")]
}

/** Exactly so many lines: what stands below a zone never moves (UI-2). */
export function sized(
  lines: readonly Line[],
  told: { readonly rows: number; readonly columns: number },
): readonly Line[] {
  return Array.from({ length: told.rows }, (_, i) => fitted(lines[i] ?? EMPTY, told.columns))
}

import type { Boards } from "../../../report/boards/boards.ts"
import { heatRow } from "../draw/heat.ts"
import { EMPTY, fitted, type Line, line, type Size, span } from "../line.ts"
import { clockText, partText, shareText } from "../words.ts"

type Spreads = Boards["spreads"]
type Market = Spreads["markets"][number]

const NAME = 10
const FIGURES = 9
const MINUTE_US = 60_000_000

/**
 * Spreads as a heat map (UI-16): a row a market, a column some minutes, darker where the spread is wider
 * than that market's own usual one. A wide spread is what an order pays at once.
 */
export function spreadsPage(it: Spreads, { columns }: Size): readonly Line[] {
  if (it.markets.every(({ usual }) => usual === null))
    return [EMPTY, line("No quote was seen yet.", "dim")]
  const minutes = it.until - it.from + 1
  const room = columns - NAME - 3 * FIGURES - 2
  const each = Math.max(1, Math.ceil(minutes / room))
  const fields = Math.ceil(minutes / each)
  const titles = ["now", "usual", "change"].map((title) => title.padStart(FIGURES)).join("")
  const clock = (minute: number): string => clockText(minute * MINUTE_US).slice(0, 5)
  const scale = `${clock(it.from).padEnd(Math.max(6, fields - 5))}${clock(it.until)}`
  return [
    line(`${"Market".padEnd(NAME)}${titles}  ${scale}`, "dim"),
    ...it.markets.map((market): Line => fitted(spreadRow(market, each), columns)),
    EMPTY,
    line("░ below the market's own median   ▒ about it   ▓ twice   █ three times", "dim"),
    line(
      `A field is ${each === 1 ? "a minute" : `${each} minutes`}. Who buys and sells at once pays the spread.`,
      "dim",
    ),
  ]
}

function spreadRow(market: Market, each: number): Line {
  const { usual, minutes } = market
  const shares = Array.from({ length: Math.ceil(minutes.length / each) }, (_, i) => {
    const until = minutes.length - (Math.ceil(minutes.length / each) - 1 - i) * each
    const values = minutes.slice(Math.max(0, until - each), until).filter((it) => it !== null)
    if (values.length === 0 || usual === null) return undefined
    return shareOf(values.reduce((sum, it) => sum + it, 0) / values.length, usual)
  })
  return [
    span(market.symbol.padEnd(NAME), "name"),
    span(partText(market.now, 4).padStart(FIGURES), "strong"),
    span(partText(usual, 4).padStart(FIGURES)),
    span(`${shareText(market.change).padStart(FIGURES)}  `, "dim"),
    ...heatRow(shares, { width: 1, tone: "attention" }),
  ]
}

/** A quarter below the usual spread, half up to one and a half of it, whole from three times on. */
function shareOf(spread: number, usual: number): number {
  const ratio = usual > 0 ? spread / usual : spread > 0 ? 9 : 1
  if (ratio < 0.9) return 0.25
  if (ratio < 1.5) return 0.5
  return ratio < 2.5 ? 0.75 : 1
}

import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import type { TradeLine } from "../tear-sheet/trade-line.ts"
import { unitText } from "../tear-sheet/figure.ts"
import { counted, moneyText } from "../tear-sheet/words.ts"
import { formatDuration, minuteText } from "../../value/time.ts"
import type { Section } from "./section.ts"
import { type Column, table } from "./table.ts"

/** So many stand on the page where no scripts run, and on paper: the last ones. */
const STILL = 25

const COLUMNS: readonly Column[] = [
  { title: "No.", isNumber: true },
  { title: "Closed, UTC" },
  { title: "Pair" },
  { title: "Strategy", isWide: true },
  { title: "Held", isNumber: true, isWide: true },
  { title: "Entry", isNumber: true, isWide: true },
  { title: "Exit", isNumber: true, isWide: true },
  { title: "Net", isNumber: true },
  { title: "Share", isNumber: true, isWide: true },
  { title: "Risk", isNumber: true, isWide: true },
  { title: "Slipped", isNumber: true, isWide: true },
  { title: "Ended by" },
]

/** Every closed trade; with a script, each with its candles. */
export function tradeSection({ trades }: TearSheet, hasCandles: boolean): Section {
  const title = "Trades"
  if (trades.length === 0) return { id: "trades", title, html: "<p>No trade was closed.</p>" }
  const shown = trades.slice(-STILL).toReversed()
  const which = shown.length < trades.length ? `The last ${STILL} of ` : ""
  return {
    id: "trades",
    title,
    lead: hasCandles
      ? "Open a trade to see it on its candles, with its entry, its exit and its stop. Risk is the result over what the first stop put at risk."
      : "Risk is the result over what the first stop put at risk. The market of this run is not at hand, so trades are shown without candles.",
    html: `<div id="trades-live" hidden></div><div class="still" id="trades-still">${table({
      caption: `${which}${counted(trades.length, "trade")}`,
      columns: COLUMNS,
      rows: shown.map(rowOf),
    })}</div>`,
  }
}

function rowOf(it: TradeLine): readonly string[] {
  return [
    String(it.number),
    minuteText(it.closed),
    it.symbol,
    it.strategy,
    formatDuration(it.heldUs),
    priceText(it.entryPrice),
    priceText(it.exitPrice),
    moneyText(it.net),
    unitText(it.share, "share"),
    it.multiple === null ? "n/a" : unitText(it.multiple, "ratio"),
    unitText(it.slipped, "dollars"),
    it.left,
  ]
}

/** As many digits as a price of this size is read with. */
const priceText = (price: number): string =>
  Number.isFinite(price) ? String(Number(price.toPrecision(8))) : "n/a"

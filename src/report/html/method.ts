import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { escaped } from "./escape.ts"
import type { Section } from "./section.ts"

const RULES: readonly string[] = [
  "Net means after fees, slippage and the server. The worth of the account is its own; money paid in or out is neither gain nor loss (method of units).",
  "A trade is a round trip from flat to flat in one pair. Fees in another asset are valued when they were paid.",
  "Ratios are of daily returns over 365 days a year, days without a trade included, and are not shown below 30 days.",
  "Intervals hold the true value with 95 %: Wilson's for shares, the standard error for the Sharpe ratio and for parts of the result, else drawn in blocks of neighbours (bootstrap).",
  "The best of many configurations looks good by chance: how many were tried stands at the top.",
]

/** How the figures are made, what they were made from, and whose libraries draw them. */
export function methodSection({ digest, lines }: TearSheet): Section {
  return {
    id: "method",
    title: "How this is made",
    html: `<ul>${RULES.map((it) => `<li>${escaped(it)}</li>`).join("")}</ul>
<p>Read from ${lines.toLocaleString("en-US")} lines of the journal; the hash of the last one is <code>${escaped(digest)}</code>. The same journal gives the same page.</p>
<p class="licences">Candles are drawn by <a href="https://www.tradingview.com/" rel="noreferrer">TradingView</a> Lightweight Charts™, Copyright © 2026 TradingView, Inc., Apache License 2.0. Curves are drawn by uPlot, Copyright © 2022 Leon Sorokin, MIT License.</p>`,
  }
}

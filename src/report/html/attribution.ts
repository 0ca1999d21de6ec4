import { figureText, intervalText } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { moneyText } from "../tear-sheet/words.ts"
import type { Section } from "./section.ts"
import { bar, table } from "./table.ts"

/** What the rows of each table are, in a word. */
const NOUNS: Readonly<Record<string, string>> = {
  strategy: "Name",
  pair: "Symbol",
  hour: "Hour",
  weekday: "Day",
  left: "End",
  method: "Way",
  by: "Who",
  tier: "Name",
  level: "Level",
}

/** Where the result came from, each way of looking at it a table (ANLY-1). */
export function attributionSection({ attributions, trades }: TearSheet): Section {
  const title = "Where it came from"
  if (trades.length === 0) return { id: "attribution", title, html: "<p>No trade was closed.</p>" }
  const tables = attributions.map(({ id, by, rows }) => {
    const largest = Math.max(...rows.map(({ net }) => Math.abs(Number(net))))
    return `<div class="card">${table({
      caption: by,
      columns: [
        { title: NOUNS[id] ?? by },
        { title: "Trades", isNumber: true },
        { title: "Net", isNumber: true },
        { title: "" },
        { title: "A trade, 95 %", isNumber: true, isWide: true },
      ],
      rows: rows.map((it) => [
        it.name,
        it.trades.toLocaleString("en-US"),
        moneyText(it.net),
        bar(Number(it.net), largest),
        intervalText(it.expectancy) || figureText(it.expectancy),
      ]),
    })}</div>`
  })
  return {
    id: "attribution",
    title,
    lead: "Closed trades, net of fees. Market states (trend, range, panic) are not in the journal yet and so cannot be split by.",
    html: `<div class="cards">${tables.join("")}</div>`,
  }
}

import type { Execution } from "../tear-sheet/execution.ts"
import { figureText, intervalText, unitText } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { counted, moneyText } from "../tear-sheet/words.ts"
import type { Section } from "./section.ts"
import { label, picture, scaleOf } from "./svg.ts"
import { table } from "./table.ts"

const WIDTH = 1000
const HEIGHT = 170

/** How orders were carried out, against the prices at which they were decided (ANLY-5). */
export function executionSection({ execution }: TearSheet): Section {
  const title = "Execution"
  const { rows, makerShare, feeBasisPoints, answerMs, endings, traded, fees } = execution
  if (rows.length === 0) return { id: "execution", title, html: "<p>No order was placed.</p>" }
  const points = (value: number | null): string =>
    value === null ? "n/a" : unitText(value, "basis points")
  const facts: readonly (readonly [string, string])[] = [
    ["Traded", moneyText(traded)],
    ["Maker share", makerShare === null ? "n/a" : `${unitText(makerShare, "share")} of the value`],
    ["Fees", `${moneyText(fees)}, ${points(feeBasisPoints)}`],
    [
      "First answer",
      answerMs === null
        ? "n/a"
        : `${answerMs.median.toFixed(0)} ms, slowest of twenty ${answerMs.p95.toFixed(0)} ms`,
    ],
    [
      "Orders",
      endings.map(({ status, orders }) => `${orders.toLocaleString("en-US")} ${status}`).join(", "),
    ],
  ]
  return {
    id: "execution",
    title,
    lead: "Slippage is signed: above zero a fill was worse than the price of its decision, below zero better. Stops are held against the price that woke them.",
    html: `${histogram(execution)}${table({
      caption: "By what the order was for",
      columns: [
        { title: "Order" },
        { title: "Orders", isNumber: true },
        { title: "Filled", isNumber: true },
        { title: "Slippage", isNumber: true },
        { title: "95 % interval", isNumber: true, isWide: true },
        { title: "Median", isNumber: true, isWide: true },
        { title: "Worst of twenty", isNumber: true, isWide: true },
        { title: "Cost", isNumber: true },
      ],
      rows: rows.map((it) => [
        it.name,
        it.orders.toLocaleString("en-US"),
        it.filled.toLocaleString("en-US"),
        figureText(it.slippage),
        intervalText(it.slippage),
        points(it.median),
        points(it.p95),
        unitText(it.dollars, "dollars"),
      ]),
    })}${table({
      caption: "Ways, fees and answers",
      columns: [{ title: "What" }, { title: "Value" }],
      rows: facts,
    })}`,
  }
}

function histogram({ histogram: bins }: Execution): string {
  if (bins.length === 0) return ""
  const from = Math.min(-2, ...bins.map((it) => it.from))
  const to = Math.max(2, ...bins.map((it) => it.from + 1))
  const x = scaleOf([from, to], { first: 10, last: WIDTH - 10 }, 8)
  const most = Math.max(...bins.map(({ fills }) => fills))
  const y = scaleOf([0, most], { first: HEIGHT - 26, last: 10 })
  const bars = bins.map(({ from: at, fills }) => {
    const top = y.at(fills)
    const width = x.at(at + 1) - x.at(at) - 1
    return `<rect class="${at >= 0 ? "loss" : "gain"}" x="${(x.at(at) + 0.5).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${(y.at(0) - top).toFixed(1)}"><title>${at} to ${at + 1} bp: ${counted(fills, "fill")}</title></rect>`
  })
  return picture({
    name: "histogram",
    width: WIDTH,
    height: HEIGHT,
    says: "How many fills slipped by how many basis points; the table below has the middle and the ends.",
    inside: [
      `<path class="grid" d="M${x.at(0).toFixed(1)} 6V${HEIGHT - 22}"/>`,
      ...bars,
      ...x.ticks.map((it) => label(x.at(it), HEIGHT - 6, `${it} bp`, "middle")),
    ],
  })
}

import { DAY_US } from "../../value/time.ts"
import type { Comparison } from "../comparison/comparison.ts"
import { dateText } from "../tear-sheet/period.ts"
import { thinned } from "../tear-sheet/thin.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { unitText } from "../tear-sheet/figure.ts"
import type { Instant } from "../../value/brand.ts"
import { type Assets, documentHtml } from "./document.ts"
import { escaped } from "./escape.ts"
import { monthsOf } from "../tear-sheet/months.ts"
import { methodSection } from "./method.ts"
import { navigation, type Section, sectionHtml } from "./section.ts"
import { label, lineThrough, picture, scaleOf } from "./svg.ts"
import { type Cell, table } from "./table.ts"

const WIDTH = 1000
const HEIGHT = 300
const LEFT = 64
const RIGHT = 990
const POINTS = 800

/** Runs side by side as one page that stands on its own: figures, curves over each other, months. */
export function comparisonPage(comparison: Comparison, assets: Assets): string {
  const { sheets, notes } = comparison
  const names = sheets.map(({ name }) => name)
  const sections = [
    curveSection(sheets),
    figureSection(comparison),
    monthSection(sheets),
    ...sheets.slice(0, 1).map(methodSection),
  ]
  const head = `<header><p class="brand">Genesis comparison</p><h1>${escaped(names.join(" and "))}</h1>
<p class="net">Every figure is net of all costs: fees, slippage and server.</p>${notes.map((it) => `<p class="note">${escaped(it)}</p>`).join("")}</header>`
  return documentHtml({
    title: names.join(" and "),
    body: `${head}${navigation(sections)}<main id="content">${sections.map(sectionHtml).join("")}</main>`,
    assets,
  })
}

/** Curves from one start: what one dollar became, by the days since each run began. */
function curveSection(sheets: readonly TearSheet[]): Section {
  const isSameTime = sheets.every(({ first }) => first === sheets[0]?.first)
  const curves = sheets.map(({ course }) => {
    const begun = isSameTime ? 0 : (course.times[0] ?? 0)
    return thinned(course.nav, POINTS).map((i): readonly [number, number] => [
      course.times[i] - begun,
      course.nav[i] - 1,
    ])
  })
  const all = curves.flat()
  const x = scaleOf(
    all.map(([at]) => at),
    { first: LEFT, last: RIGHT },
  )
  const y = scaleOf([0, ...all.map(([, value]) => value)], { first: HEIGHT - 24, last: 12 }, 5)
  const when = (at: number): string =>
    isSameTime ? dateText(at as Instant) : `day ${Math.floor(at / DAY_US)}`
  const svg = picture({
    name: "curve",
    width: WIDTH,
    height: HEIGHT,
    says: "What a dollar became in each run, net of all costs; the table below has the ends.",
    inside: [
      ...y.ticks.map(
        (it) =>
          `<path class="grid" d="M${LEFT} ${y.at(it).toFixed(1)}H${RIGHT}"/>${label(LEFT - 8, y.at(it) + 4, unitText(it, "share"), "end")}`,
      ),
      label(LEFT, HEIGHT - 6, when(x.from)),
      label(RIGHT, HEIGHT - 6, when(x.to), "end"),
      ...curves.map(
        (points, i) =>
          `<path class="run run${i % 4}" d="${lineThrough(points.map(([at, value]) => [x.at(at), y.at(value)]))}"/>`,
      ),
    ],
  })
  const keys = sheets.map(({ name }, i) => {
    return `<li><svg class="key" viewBox="0 0 28 10" aria-hidden="true"><path class="run run${i % 4}" d="M0 5H28"/></svg>${escaped(name)}</li>`
  })
  return {
    id: "curves",
    title: "Curves over each other",
    lead: `Gain and loss since the start, net of all costs, money in and out left alone.${isSameTime ? "" : " The runs began at different times; each is drawn from its own first day."}`,
    html: `${svg}<ul class="key-list">${keys.join("")}</ul>`,
  }
}

function figureSection({ sheets, rows }: Comparison): Section {
  return {
    id: "figures",
    title: "Figures side by side",
    lead: "Under each value its 95 % interval, and how far it is from the first run.",
    html: table({
      caption: "Figures, net of all costs",
      columns: [
        { title: "Figure" },
        ...sheets.map(({ name }) => ({ title: name, isNumber: true })),
      ],
      rows: rows.map((row): readonly Cell[] => [
        row.name,
        ...row.values.map((value, i): Cell => {
          const under = [row.intervals[i], row.differences[i]].filter((it) => it !== "")
          return {
            html: `${escaped(value)}${under.map((it) => `<small>${escaped(it ?? "")}</small>`).join("")}`,
          }
        }),
      ]),
    }),
  }
}

function monthSection(sheets: readonly TearSheet[]): Section {
  const byRun = sheets.map(({ days }) => new Map(monthsOf(days).map((it) => [it.month, it])))
  const months = [...new Set(byRun.flatMap((it) => [...it.keys()]))].toSorted()
  return {
    id: "months",
    title: "Months",
    html: table({
      caption: "Net by month",
      columns: [{ title: "Month" }, ...sheets.map(({ name }) => ({ title: name, isNumber: true }))],
      rows: months.map((month) => [
        month,
        ...byRun.map((run) => {
          const it = run.get(month)
          return it ? `${unitText(it.net, "dollars")}, ${unitText(it.share, "share")}` : ""
        }),
      ]),
    }),
  }
}

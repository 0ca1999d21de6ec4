import { weekdayOf } from "../../value/time.ts"
import { unitText } from "../tear-sheet/figure.ts"
import { dayText, monthsOf } from "../tear-sheet/months.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import type { DayResult } from "../tear-sheet/worth-course.ts"
import { escaped } from "./escape.ts"
import type { Section } from "./section.ts"
import { label, picture } from "./svg.ts"
import { bar, table } from "./table.ts"

const CELL = 15
const TOP = 18
const LEFT = 34
const SHADES = 4

/** Days as a calendar, weeks beside each other, and months as a table. */
export function calendarSection({ days }: TearSheet): Section {
  const months = monthsOf(days)
  const largest = Math.max(...months.map(({ share }) => Math.abs(share)))
  const years = [...Map.groupBy(days, ({ day }) => dayText(day).slice(0, 4)).values()]
  const top = shadeTop(days)
  return {
    id: "calendar",
    title: "Returns calendar",
    lead: "One square a day; gains and losses of the same size are equally dark. Point at a square for its result.",
    html: `<div class="scroll">${years.map((it) => yearPicture(it, top)).join("")}</div>${legend(top)}${table(
      {
        caption: "Months",
        columns: [
          { title: "Month" },
          { title: "Net", isNumber: true },
          { title: "Share", isNumber: true },
          { title: "" },
          { title: "Days with a gain", isNumber: true, isWide: true },
        ],
        rows: months.map(({ month, net, share, days, gains }) => [
          month,
          unitText(net, "dollars"),
          unitText(share, "share"),
          bar(share, largest),
          `${gains} of ${days}`,
        ]),
      },
    )}`,
  }
}

/** The darkest shade begins where nine of ten days lie below. */
function shadeTop(days: readonly DayResult[]): number {
  const sizes = days.map(({ share }) => Math.abs(share)).filter((it) => it > 0)
  const sorted = sizes.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.9)] ?? 0
}

/** `s0` for nothing, `g1` to `g4` for gains, `l1` to `l4` for losses. */
function shadeOf({ share, net }: DayResult, top: number): string {
  if (Math.abs(net) < 0.005 && Math.abs(share) < 1e-5) return "s0"
  const shade = Math.max(1, Math.min(SHADES, Math.ceil((Math.abs(share) / (top || 1)) * SHADES)))
  return `${share < 0 ? "l" : "g"}${shade}`
}

function yearPicture(days: readonly DayResult[], top: number): string {
  const first = days[0]?.day ?? 0
  const weekOf = (day: number): number => (day - weekdayOf(day)) / 7
  const columnOf = (day: number): number => weekOf(day) - weekOf(first)
  const columns = columnOf(days.at(-1)?.day ?? first) + 1
  const cells = days.map((it) => {
    const [x, y] = [LEFT + columnOf(it.day) * CELL, TOP + weekdayOf(it.day) * CELL]
    const so = it.isOver ? "" : ", so far"
    const says = `${dayText(it.day)}: ${unitText(it.net, "dollars")}, ${unitText(it.share, "share")}${so}`
    return `<rect class="${shadeOf(it, top)}" x="${x}" y="${y}" width="${CELL - 3}" height="${CELL - 3}" rx="2"><title>${escaped(says)}</title></rect>`
  })
  const starts = days.filter(({ day }, i) => i === 0 || dayText(day).endsWith("-01"))
  const names = starts
    .filter(({ day }, i) => {
      const next = starts[i + 1]
      return next === undefined || columnOf(next.day) - columnOf(day) >= 2
    })
    .map(({ day }) => label(LEFT + columnOf(day) * CELL, TOP - 6, dayText(day).slice(0, 7)))
  const weekdays = [
    ["Mon", 0],
    ["Wed", 2],
    ["Fri", 4],
  ] as const
  const net = days.reduce((sum, it) => sum + it.net, 0)
  return picture({
    name: "calendar",
    width: LEFT + columns * CELL + 40,
    height: TOP + 7 * CELL,
    says: `Calendar of ${dayText(first).slice(0, 4)}: ${days.length} days, ${unitText(net, "dollars")} together. The months stand in the table below.`,
    inside: [
      ...names,
      ...weekdays.map(([name, row]) => label(0, TOP + row * CELL + 10, name)),
      ...cells,
    ],
  })
}

function legend(top: number): string {
  const squares = ["l4", "l3", "l2", "l1", "s0", "g1", "g2", "g3", "g4"]
  return `<p class="legend" aria-hidden="true">${unitText(-top, "share")} <svg viewBox="0 0 ${squares.length * CELL} 12" class="keys">${squares
    .map((it, i) => `<rect class="${it}" x="${i * CELL}" y="0" width="12" height="12" rx="2"/>`)
    .join("")}</svg> ${unitText(top, "share")} a day</p>`
}

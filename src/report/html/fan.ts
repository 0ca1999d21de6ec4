import { unitText } from "../tear-sheet/figure.ts"
import type { FanPoint } from "../tear-sheet/fan.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import type { Section } from "./section.ts"
import { label, lineThrough, picture, scaleOf } from "./svg.ts"
import { table } from "./table.ts"

const WIDTH = 1000
const HEIGHT = 280
const LEFT = 64
const RIGHT = 860

/** What days like these could bring, beside what chance alone would do (D1). */
export function fanSection({ fan, costs, days }: TearSheet): Section {
  const title = "What could come"
  const over = days.filter(({ isOver }) => isOver).length
  const [own, chance] = [fan.own.at(-1), fan.chance.at(-1)]
  if (!own || !chance) {
    return { id: "fan", title, html: `<p>n/a (${over} of 30 days)</p>` }
  }
  const end = Number(costs.end)
  const worth = (growth: number): string => unitText(growth * end, "dollars")
  const row = (name: string, it: FanPoint) => [name, worth(it.p5), worth(it.p50), worth(it.p95)]
  return {
    id: "fan",
    title,
    lead: `${fan.draws.toLocaleString("en-US")} courses of ${fan.days} days, drawn in blocks from the ${over} days seen, all costs included. No promise: the next days need not be like these. The grey fan is the same with the average day taken away, as if there were no edge.`,
    html: `${fanPicture(fan.own, fan.chance, end)}${table({
      caption: `Worth after ${fan.days} days, from ${unitText(end, "dollars")}`,
      columns: [
        { title: "Drawn from" },
        { title: "5 of 100 below", isNumber: true },
        { title: "Middle", isNumber: true },
        { title: "5 of 100 above", isNumber: true },
      ],
      rows: [row("The account's own days", own), row("Chance alone", chance)],
    })}`,
  }
}

function fanPicture(own: readonly FanPoint[], chance: readonly FanPoint[], end: number): string {
  const all = [...own, ...chance].flatMap(({ p5, p95 }) => [p5 * end, p95 * end])
  const x = scaleOf([0, own.at(-1)?.day ?? 1], { first: LEFT, last: RIGHT })
  const y = scaleOf(all, { first: HEIGHT - 26, last: 14 })
  const points = (of: readonly FanPoint[], key: "p5" | "p50" | "p95") =>
    of.map((it): readonly [number, number] => [x.at(it.day), y.at(it[key] * end)])
  const band = (of: readonly FanPoint[], name: string): string =>
    `<path class="${name}" d="${lineThrough([...points(of, "p95"), ...points(of, "p5").toReversed()])}Z"/><path class="${name} middle" d="${lineThrough(points(of, "p50"))}"/>`
  const last = own.at(-1)
  const noEdge = chance.at(-1)
  const names = [
    ...(last ? [{ at: y.at(last.p50 * end), text: "own days, middle" }] : []),
    ...(noEdge ? [{ at: y.at(noEdge.p50 * end), text: "chance, middle" }] : []),
  ].toSorted((a, b) => a.at - b.at)
  // Two names need room between them.
  const [upper, lower] = names
  const gap = upper && lower ? Math.max(0, 16 - (lower.at - upper.at)) / 2 : 0
  return picture({
    name: "fan",
    width: WIDTH,
    height: HEIGHT,
    says: "Two fans of what the account could be worth, from its own days and from chance alone; the table below has their ends.",
    inside: [
      ...y.ticks.map(
        (it) =>
          `<path class="grid" d="M${LEFT} ${y.at(it).toFixed(1)}H${RIGHT}"/>${label(LEFT - 8, y.at(it) + 4, unitText(it, "dollars"), "end")}`,
      ),
      ...[0, 30, 60, 90].map((day) =>
        label(
          x.at(day),
          HEIGHT - 6,
          day === 0 ? "today" : `${day} days`,
          day === 0 ? "start" : "middle",
        ),
      ),
      band(chance, "chance"),
      band(own, "own"),
      ...(upper ? [label(RIGHT + 10, upper.at + 4 - gap, upper.text)] : []),
      ...(lower ? [label(RIGHT + 10, lower.at + 4 + gap, lower.text)] : []),
    ],
  })
}

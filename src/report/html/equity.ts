import { unitText } from "../tear-sheet/figure.ts"
import { dateText } from "../tear-sheet/period.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import type { Instant } from "../../value/brand.ts"
import type { Curve } from "./curve.ts"
import type { Section } from "./section.ts"
import { label, lineThrough, picture, type Scale, scaleOf } from "./svg.ts"

const WIDTH = 1000
const HEIGHT = 250
const FALL_HEIGHT = 120
const LEFT = 64
const RIGHT = 990

/** Worth over time and the falls from its peaks: drawn for paper, and live where scripts run. */
export function equitySection(sheet: TearSheet, curve: Curve): Section {
  const { costs, drawdown } = sheet
  const says = `The account went from ${costs.start} to ${costs.end} ${sheet.header.accountAsset}; the deepest fall was ${unitText(drawdown.deepest, "share")}.`
  const hold = curve.hold && `, and what holding ${curve.hold.name} would have made of the same`
  const isMarked = sheet.conduct.closures.length + sheet.conduct.episodes.length > 0
  return {
    id: "equity",
    title: "Equity and drawdown",
    lead: `Worth of the account after all costs${hold ?? ""}. Below it: how far it stood under its last peak.${isMarked ? " Shaded: entries were closed, or the tilt guard was above calm." : ""}`,
    html: `<div class="live" id="equity-live" hidden></div>
<div class="still">${equityPicture(curve, says)}${fallPicture(curve, says)}</div>`,
  }
}

function equityPicture(curve: Curve, says: string): string {
  const { times, worth, hold } = curve
  const x = scaleOf(times, { first: LEFT, last: RIGHT }, 5)
  const all = hold ? [...worth, ...hold.worth] : worth
  const y = scaleOf(all, { first: HEIGHT - 24, last: 12 }, 5)
  const points = (values: readonly number[]) =>
    lineThrough(values.map((value, i) => [x.at(times[i]), y.at(value)]))
  return picture({
    name: "curve",
    width: WIDTH,
    height: HEIGHT,
    says,
    inside: [
      ...shades(curve, x, HEIGHT - 24),
      ...y.ticks.map((it) => grid(y.at(it), unitText(it, "dollars"))),
      ...dates(times).map(([at, anchor]) =>
        label(x.at(at), HEIGHT - 6, dateText((at * 1e6) as Instant), anchor),
      ),
      ...(hold ? [`<path class="hold" d="${points(hold.worth)}"/>`] : []),
      `<path class="worth" d="${points(worth)}"/>`,
    ],
  })
}

function fallPicture(curve: Curve, says: string): string {
  const { times, falls } = curve
  const x = scaleOf(times, { first: LEFT, last: RIGHT }, 5)
  const y = scaleOf([0, -0.001, ...falls], { first: FALL_HEIGHT - 8, last: 8 }, 3)
  const line = lineThrough(falls.map((value, i) => [x.at(times[i]), y.at(value)]))
  const floor = `L${RIGHT} ${y.at(0).toFixed(1)}L${LEFT} ${y.at(0).toFixed(1)}Z`
  return picture({
    name: "curve",
    width: WIDTH,
    height: FALL_HEIGHT,
    says,
    inside: [
      ...shades(curve, x, FALL_HEIGHT - 8),
      ...y.ticks.map((it) => grid(y.at(it), unitText(it, "share"))),
      `<path class="fall" d="${line}${floor}"/>`,
    ],
  })
}

const shades = ({ bands }: Curve, x: Scale, bottom: number): readonly string[] =>
  bands.map(({ from, to }) => {
    const [left, right] = [x.at(from), x.at(to)].map((it) => it.toFixed(1))
    return `<path class="shade" d="M${left} 8H${right}V${bottom}H${left}Z"/>`
  })

const grid = (y: number, text: string): string =>
  `<path class="grid" d="M${LEFT} ${y.toFixed(1)}H${RIGHT}"/>${label(LEFT - 8, y + 4, text, "end")}`

/** The first, the middle and the last moment. */
function dates(
  times: readonly number[],
): readonly (readonly [number, "start" | "middle" | "end"])[] {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
  return [
    [first, "start"],
    [(first + last) / 2, "middle"],
    [last, "end"],
  ]
}

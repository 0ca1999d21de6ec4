import type { Boards } from "../../report/boards/boards.ts"
import { type Column, rowOf, titlesOf } from "./draw/table.ts"
import { EMPTY, fitted, lengthOf, type Line, line, printable, span, wrapped } from "./line.ts"
import { clockText, dollars, gain, shareText, spanText, toneOf } from "./words.ts"

const CLOCK = 10

/** Room of a zone. */
interface Room {
  readonly rows: number
  readonly columns: number
}

const POSITION: readonly Column[] = [
  { title: "Position", width: 10, side: "left", tone: "name" },
  { title: "quantity", width: 11, side: "right" },
  { title: "paid", width: 11, side: "right" },
  { title: "last", width: 11, side: "right" },
  { title: "gain", width: 10, side: "right" },
  { title: "stop", width: 11, side: "right" },
  { title: "at risk", width: 9, side: "right" },
]
/** What else there is room for. */
const WIDE: readonly Column[] = [
  { title: "worth", width: 10, side: "right", tone: "dim" },
  { title: "gain", width: 9, side: "right", tone: "dim" },
  { title: "target", width: 11, side: "right", tone: "dim" },
]

/** The position: how much, paid, last, gain in dollars, and the stop that stands (UI-10). */
export function positionZone({ positions }: Boards["account"], told: Room): readonly Line[] {
  const columns = told.columns >= 115 ? [...POSITION, ...WIDE] : POSITION
  const rows = positions.map((it) =>
    rowOf(columns, [
      it.symbol,
      it.quantity,
      it.paid,
      it.last,
      line(gain(it.gain).padStart(10), toneOf(it.gain)),
      it.stop === null ? line("none yet".padStart(11), "attention") : it.stop,
      it.toStop === null ? "n/a" : dollars(it.toStop),
      dollars(it.worth),
      shareText(it.gainShare),
      it.target ?? "open",
    ]),
  )
  const body = rows.length === 0 ? [line("none", "dim")] : limited(rows, told.rows - 1, "positions")
  return sized([titlesOf(columns), ...body], told)
}

/** What is worked in parts, and orders that wait, nearest words first: what each is for, and how far away the market is. */
export function orderZone({ orders, plans }: Boards["orders"], told: Room): readonly Line[] {
  const lines = [...plans.map(planLine), ...orders.map(orderLine)]
  const body = lines.length === 0 ? [line("none", "dim")] : limited(lines, told.rows, "orders")
  const labelled = body.map((it, i) => [span((i === 0 ? "Orders" : "").padEnd(11), "dim"), ...it])
  return sized(labelled, told)
}

const DOES: Readonly<Record<string, string>> = {
  entry: "enters",
  exit: "leaves",
  protection: "guards",
}

/** EXEC-33: how far an entry in parts is. */
function planLine(it: Boards["orders"]["plans"][number]): Line {
  return [
    span(`${it.id} `, "dim"),
    span(`${it.state === "running" ? "works" : it.state} `),
    span(it.symbol, "name"),
    span(`: ${Math.round(it.filled * 100)} % of ${it.quantity} bought`),
    span(`, part ${it.partsDone} of ${it.parts}, ${spanText(it.timeLeft)} left`, "dim"),
  ]
}

function orderLine(it: Boards["orders"]["orders"][number]): Line {
  const away = it.away === null ? "" : `, ${shareText(it.away)} away`
  const filled = it.filled > 0 ? `, ${Math.round(it.filled * 100)} % filled` : ""
  return [
    span(`${it.id} `, "dim"),
    span(`${DOES[it.purpose] ?? it.purpose} `),
    span(it.symbol, "name"),
    span(`: ${it.side} ${it.quantity}${it.price === null ? "" : ` at ${it.price}`}${away}`),
    span(`${filled}${it.status === "open" ? "" : `, ${it.status}`}`, "dim"),
  ]
}

/** The last events that fit, newest last, each whole or not at all, save the newest. */
export function eventZone({ events }: Boards["events"], told: Room): readonly Line[] {
  const lines: Line[] = []
  for (let i = events.length - 1; i >= 0 && lines.length < told.rows; i--) {
    const event = events[i]
    if (event === undefined) break
    const block = eventLines(event, told.columns)
    if (lines.length + block.length > told.rows && lines.length > 0) break
    lines.unshift(...block.slice(0, told.rows))
  }
  if (lines.length === 0) lines.push(line("Nothing has happened yet.", "dim"))
  return sized(lines, told)
}

/** One event, as many lines as it takes; what is louder than a note has a sign before it. */
export function eventLines(
  { at, level, text }: Boards["events"]["events"][number],
  columns: number,
): readonly Line[] {
  const parts = wrapped(printable(text), columns - CLOCK)
  const sign = level >= 2 ? "▎" : " "
  return parts.map((part, n) => [
    span((n === 0 ? clockText(at) : "").padEnd(CLOCK - 1), "dim"),
    span(sign, level >= 4 ? "protection" : level === 3 ? "intervention" : "caution"),
    span(part),
  ])
}

function limited(lines: readonly Line[], rows: number, noun: string): readonly Line[] {
  if (lines.length <= rows) return lines
  const [first] = lines
  // In a single row the first of them says more than how many there are.
  if (rows === 1 && first) return [[span(`1 of ${lines.length}  `, "dim"), ...first]]
  const shown = lines.slice(0, Math.max(0, rows - 1))
  return [...shown, line(`and ${lines.length - shown.length} more ${noun}`, "dim")]
}

/** Exactly so many lines: what stands below a zone never moves (UI-2). */
export function sized(lines: readonly Line[], told: Room): readonly Line[] {
  return Array.from({ length: told.rows }, (_, i) => fitted(lines[i] ?? EMPTY, told.columns))
}

/** A line from side to side with a title in it. */
export function rule(title: string | Line, columns: number): Line {
  const head = typeof title === "string" ? line(printable(title), "dim") : title
  const shown = fitted(head, columns - 8)
  const width = lengthOf(shown)
  if (width === 0) return line("─".repeat(columns), "dim")
  return [
    span("── ", "dim"),
    ...shown,
    span(` ${"─".repeat(Math.max(0, columns - width - 4))}`, "dim"),
  ]
}

import type { Boards } from "../../../report/boards/boards.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { type Column, rowOf, titlesOf } from "../draw/table.ts"
import { EMPTY, type Line, line, type Size, span, wrapped } from "../line.ts"
import { partText, shareText, spanText } from "../words.ts"

type Orders = Boards["orders"]

const ORDER: readonly Column[] = [
  { title: "Order", width: 9, side: "left", tone: "dim" },
  { title: "market", width: 9, side: "left", tone: "name" },
  { title: "", width: 7, side: "left" },
  { title: "", width: 4, side: "left" },
  { title: "quantity", width: 10, side: "right" },
  { title: "price", width: 11, side: "right" },
  { title: "away", width: 9, side: "right" },
  { title: "for", width: 11, side: "right", tone: "dim" },
]
const DOES: Readonly<Record<string, string>> = {
  entry: "enters",
  exit: "leaves",
  protection: "guards",
}
const PROGRESS = 20

/** Orders at the exchange and how far they are (UI-16); what is not ours is told, too. */
export function ordersPage(it: Orders, { columns }: Size): readonly Line[] {
  const waiting =
    it.orders.length === 0
      ? [EMPTY, line("No order waits at the exchange.", "dim")]
      : [titlesOf(ORDER), ...it.orders.flatMap((order) => orderLines(order, it.at, columns))]
  const foreign = it.foreign.flatMap((text) => wrapped(text, columns))
  return [
    ...waiting,
    EMPTY,
    ...it.plans.flatMap((plan) => planLines(plan, columns)),
    ...(foreign.length === 0
      ? [line("The exchange holds nothing that this program did not place.", "dim")]
      : [line("Not placed by this program", "attention"), ...foreign.map((text) => line(text))]),
    EMPTY,
    line(
      `${it.placed} requests went through the gate so far. why ID tells the story of one;`,
      "dim",
    ),
    line("cancel ID or cancel all takes entries back. Stops stay while anything is held.", "dim"),
  ]
}

function orderLines(
  order: Orders["orders"][number],
  now: number,
  columns: number,
): readonly Line[] {
  const row = rowOf(ORDER, [
    order.id,
    order.symbol,
    DOES[order.purpose] ?? order.purpose,
    order.side,
    order.quantity,
    order.price ?? "market",
    order.away === null ? "n/a" : shareText(order.away),
    spanText(now - order.placedAt),
  ])
  const filled = `${Math.round(order.filled * 100)} % filled`
  const bar = gaugeOf({ share: order.filled, tone: "name", columns: PROGRESS })
  const says = `  ${filled}, ${order.status}: ${order.because}`
  return [row, [span("         "), ...bar, ...fittedText(says, columns - PROGRESS - 9)]]
}

/** A worked order (EXEC-33): how far it is, how long it may take, and what it has cost so far. */
function planLines(plan: Orders["plans"][number], columns: number): readonly Line[] {
  const state = plan.state === "running" ? "" : `, ${plan.state}`
  const indent = span(" ".repeat(9))
  return [
    [
      span(plan.id.padEnd(9), "dim"),
      span(" "),
      span(plan.symbol.padEnd(10), "name"),
      span(`${plan.method} of ${plan.quantity}${state}, `),
      span(`part ${plan.partsDone} of ${plan.parts}`, "strong"),
      span(`, ${spanText(plan.timeLeft)} left`),
    ],
    [
      indent,
      ...gaugeOf({ share: plan.filled, tone: "name", columns: PROGRESS }),
      span(`  ${Math.round(plan.filled * 100)} % bought`),
      ...fittedText(`, ${costOf(plan)}`, columns - PROGRESS - 23),
    ],
    [indent, ...fittedText(` ${participationOf(plan)}`, columns - 9)],
    [indent, ...fittedText(` ${plan.because}`, columns - 9)],
    EMPTY,
  ]
}

function costOf({ slippage, againstMarket }: Orders["plans"][number]): string {
  if (slippage === null) return "nothing paid yet"
  const market = againstMarket === null ? "" : `, ${shareText(againstMarket)} to the market's mean`
  return `paid ${shareText(slippage)} to its decision${market}`
}

function participationOf({ participation, impact }: Orders["plans"][number]): string {
  const part =
    participation === null
      ? "no trade was seen meanwhile"
      : `${partText(participation, 2)} of what was traded meanwhile`
  return impact > 0 ? `${part}; the mid moved ${partText(impact, 3)} after a part` : part
}

const fittedText = (text: string, columns: number): Line => [
  span(wrapped(text, columns)[0] ?? "", "dim"),
]

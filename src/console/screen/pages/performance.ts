import type { Boards } from "../../../report/boards/boards.ts"
import type { Figure, Part } from "../../../report/boards/performance.ts"
import { calendarLines } from "../draw/calendar.ts"
import { curveOf } from "../draw/curve.ts"
import { fanLines } from "../draw/fan.ts"
import { balanceOf } from "../draw/gauge.ts"
import { beside, EMPTY, type Line, line, type Size, span } from "../line.ts"
import { dollars, gain, partText, toneOf } from "../words.ts"

type Performance = Boards["performance"]

/** Results net of all costs, each with its evidence (UI-12, D2, D3, D5). */
export function performancePage(it: Performance, { columns }: Size): readonly Line[] {
  const isWide = columns >= 110
  const figures = figureLines(it)
  const curve = curveLines(it, isWide ? columns - 66 : columns)
  return [
    ...headLines(it),
    EMPTY,
    ...(isWide ? sideBySide(figures, curve, 64) : [...figures, EMPTY, ...curve]),
    EMPTY,
    ...calendarLines(it.calendar, { columns }),
    EMPTY,
    ...partLines([
      ["By strategy", it.byStrategy],
      ["By pair", it.byPair],
      ["By hour, UTC", it.byHour],
    ]),
    EMPTY,
    ...fanLines(it.fan, it, columns),
  ]
}

function headLines(it: Performance): readonly Line[] {
  const tried = it.tried === null ? "not counted for this account" : String(it.tried)
  return [
    [
      span("Net        ", "dim"),
      span(gain(it.net), toneOf(it.net)),
      span(` after ${dollars(it.fees)} of fees and all slippage, before server costs`),
    ],
    [
      span("Evidence   ", "dim"),
      span(
        `${counted(it.days, "whole day")}, ${counted(it.trades, "trade")}; settings tried: ${tried}`,
      ),
    ],
  ]
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`

function figureLines(it: Performance): readonly Line[] {
  const share = (value: number): string => partText(value, 1)
  const money = (value: number): string => gain(value.toFixed(2))
  const ratio = (value: number): string => value.toFixed(2)
  const few = `n/a (${it.days} of ${it.daysLeast} days)`
  const hasDays = it.days >= it.daysLeast
  return [
    line(`${"".padEnd(22)}${"value".padStart(10)}   95 % sure between`, "dim"),
    figureLine("Win rate", it.winRate, share),
    figureLine("Expectancy, a trade", it.expectancy, money),
    plain("Profit factor", it.profitFactor === null ? "n/a" : ratio(it.profitFactor)),
    hasDays ? figureLine("Sharpe, a year", it.sharpe, ratio) : plain("Sharpe, a year", few),
    plain("Sharpe above zero", hasDays ? partText(it.probabilisticSharpe) : few),
    plain("Break-even win rate", breakEvenText(it)),
    plain("Fees of gross profit", partText(it.feeShare)),
  ]
}

function breakEvenText({ breakEven, winRate }: Performance): string {
  if (breakEven === null) return "n/a, the rule names no target"
  const { low } = winRate
  const met = low !== null && low >= breakEven ? "met for sure" : "not met for sure"
  return `${partText(breakEven, 1)}, ${met}`
}

const plain = (name: string, text: string): Line => {
  const isFigure = !text.startsWith("n/a") && text.length <= 10
  return [span(name.padEnd(22), "dim"), span(isFigure ? text.padStart(10) : `   ${text}`)]
}

function figureLine(name: string, { value, low, high }: Figure, text: (n: number) => string): Line {
  if (value === null) return plain(name, "n/a")
  const interval = low === null || high === null ? "n/a" : `${text(low)} to ${text(high)}`
  return [
    span(name.padEnd(22), "dim"),
    span(text(value).padStart(10), "strong"),
    span(`   ${interval}`),
  ]
}

function curveLines({ curve }: Performance, columns: number): readonly Line[] {
  const title = line("Worth at the end of each day", "dim")
  if (curve.length < 2) return [title, line(`n/a (${curve.length} of 2 days)`)]
  const [first] = curve
  const drawn = curveOf(
    {
      points: curve,
      labelOf: (it) => dollars(it.toFixed(2)),
      ...(first === undefined ? {} : { level: first }),
    },
    { columns: Math.min(columns, 76), rows: 8 },
  )
  return [title, ...drawn]
}

const PART = 26

function partLines(groups: readonly (readonly [string, readonly Part[]])[]): readonly Line[] {
  const most = Math.max(
    0.01,
    ...groups.flatMap(([, parts]) => parts.map((it) => Math.abs(Number(it.net)))),
  )
  return groups.flatMap(([title, parts]) => [
    line(
      `${title.padEnd(PART)}${"trades".padStart(7)}${"won".padStart(5)}${"net".padStart(12)}`,
      "dim",
    ),
    ...(parts.length === 0
      ? [line("nothing closed yet", "dim")]
      : parts.map((it) => partLine(it, most))),
  ])
}

function partLine({ name, trades, wins, net }: Part, most: number): Line {
  return [
    span(name.slice(0, PART - 1).padEnd(PART)),
    span(String(trades).padStart(7)),
    span(String(wins).padStart(5)),
    span(gain(net).padStart(12), toneOf(net)),
    span(`  ${balanceOf(Number(net) / most, 25)}`, "dim"),
  ]
}

function sideBySide(left: readonly Line[], right: readonly Line[], at: number): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    beside(left[i] ?? EMPTY, right[i] ?? EMPTY, at),
  )
}

import { meanInterval } from "../../statistics/mean-interval.ts"
import { meanOf } from "../../statistics/moments.ts"
import { formatUnits } from "../../value/decimal.ts"
import { dayOf, weekdayOf } from "../../value/time.ts"
import { type Figure, figure, OBSERVATIONS_LEAST } from "./figure.ts"
import type { TradeLine } from "./trade-line.ts"

/** Where the result came from, by one way of looking at it (ANLY-1). */
export interface Attribution {
  readonly id: string
  readonly by: string
  readonly rows: readonly AttributionRow[]
}

/** The trades that have one thing in common. */
export interface AttributionRow {
  readonly name: string
  readonly trades: number
  readonly wins: number
  /** Net of fees, account asset. */
  readonly net: string
  readonly fees: string
  readonly expectancy: Figure
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

/** In which order rows stand: largest result first, or as the clock goes. */
type Order = "by result" | "by name"

const WAYS: readonly (readonly [
  id: string,
  by: string,
  order: Order,
  keyOf: (trade: TradeLine) => string,
])[] = [
  ["strategy", "Strategy", "by result", (it) => it.strategy],
  ["pair", "Pair", "by result", (it) => it.symbol],
  ["hour", "Hour of entry, UTC", "by name", (it) => hourText(it.opened)],
  ["weekday", "Weekday of entry", "by name", (it) => weekdayText(it.opened)],
  ["left", "What ended the trade", "by result", (it) => it.left],
  ["method", "Way of entering", "by result", (it) => `${it.entered}, ${it.method}`],
  ["by", "Who decided the entry", "by result", (it) => it.by],
  ["tier", "Tier", "by name", (it) => it.tier],
  ["level", "Tilt level at entry", "by name", (it) => `level ${it.level}`],
]

/** The result, split in every way that the journal knows. */
export function attributionsOf(trades: readonly TradeLine[]): readonly Attribution[] {
  return WAYS.map(([id, by, order, keyOf]) => {
    const groups = Map.groupBy(trades, keyOf)
    const rows = [...groups].map(([name, list]) => rowOf(name, list))
    const names = [...groups.keys()].toSorted()
    const places = new Map(names.map((name, i) => [name, i]))
    const nets = new Map([...groups].map(([name, list]) => [name, netOf(list)]))
    rows.sort((a, b) => {
      const byName = (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0)
      if (order === "by name") return byName
      const [more, less] = [nets.get(b.name) ?? 0n, nets.get(a.name) ?? 0n]
      return more > less ? 1 : more < less ? -1 : byName
    })
    return {
      id,
      by,
      rows: rows.map((it) => ({ ...it, name: it.name.replace(/^\d (?=\w+day)/, "") })),
    }
  })
}

function rowOf(name: string, trades: readonly TradeLine[]): AttributionRow {
  const pnls = trades.map(({ netUnits }) => Number(netUnits) / 1e8)
  const fees = trades.reduce((sum, it) => sum + it.feesUnits, 0n)
  return {
    name,
    trades: trades.length,
    wins: pnls.filter((it) => it > 0).length,
    net: formatUnits(netOf(trades), 8),
    fees: formatUnits(fees, 8),
    expectancy: figure({
      id: "expectancy",
      name: "Expectancy",
      unit: "dollars",
      evidence: { have: trades.length, least: OBSERVATIONS_LEAST, of: "trades" },
      value: () => meanOf(pnls),
      interval: () => meanInterval(pnls),
      meaning: "What a trade of these brought on average, net of fees.",
    }),
  }
}

const netOf = (trades: readonly TradeLine[]): bigint =>
  trades.reduce((sum, it) => sum + it.netUnits, 0n)

const hourText = (at: number): string =>
  `${String(Math.floor(at / 3_600e6) % 24).padStart(2, "0")}:00`

/** With its number in front, by which weekdays are sorted. */
function weekdayText(at: TradeLine["opened"]): string {
  const i = weekdayOf(dayOf(at))
  return `${i} ${WEEKDAYS[i]}`
}

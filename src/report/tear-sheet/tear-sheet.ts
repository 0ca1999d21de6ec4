import { DAY_US } from "../../value/time.ts"
import type { Header } from "../../engine/records.ts"
import { drawdownOf } from "../../statistics/performance/drawdown.ts"
import { exposureOf } from "../../statistics/performance/exposure.ts"
import { tradeStatsOf } from "../../statistics/performance/trade-stats.ts"
import type { Instant } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import { type TierReport, tierReport } from "../tier-report.ts"
import { type Attribution, attributionsOf } from "./attribution.ts"
import { type Conduct, conductOf } from "./conduct.ts"
import { type Costs, costsOf } from "./costs.ts"
import { type Execution, executionOf } from "./execution.ts"
import { type Fan, fanOf } from "./fan.ts"
import type { Figure } from "./figure.ts"
import { dayFigures, tradeFigures } from "./figures.ts"
import { isIn, type Period } from "./period.ts"
import { type TradeLine, tradeLine } from "./trade-line.ts"
import { type DayResult, dayResults, type WorthCourse, worthCourse } from "./worth-course.ts"

/** What a report needs to know that no journal tells. */
export interface SheetTerms {
  readonly period: Period
  /** A name for the run: of an account, or of a file. */
  readonly name: string
  /** What the server costs a month, decimal text of the account asset. */
  readonly serverMonthly: string
  /** Configurations of this strategy that were tried here (ANLY-29); undefined where nobody counted. */
  readonly tried: number | undefined
}

/** Everything that a report shows of one run over one period, every figure net of all costs (D2). */
export interface TearSheet extends SheetTerms {
  readonly header: Header
  readonly first: Instant
  readonly last: Instant
  readonly digest: string
  readonly lines: number
  readonly course: WorthCourse
  readonly days: readonly DayResult[]
  readonly costs: Costs
  /** Deepest fall from a peak, as a share, and the longest way back in days. */
  readonly drawdown: {
    readonly deepest: number
    readonly now: number
    readonly longestDays: number
  }
  readonly timeInMarket: number
  readonly streaks: { readonly gains: number; readonly losses: number }
  readonly figures: readonly Figure[]
  readonly fan: Fan
  readonly trades: readonly TradeLine[]
  /** Symbols of positions that are open at the end. */
  readonly open: readonly string[]
  readonly attributions: readonly Attribution[]
  readonly execution: Execution
  readonly conduct: Conduct
  readonly tier: TierReport
  readonly notes: readonly string[]
}

/**
 * Makes the sheet of a run. Deterministic: the same journal, period and terms give the same sheet.
 * @returns undefined when nothing of the journal lies in the period
 */
export function tearSheet(chronicle: Chronicle, terms: SheetTerms): TearSheet | undefined {
  const { period } = terms
  const { header, books, last, lines, digest } = chronicle
  const course = worthCourse(chronicle, terms)
  if (course === undefined) return undefined
  const trades = chronicle.trades.trades
    .map((it, i) => tradeLine(it, i + 1, header))
    .filter(({ closed }) => isIn(period, closed))
  const fills = chronicle.orders.fills.filter(({ at }) => isIn(period, at))
  const orders = chronicle.orders.orders.filter(({ order }) => isIn(period, order.placedAt))
  const until = Math.min(period.to, last + 1) as Instant
  const days = dayResults(course, until)
  const returns = days.filter(({ isOver }) => isOver).map(({ share }) => share)
  const refused = chronicle.conduct.refusals.filter(
    ({ at, isEntry }) => isEntry && isIn(period, at),
  )
  const chance = (name: string): Chance => new Chance(header.seed, `report/${name}`)
  const stats = tradeStatsOf(
    trades.map(({ netUnits }) => Number(netUnits) / 1e8),
    trades.map(() => undefined),
  )
  return {
    ...terms,
    header,
    first: course.from,
    last: Math.min(last, until) as Instant,
    digest,
    lines,
    course,
    days,
    costs: costsOf(course, {
      fills,
      trades,
      serverMonthly: terms.serverMonthly,
      tooSmall: refused.filter(({ id }) => id === "RISK-3").length,
      wished: refused.length + orders.filter(({ order }) => order.purpose === "entry").length,
      dustUnits: dustUnits(chronicle),
    }),
    drawdown: fallOf(course),
    timeInMarket: timeInMarket(trades, chronicle, { from: course.from, to: until }),
    streaks: { gains: stats.maxConsecutiveWins, losses: stats.maxConsecutiveLosses },
    figures: [...tradeFigures(trades, chance("trades")), ...dayFigures(returns, chance("days"))],
    fan: fanOf(returns, chance("fan")),
    trades,
    open: books.instruments.flatMap(({ index, symbol }) =>
      (books.ledger.position(index).openedAt ?? Infinity) < until ? symbol : [],
    ),
    attributions: attributionsOf(trades),
    execution: executionOf(orders, fills, chance("execution")),
    conduct: conductOf(chronicle, period, trades),
    tier: tierReport(books, Math.min(last, until) as Instant),
    notes: notesOn(chronicle),
  }
}

function fallOf({ nav, times }: WorthCourse): TearSheet["drawdown"] {
  const found = drawdownOf(nav)
  let [peak, since, longest] = [-Infinity, times[0] ?? 0, 0]
  for (let i = 0; i < nav.length; i++) {
    if (nav[i] >= peak) {
      peak = nav[i]
      since = times[i]
    } else if (times[i] - since > longest) longest = times[i] - since
  }
  return {
    deepest: found?.maxDrawdown ?? 0,
    now: found?.currentDrawdown ?? 0,
    longestDays: longest / DAY_US,
  }
}

function timeInMarket(
  trades: readonly TradeLine[],
  { books }: Chronicle,
  window: { readonly from: Instant; readonly to: Instant },
): number {
  if (!(window.to > window.from)) return 0
  const closed = trades.map((it) => ({ start: it.opened, end: it.closed, weight: 1 }))
  const open = books.instruments.flatMap(({ index }) => {
    const start = books.ledger.position(index).openedAt
    return start === undefined || start >= window.to ? [] : [{ start, end: window.to, weight: 1 }]
  })
  return exposureOf([...closed, ...open], window).timeInMarket
}

/** Cost of what is held and cannot be sold, by the ledger's average. */
function dustUnits({ books }: Chronicle): bigint {
  let units = 0n
  for (const { index } of books.instruments) {
    const { openedAt, lots } = books.ledger.position(index)
    if (openedAt === undefined) for (const lot of lots) units += lot.costUnits
  }
  return units
}

/** What a reader must know before believing the figures (D19). */
function notesOn({ header }: Chronicle): readonly string[] {
  const notes: string[] = []
  const guessed = header.instruments.filter(({ source }) => source === "detected")
  if (guessed.length > 0) {
    const names = guessed.map(({ symbol }) => symbol).join(", ")
    notes.push(`Exchange filters of ${names} were not recorded and are guessed from the data.`)
  }
  if (header.instruments.some(({ source }) => source === "generated")) {
    notes.push(
      "The market is generated: it shows how the program works, not what a strategy earns.",
    )
  }
  return notes
}

import type { RoundTrip } from "../../ledger/round-trip.ts"
import { bootstrapInterval } from "../../statistics/bootstrap.ts"
import { meanOf } from "../../statistics/moments.ts"
import { wilsonInterval } from "../../statistics/wilson.ts"
import { DAILY } from "../../statistics/performance/annual.ts"
import { probabilisticSharpeOf } from "../../statistics/performance/probabilistic-sharpe.ts"
import { sharpeInterval, sharpeOf } from "../../statistics/performance/sharpe.ts"
import { tradeStatsOf } from "../../statistics/performance/trade-stats.ts"
import { strategyNamed } from "../../strategy/catalogue/catalogue.ts"
import { readParams } from "../../strategy/catalogue/params.ts"
import type { Day } from "../../tier/evidence.ts"
import { Chance } from "../../value/chance.ts"
import { type Fan, fanOf } from "../tear-sheet/fan.ts"
import { OBSERVATIONS_LEAST } from "../tear-sheet/figure.ts"
import { type Amount, amountOf, shareOf } from "./amount.ts"
import { positionLines } from "./positions.ts"
import type { BoardSource } from "./source.ts"

/** A figure with what it rests on (D2); null is not defined, and never shown as zero. */
export interface Figure {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** One line of a breakdown (UI-12, ANLY-1). */
export interface Part {
  readonly name: string
  readonly trades: number
  readonly wins: number
  readonly net: Amount
}

/** How it went, net of all costs, with its evidence (D2, UI-12). */
export interface PerformanceBoard {
  /** All that was realised since the beginning, and what is open now. */
  readonly net: Amount
  readonly fees: Amount
  /** Fees as a part of what was won before them (D5); null where nothing was won. */
  readonly feeShare: number | null
  readonly trades: number
  readonly days: number
  readonly daysLeast: number
  /** Parameter sets ever tried; null while nobody counts them. */
  readonly tried: number | null
  readonly winRate: Figure
  /** Mean result of a trade, as a float of the account asset. */
  readonly expectancy: Figure
  readonly profitFactor: number | null
  readonly sharpe: Figure
  /** Probability that the true ratio is above zero. */
  readonly probabilisticSharpe: number | null
  /** Win rate below which the rule loses (D3); null for a rule without a target. */
  readonly breakEven: number | null
  readonly calendar: readonly {
    /** Days since 1970. */
    readonly day: number
    readonly net: Amount
    readonly share: number
    readonly trades: number
  }[]
  /** Worth at the end of each day as floats of the account asset, oldest first. */
  readonly curve: readonly number[]
  readonly byStrategy: readonly Part[]
  readonly byPair: readonly Part[]
  /** By hour of the day at which it was opened, UTC; hours without a trade are left out. */
  readonly byHour: readonly Part[]
  /** What such days may lead to; empty where there are too few of them (D1). */
  readonly fan: Fan
}

const HOUR_US = 3_600_000_000

export function performanceBoard({ engine, plan, tried }: BoardSource): PerformanceBoard {
  const { books } = engine
  const trips = books.ledger.trades()
  const days = books.tiers.evidence.days
  const pnls = trips.map((it) => Number(it.pnlUnits) / 1e8)
  const stats = tradeStatsOf(
    pnls,
    pnls.map(() => undefined),
  )
  const feesUnits = trips.reduce((sum, it) => sum + it.feesUnits, 0n)
  const wonUnits = trips.reduce((sum, it) => sum + positive(it.pnlUnits + it.feesUnits), 0n)
  const open = positionLines(engine, plan.accountAsset)
  const returns = returnsOf(days)
  return {
    net: amountOf(open.reduce((sum, it) => sum + it.gainUnits, books.ledger.realised())),
    fees: amountOf(books.ledger.feesPaid()),
    feeShare: shareOf(feesUnits, wonUnits),
    trades: stats.count,
    days: returns.length,
    daysLeast: OBSERVATIONS_LEAST,
    tried: tried ?? null,
    winRate: figure(stats.winRate, wilsonInterval(stats.wins, stats.count)),
    expectancy: figure(stats.expectancy, meanOf95(pnls)),
    profitFactor: stats.profitFactor ?? null,
    ...ratiosOf(returns),
    breakEven: breakEvenOf(plan),
    calendar: days.map((it) => ({
      day: it.day,
      net: amountOf(it.endUnits - it.startUnits),
      share: shareOf(it.endUnits - it.startUnits, it.startUnits) ?? 0,
      trades: it.trades,
    })),
    curve: days.map((it) => Number(it.endUnits) / 1e8),
    byStrategy: partsOf(trips, (it) => it.strategy),
    byPair: partsOf(trips, (it) => books.instrument(it.instrument).symbol),
    byHour: partsOf(trips, hourOf).toSorted((a, b) => a.name.localeCompare(b.name)),
    fan: fanOf(returns, new Chance(1, "fan")),
  }
}

const positive = (units: bigint): bigint => (units > 0n ? units : 0n)
function figure(
  value: number | undefined,
  interval: readonly [low: number, high: number] | undefined,
): Figure {
  const [low, high] = interval ?? [null, null]
  return { value: value ?? null, low, high }
}

/** Of complete days; the one that goes on is left out. */
const returnsOf = (days: readonly Day[]): readonly number[] =>
  days
    .slice(0, -1)
    .map((it) => Number(it.endUnits - it.startUnits) / Math.max(1, Number(it.startUnits)))

function meanOf95(pnls: readonly number[]): ReturnType<typeof bootstrapInterval> {
  // The last thousand say as much as all: what is drawn anew while somebody looks stays cheap.
  const recent = pnls.slice(-1_000)
  if (recent.length < 2) return undefined
  return bootstrapInterval(recent, { draws: 200, chance: new Chance(1, "expectancy") }, meanOf)
}

function ratiosOf(
  returns: readonly number[],
): Pick<PerformanceBoard, "sharpe" | "probabilisticSharpe"> {
  const none = { value: null, low: null, high: null }
  const sharpe = returns.length < OBSERVATIONS_LEAST ? undefined : sharpeOf(returns, DAILY)
  if (!sharpe) return { sharpe: none, probabilisticSharpe: null }
  return {
    sharpe: figure(sharpe.ratio, sharpeInterval(sharpe)),
    probabilisticSharpe: probabilisticSharpeOf(returns, 0)?.psr ?? null,
  }
}

function breakEvenOf(plan: BoardSource["plan"]): number | null {
  const { name, params, breakEven } = strategyNamed(plan.strategy)
  return breakEven?.(readParams(name, params, plan.params)) ?? null
}

const hourOf = ({ openedAt }: RoundTrip): string =>
  String(Math.floor(openedAt / HOUR_US) % 24).padStart(2, "0")

function partsOf(
  trips: readonly RoundTrip[],
  nameOf: (trip: RoundTrip) => string,
): readonly Part[] {
  const sums = new Map<string, { trades: number; wins: number; units: bigint }>()
  for (const trip of trips) {
    const name = nameOf(trip)
    const sum = sums.get(name) ?? { trades: 0, wins: 0, units: 0n }
    sums.set(name, {
      trades: sum.trades + 1,
      wins: sum.wins + (trip.pnlUnits > 0n ? 1 : 0),
      units: sum.units + trip.pnlUnits,
    })
  }
  return [...sums]
    .toSorted((a, b) => Number(b[1].units - a[1].units))
    .map(([name, { trades, wins, units }]) => ({ name, trades, wins, net: amountOf(units) }))
}

import { colourOf, COLOURS_FROM, type Colour } from "../../risk/drawdown.ts"
import { RETURNS_LEAST } from "../../risk/price-path.ts"
import {
  DAY_CAUTION,
  dayAllowance,
  drawdownOf,
  type SizeFactor,
  sizeFactors,
} from "../../risk/limits.ts"
import { PPM } from "../../value/brand.ts"
import { type DayStage, dayStageOf } from "./account.ts"
import { firstOf } from "./market.ts"
import { type LimitLine, limitsReport } from "../limits-report.ts"
import { type Amount, amountOf, shareOf } from "./amount.ts"
import { positionLines } from "./positions.ts"
import type { BoardSource } from "./source.ts"

/** What may be lost, and what stands in the way of losing more (UI-11). */
export interface RiskBoard {
  readonly equity: Amount
  readonly peak: Amount
  readonly drawdownPpm: number
  readonly colour: Colour
  readonly haltPpm: number
  /** Where a colour begins before the halt. */
  readonly steps: readonly { readonly colour: Colour; readonly ppm: number }[]
  readonly day: {
    readonly lost: Amount
    readonly limit: Amount
    readonly left: Amount
    /** How much of the limit is used up, 0 to 1. */
    readonly share: number
    readonly stage: DayStage
    /** How much of the limit is left when sizes are halved. */
    readonly halvedAt: number
    /** What would be lost on top if every stop were reached. */
    readonly toStops: Amount
    readonly toStopsShare: number
  }
  readonly exposure: Amount
  readonly exposureShare: number | null
  readonly positions: number
  readonly maxPositions: number
  /** Each thing that makes entries smaller than normal, with its part of 1; volatility and liquidity are those of the first market. */
  readonly factors: readonly { readonly name: string; readonly share: number }[]
  readonly losingDays: number
  readonly entriesToday: number
  readonly breaker: { readonly isOpen: boolean; readonly code: string; readonly says: string }
  readonly correlations: Correlations
  readonly limits: readonly LimitLine[]
}

/** Correlations of returns, and their lower bounds, which decide (D7). */
export interface Correlations {
  readonly symbols: readonly string[]
  /** From fewer returns than this nothing is known. */
  readonly least: number
  /** By row and column; null where too little is known. */
  readonly values: readonly (readonly (number | null)[])[]
  readonly lows: readonly (readonly (number | null)[])[]
}

const MARKETS_MOST = 8
const FACTORS: Readonly<Record<SizeFactor["id"], string>> = {
  "RISK-7": "day's loss",
  "RISK-10": "losing days",
  "RISK-23": "volatility",
  "RISK-30": "drawdown",
  "RISK-43": "liquidity",
  "RISK-49": "first week",
}

export function riskBoard(source: BoardSource): RiskBoard {
  const { engine, plan } = source
  const { books, now } = engine
  const { units } = engine.equity()
  const day = books.days.at(now)
  const { limits } = books.rules.at(now)
  const { working, sizePpm } = books.tiers.standing(now)
  const peakUnits = day.peakUnits > units ? day.peakUnits : units
  const drawdownPpm = drawdownOf({ equityUnits: units, peakUnits })
  const scene = {
    equityUnits: units,
    peakUnits,
    dayStartUnits: day.dayStartUnits,
    tierDayLossUnits: working.dayLossUnits,
  }
  const limitUnits = dayAllowance(scene, limits)
  const lostUnits = positive(day.dayStartUnits - units)
  const held = positionLines(engine, plan.accountAsset)
  const toStopUnits = held.reduce((sum, it) => sum + it.toStopUnits, 0n)
  const worthUnits = held.reduce((sum, it) => sum + it.worthUnits, 0n)
  const first = firstOf(source)
  const watched = first && engine.correlations.entryInto(first.instrument.index, [])
  const reductions = sizeFactors(
    {
      ...scene,
      losingDays: day.losingDays,
      isRecovering: books.risk.recoveries.present !== undefined,
      thin: first?.thin,
      volatilityPpm: watched?.volatilityPpm ?? PPM,
      firstDays: books.commissioning.at(now),
    },
    limits,
  ).map(({ id, ppm }) => ({ name: FACTORS[id], share: ppm / PPM }))
  const { isRunning, code, reason } = books.switch
  return {
    equity: amountOf(units),
    peak: amountOf(peakUnits),
    drawdownPpm,
    colour: colourOf(drawdownPpm, limits.drawdownHalt),
    haltPpm: limits.drawdownHalt,
    steps: COLOURS_FROM.filter((it) => it.ppm < limits.drawdownHalt),
    day: {
      lost: amountOf(lostUnits),
      limit: amountOf(limitUnits),
      left: amountOf(positive(limitUnits - lostUnits)),
      share: shareOf(lostUnits, limitUnits) ?? 0,
      stage: dayStageOf(scene, limits),
      halvedAt: 1 - DAY_CAUTION / PPM,
      toStops: amountOf(toStopUnits),
      toStopsShare: shareOf(toStopUnits, limitUnits) ?? 0,
    },
    exposure: amountOf(worthUnits),
    exposureShare: shareOf(worthUnits, units),
    positions: held.length,
    maxPositions: working.maxPositions,
    factors: [
      { name: "tier", share: sizePpm / 1e6 },
      { name: "calm", share: books.tiltAt(now).share / 1e6 },
      ...reductions,
    ],
    losingDays: day.losingDays,
    entriesToday: day.entriesToday,
    breaker: { isOpen: isRunning, code, says: isRunning ? "" : reason },
    correlations: correlationsOf(source),
    limits: limitsReport(books, now),
  }
}

const positive = (units: bigint): bigint => (units > 0n ? units : 0n)

/** As the rules of the gate know them: what is shown is what decides (RISK-14). */
function correlationsOf({ engine }: BoardSource): Correlations {
  const known = engine.lanes.filter((it) => it.mark > 0).slice(0, MARKETS_MOST)
  const cells = known.map(({ instrument: a }) =>
    known.map(({ instrument: b }) =>
      a === b ? undefined : engine.correlations.between(a.index, b.index),
    ),
  )
  return {
    symbols: known.map(({ instrument }) => instrument.symbol),
    least: RETURNS_LEAST,
    values: cells.map((row) => row.map((it) => it?.correlation ?? null)),
    lows: cells.map((row) => row.map((it) => it?.atLeast ?? null)),
  }
}

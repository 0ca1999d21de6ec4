import { tierReport } from "../tier-report.ts"
import { CEREMONY_SENTENCE } from "../../tier/preparation.ts"
import { type Amount, amountOf } from "./amount.ts"
import type { BoardSource } from "./source.ts"

/** Where the tier stands, and what the next one asks for (UI-13, TIER-6). */
export interface TierBoard {
  readonly held: string
  readonly working: string
  readonly next: string | null
  readonly equity: Amount
  /** Without what was paid in during the last 30 days (TIER-5). */
  readonly tierEquity: Amount
  readonly threshold: Amount | null
  readonly left: Amount | null
  /** Part of the way to the next threshold. */
  readonly progress: number | null
  readonly sizeShare: number
  /** How much more closely the guard watches. */
  readonly watchfulness: number
  readonly maxPositions: number
  readonly positionCap: Amount
  readonly dayLoss: Amount
  readonly closed: string | null
  readonly gates: readonly {
    readonly id: string
    readonly name: string
    readonly value: string
    readonly required: string
    readonly isPassed: boolean
    readonly because: string
  }[]
  readonly missing: readonly string[]
  readonly readiness: {
    readonly score: number
    readonly parts: readonly { readonly name: string; readonly score: number }[]
  }
  /** Ways to work an order, with what was practised of each (TIER-17). */
  readonly practice: readonly {
    readonly method: string
    readonly value: string
    readonly required: string
    readonly isPassed: boolean
  }[]
  /** Entries are rehearsed as the next tier works them (TIER-15). */
  readonly isShadowing: boolean
  readonly toWrite: readonly {
    readonly name: string
    readonly asks: string
    readonly isDone: boolean
  }[]
  readonly recovery: TierBoard["toWrite"]
  readonly habits: readonly { readonly habit: string; readonly commitment: string }[]
  readonly signed: string | null
  /** The sentence that has to be said. */
  readonly sentence: string
  /** What the next tier unlocks, and what it changes. */
  readonly unlocks: readonly string[]
  readonly nextTerms: {
    readonly maxPositions: number
    readonly positionCap: Amount
    readonly dayLoss: Amount
  } | null
  readonly history: readonly {
    readonly at: number
    readonly kind: string
    readonly from: string
    readonly to: string
    readonly reason: string
  }[]
}

export function tierBoard({ engine }: BoardSource): TierBoard {
  const report = tierReport(engine.books, engine.now)
  const { standing, next, approach, readiness } = report
  const { working, held } = standing
  const { score, ...parts } = readiness
  return {
    held: held.name,
    working: working.name,
    next: next?.name ?? null,
    equity: amountOf(report.equityUnits),
    tierEquity: amountOf(report.tierEquityUnits),
    threshold: next ? amountOf(next.floorUnits) : null,
    left: approach ? amountOf(approach.leftUnits) : null,
    progress: approach ? Math.min(1, approach.ppm / 1e6) : null,
    sizeShare: standing.sizePpm / 1e6,
    watchfulness: standing.sensitivityPercent / 100,
    maxPositions: working.maxPositions,
    positionCap: amountOf(working.positionCapUnits),
    dayLoss: amountOf(working.dayLossUnits),
    closed: standing.closed?.because ?? null,
    gates: report.gates,
    missing: report.missing,
    readiness: { score, parts: Object.entries(parts).map(([name, it]) => ({ name, score: it })) },
    practice: report.practice,
    isShadowing: report.isShadowing,
    toWrite: report.checklist,
    recovery: report.recovery,
    habits: report.habits,
    signed: report.signed ?? null,
    sentence: CEREMONY_SENTENCE,
    unlocks: report.features
      .filter((it) => it.tier === next?.name && !it.isUnlocked)
      .map((it) => it.says),
    nextTerms: next
      ? {
          maxPositions: next.maxPositions,
          positionCap: amountOf(next.positionCapUnits),
          dayLoss: amountOf(next.dayLossUnits),
        }
      : null,
    history: report.history.map(({ at, kind, from, to, reason }) => ({
      at,
      kind,
      from,
      to,
      reason,
    })),
  }
}

import type { Engine } from "../../engine/engine.ts"
import { colourOf, type Colour } from "../../risk/drawdown.ts"
import { dayAllowance, drawdownOf, isDayCautious, isDaySpent } from "../../risk/limits.ts"
import { tierAbove, TIERS } from "../../tier/tier.ts"
import { approachTo } from "../../tier/valley.ts"
import { type Amount, amountOf, shareOf } from "./amount.ts"
import { type PositionLine, positionLines } from "./positions.ts"
import type { BoardSource } from "./source.ts"

/** The first look (UI-2, UI-4, UI-10): money, what is held, what is allowed. */
export interface AccountBoard {
  readonly mode: string
  readonly asset: string
  /** What a purchase takes of the account when nothing is said, in percent. */
  readonly stakePercent: number
  readonly market: string
  readonly strategy: string
  /** Why the strategy was stopped by hand; null while it may enter. */
  readonly resting: string | null
  /** Microseconds since 1970, UTC. */
  readonly at: number
  readonly isOver: boolean
  /** Net of all fees; null while something held has no price (RISK-16). */
  readonly equity: Amount | null
  readonly unpriced: readonly string[]
  readonly capital: Amount
  /** Since 00:00 UTC, fees included. */
  readonly today: Amount
  readonly todayShare: number | null
  /** Gain of what is held, at the last price. */
  readonly open: Amount
  readonly fees: Amount
  /** What today may still lose before entries rest (RISK-5). */
  readonly lossLeft: Amount
  readonly lossLimit: Amount
  /** What the day's loss means for entries (RISK-7). */
  readonly dayStage: DayStage
  readonly exposure: Amount
  readonly drawdownPpm: number
  /** What the drawdown means for entries (RISK-8). */
  readonly colour: Colour
  readonly haltPpm: number
  readonly entriesToday: number
  readonly trades: number
  readonly entries: { readonly isOpen: boolean; readonly code: string; readonly says: string }
  readonly tier: {
    readonly held: string
    readonly working: string
    readonly maxPositions: number
    /** How much of the way to the next threshold; null in the last tier. */
    readonly progress: number | null
    readonly next: string | null
    readonly missing: number
    readonly isCeremonyDue: boolean
    /** Microseconds left of the notice of a demotion (TIER-30). */
    readonly noticeLeft: number
    readonly notice: string
  }
  readonly tilt: { readonly level: number; readonly next: string }
  readonly connections: readonly string[]
  readonly positions: readonly PositionLine[]
}

/** How far the day's loss has come. */
export type DayStage = "normal size" | "half size" | "no entries"

export function accountBoard(source: BoardSource): AccountBoard {
  const { engine, plan, market } = source
  const { books, now } = engine
  const { units, unpriced } = engine.equity()
  const day = books.days.at(now)
  const standing = books.tiers.standing(now)
  const peakUnits = day.peakUnits > units ? day.peakUnits : units
  const { working } = standing
  const { limits } = books.rules.at(now)
  const scene = {
    equityUnits: units,
    dayStartUnits: day.dayStartUnits,
    tierDayLossUnits: working.dayLossUnits,
  }
  const drawdownPpm = drawdownOf({ equityUnits: units, peakUnits })
  const limitUnits = dayAllowance(scene, limits)
  const lostUnits = day.dayStartUnits > units ? day.dayStartUnits - units : 0n
  const positions = positionLines(engine, plan.accountAsset)
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`)
  const openUnits = positions.reduce((sum, it) => sum + it.gainUnits, 0n)
  return {
    mode: plan.mode,
    asset: plan.accountAsset,
    stakePercent: limits.position / 10_000,
    market,
    strategy: [plan.strategy, ...params].join(" "),
    resting: books.resting ?? null,
    at: now,
    isOver: source.isOver,
    equity: unpriced.length > 0 ? null : amountOf(units),
    unpriced,
    capital: amountOf(plan.capitalUnits),
    today: amountOf(units - day.dayStartUnits),
    todayShare: shareOf(units - day.dayStartUnits, day.dayStartUnits),
    open: amountOf(openUnits),
    fees: amountOf(books.ledger.feesPaid()),
    lossLeft: amountOf(limitUnits > lostUnits ? limitUnits - lostUnits : 0n),
    lossLimit: amountOf(limitUnits),
    dayStage: dayStageOf(scene, limits),
    exposure: amountOf(positions.reduce((sum, it) => sum + it.worthUnits, 0n)),
    drawdownPpm,
    colour: colourOf(drawdownPpm, limits.drawdownHalt),
    haltPpm: limits.drawdownHalt,
    entriesToday: day.entriesToday,
    trades: books.ledger.trades().length,
    entries: entriesOf(engine),
    tier: tierOf(engine),
    tilt: tiltOf(engine),
    connections: source.health,
    positions: positions.map(({ line }) => line),
  }
}

export function dayStageOf(...told: Parameters<typeof isDaySpent>): DayStage {
  if (isDaySpent(...told)) return "no entries"
  return isDayCautious(...told) ? "half size" : "normal size"
}

function entriesOf({ books, now }: Engine): AccountBoard["entries"] {
  const { isRunning, code, reason } = books.switch
  if (!isRunning) return { isOpen: false, code, says: reason }
  const { closed } = books.tiers.standing(now)
  if (closed) return { isOpen: false, code: closed.id, says: closed.because }
  return { isOpen: true, code: "", says: "" }
}

function tiltOf({ books, now }: Engine): AccountBoard["tilt"] {
  const { level, next } = books.tiltAt(now)
  return { level, next }
}

function tierOf({ books, now }: Engine): AccountBoard["tier"] {
  const { tiers } = books
  const { held, working, noticeUntil } = tiers.standing(now)
  const next = tierAbove(TIERS.indexOf(held))
  const way = next && approachTo(next, tiers.evidence.tierEquityUnits(now))
  const missing = tiers.missing(now)
  const noticeLeft = noticeUntil !== undefined && noticeUntil > now ? noticeUntil - now : 0
  return {
    held: held.name,
    working: working.name,
    maxPositions: working.maxPositions,
    progress: way === undefined ? null : Math.min(1, way.ppm / 1_000_000),
    next: next?.name ?? null,
    missing: missing.length,
    isCeremonyDue: next !== undefined && missing.length === 0,
    noticeLeft,
    notice: noticeLeft > 0 ? (tiers.history.at(-1)?.reason ?? "") : "",
  }
}

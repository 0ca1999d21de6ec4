import { restOf } from "../execution/plan.ts"
import type { Scene } from "../gate/gate.ts"
import { notional, quantityFromBase } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { stopOf } from "../order/terms.ts"
import { quantityWorth } from "../order/worth.ts"
import type { Liquidity } from "../risk/liquidity-cap.ts"
import { strategyCap } from "../risk/strategy-cap.ts"
import {
  type Duration,
  type Instant,
  PPM,
  type Price,
  priceOf,
  type Ratio,
} from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import type { StrategyEdge } from "./strategy-edge.ts"
import { valueOf } from "./valuation.ts"

/** What never changes while an engine runs, and the rules need. */
export interface SceneSettings {
  readonly accountAsset: string
  readonly takerFee: Ratio
  /** Older prices are stale for entries; by instrument, since a minute of bars is one price. */
  readonly staleAfter: (instrument: number) => Duration
}

/** RISK-3, units of an account asset with eight decimals. */
const TEN_DOLLARS = 10n * powerOfTen(8)

/** What is known of markets together, for one entry. */
export interface MarketWatch {
  entryInto(
    instrument: number,
    positions: readonly { readonly index: number; readonly worthUnits: bigint }[],
  ): Pick<Scene, "together" | "isInCluster" | "volatilityPpm">
}

/** RISK-25: recent is the last half hour. */
const RECENT_MINUTES = 30
const NOT_A_STRATEGY = { strategyCapUnits: undefined, kellyUnits: undefined }
const NOTHING_WATCHED = { together: undefined, isInCluster: false, volatilityPpm: PPM }

/** Gathers everything the rules look at, at this moment, for this intent. */
export function sceneFor(
  intent: Intent,
  told: {
    readonly now: Instant
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly settings: SceneSettings
    readonly watch: MarketWatch
    readonly edge: StrategyEdge
  },
): Scene {
  const { now, books, lanes, settings, watch, edge } = told
  const { instrument } = intent
  const lane = lanes[instrument.index]
  const equity = books.ledger.equity((index) => markOf(lanes[index]))
  const quoteValueUnits = valueOf(instrument.quote.code, settings.accountAsset, lanes)
  const positions = positionsOf(told)
  const mine = positions.find((it) => it.index === instrument.index)
  const day = books.days.at(now)
  const standing = books.tiers.standing(now)
  const { working } = standing
  const orders = countOrders(books, instrument.index)
  const lastPrice = lane.last > 0 ? priceOf(lane.last) : markOf(lane)
  const tilt = books.tiltAt(now)
  const sizingUnits = frozen(equity.units, standing.held.ceilingUnits)
  const viable = viableUnits(instrument, quoteValueUnits ?? 0n)
  const isEntry = intent.purpose === "entry"
  const halt = books.switchAt(now)
  const sized = { lastPrice, quoteValueUnits }
  return {
    now,
    isRunning: halt.isRunning,
    haltCode: halt.code,
    haltReason: halt.reason,
    closure: books.outside.closure(now),
    resting: intent.author.kind === "strategy" ? books.resting : undefined,
    isTrading: books.outside.isTrading(instrument.index),
    lastPrice,
    pricedAt: lane.pricedAt as Instant,
    staleAfter: settings.staleAfter(instrument.index),
    ...orders,
    freeQuoteUnits: books.ledger.balance(instrument.quote.code).freeUnits,
    freeBaseQuantity: quantityFromBase(
      instrument,
      positive(books.ledger.balance(instrument.base.code).freeUnits),
    ),
    takerFee: settings.takerFee,
    tenDollarsUnits:
      quoteValueUnits === undefined || quoteValueUnits === 0n
        ? undefined
        : divide(TEN_DOLLARS * powerOfTen(instrument.quote.scale), quoteValueUnits, "up"),
    isStudy: !books.commissioning.isLive,
    otherPositions: positions.filter((it) => it.index !== instrument.index).length,
    quantityWorth: (units) => quantityWorth(intent, sized, units),
    mandate: mandateOn(books, instrument.index),
    standing,
    equityUnits: equity.units,
    sizingUnits,
    unpriced: equity.unpriced,
    peakUnits: day.peakUnits > equity.units ? day.peakUnits : equity.units,
    dayStartUnits: day.dayStartUnits,
    tierDayLossUnits: working.dayLossUnits,
    positionUnits: mine?.worthUnits ?? 0n,
    exposureUnits: positions.reduce((sum, it) => sum + it.worthUnits, 0n),
    lossToStopUnits: positions.reduce((sum, it) => sum + it.lossToStopUnits, 0n),
    maxPositions: working.maxPositions,
    // A plan that runs was counted when it began.
    entriesToday: intent.slice ? day.entriesToday - 1 : day.entriesToday,
    restsUntil:
      intent.author.kind === "trader" ? books.losses.restsUntil("trader", now) : undefined,
    losingDays: day.losingDays,
    isRecovering: books.risk.recoveries.present !== undefined,
    firstDays: books.commissioning.at(now),
    owesTrial: books.commissioning.owesTrial(now),
    ...(isEntry && intent.author.kind === "strategy"
      ? {
          strategyCapUnits: strategyCap(intent.author.name, sizingUnits),
          kellyUnits: edge.units(intent.author.name, now, sizingUnits),
        }
      : NOT_A_STRATEGY),
    ...(isEntry ? watch.entryInto(instrument.index, positions) : NOTHING_WATCHED),
    thin: isEntry ? lane.thin : undefined,
    liquidity: isEntry ? liquidityOf(lane, intent, now) : { depth: undefined, traded: undefined },
    quoteValueUnits,
    viableUnits: viable,
    tiltLevel: tilt.level,
    tiltPauseLeft: tilt.pauseLeft,
    tiltShare: tilt.share,
    strategiesGoOn: tilt.strategiesGoOn,
    tiltNext: tilt.next,
    lastManualAt: books.person.lastManualAt,
    sentLastTenSeconds: books.tickets.lastTenSeconds(now),
    sentToday: books.tickets.today(now),
    pace: books.outside.pace,
  }
}

/** RISK-25: what a taker finds near the price, and of what is worked, what has traded of late. */
function liquidityOf({ depth, turnover }: Lane, { slice }: Intent, now: Instant): Liquidity {
  const traded = slice && turnover.tradedBefore(now, RECENT_MINUTES)
  return { depth: depth.asksNear(now), traded }
}

/** The same scene for an entry that is worked in parts: its whole meets no book, each part does. */
export const sceneOfWhole = (scene: Scene, { turnover }: Lane): Scene => ({
  ...scene,
  liquidity: { depth: undefined, traded: turnover.tradedBefore(scene.now, RECENT_MINUTES) },
})

/** What the plan of a market may still buy, counted from the journal. */
function mandateOn(books: Books, instrument: number): Scene["mandate"] {
  const progress = books.plans.on(instrument)
  if (progress === undefined) return undefined
  const { plan, state } = progress
  return { plan: plan.id, rest: restOf(progress), isRunning: state === "running" }
}

/**
 * RISK-3 in account-asset units: ten dollars or 1.2 minimum orders, with two percent on top since an
 * order is sized at its bound and judged at the last price.
 */
export function viableUnits(instrument: Intent["instrument"], quoteValueUnits: bigint): bigint {
  const whole = powerOfTen(instrument.quote.scale)
  const byMinimum = (instrument.filters.minNotional * 12n * quoteValueUnits) / (10n * whole)
  const least = byMinimum > TEN_DOLLARS ? byMinimum : TEN_DOLLARS
  return (least * 102n) / 100n
}

interface Risked {
  readonly index: number
  readonly worthUnits: bigint
  readonly lossToStopUnits: bigint
}

/** Instruments with a position or an open entry, entries counted as filled at their limit. */
function positionsOf(told: {
  readonly books: Books
  readonly lanes: readonly Lane[]
  readonly settings: SceneSettings
}): readonly Risked[] {
  const { books, lanes, settings } = told
  const risked: Risked[] = []
  for (const lane of lanes) {
    const { instrument } = lane
    const position = books.ledger.position(instrument.index)
    const openUnits = books.openEntryUnits(instrument.index)
    if (position.quantity <= 0 && openUnits === 0n) continue
    const mark = markOf(lane) ?? (0 as Price)
    const held = notional(instrument, { price: mark, quantity: position.quantity }, "up")
    const value = valueOf(instrument.quote.code, settings.accountAsset, lanes) ?? 0n
    const stop = books.leave(instrument.index)?.stop ?? (0 as Price)
    const atStop = notional(instrument, { price: stop, quantity: position.quantity }, "down")
    // An open entry is taken to lose the widest stop; what is held, down to its own stop.
    const loss = positive(held - atStop) + openUnits / 50n
    const whole = powerOfTen(instrument.quote.scale)
    risked.push({
      index: instrument.index,
      worthUnits: divide((held + openUnits) * value, whole, "up"),
      lossToStopUnits: divide(loss * value, whole, "up"),
    })
  }
  return risked
}

function countOrders(
  books: Books,
  instrument: number,
): { readonly openOrders: number; readonly openStops: number; readonly isBusy: boolean } {
  let openOrders = 0
  let openStops = 0
  let isBusy = false
  for (const order of books.live.values()) {
    if (order.instrument !== instrument) continue
    openOrders++
    if (stopOf(order.terms) !== undefined) openStops++
    if (order.status !== "open" || order.purpose !== "protection") isBusy = true
  }
  return { openOrders, openStops, isBusy }
}

/** The mark as a price, when there is one. */
export function markOf(lane: Lane | undefined): Price | undefined {
  const mark = lane?.mark
  return mark !== undefined && mark > 0 ? priceOf(Math.round(mark)) : undefined
}

/** TIER-12: a tier sizes by no more than its ceiling, until the next one is earned. */
const frozen = (units: bigint, ceiling: bigint | undefined): bigint =>
  ceiling !== undefined && units > ceiling ? ceiling : units
const positive = (units: bigint): bigint => (units > 0n ? units : 0n)

import type { Scene } from "../../../src/gate/gate.ts"
import type { Filters } from "../../../src/market/instrument.ts"
import type { Intent } from "../../../src/order/intent.ts"
import type { Terms } from "../../../src/order/terms.ts"
import { liquidityCrisis } from "../../../src/risk/breaker.ts"
import { Commissioning } from "../../../src/risk/commissioning.ts"
import type { Standing } from "../../../src/tier/standing.ts"
import { tierAt } from "../../../src/tier/tier.ts"
import { DOLLAR } from "../../../src/value/amounts.ts"
import { instantOf, percent, type Price, quantityOf, ratioOf } from "../../../src/value/brand.ts"
import { hours, minutes, seconds } from "../../../src/value/time.ts"
import { instrumentOf } from "../../support/instrument.ts"
import { entryIntent, exitIntent, pairIntent, stopIntent, TRADER } from "../../support/intent.ts"
import { sceneOf } from "../../support/scene.ts"

/** A wish that the gate does not simply allow, and the moment at which it is asked. */
type Case = readonly [title: string, intent: Intent, scene: Scene]

const NOW = instantOf(hours(480_000))
const of = (title: string, intent: Intent, told: Partial<Scene> = {}): Case => [
  title,
  intent,
  sceneOf(intent, told),
]
const entry = (title: string, told: Partial<Scene>): Case => of(title, entryIntent(), told)
/** An entry of $100 where something leaves less than that. */
const large = (title: string, told: Partial<Scene>): Case =>
  of(title, entryIntent({ quantity: 1_000 }), told)
const byHand = (title: string, told: Partial<Scene>): Case =>
  of(title, entryIntent({ author: TRADER }), told)
const on = (title: string, filters: Partial<Filters>, quantity = 200): Case =>
  of(title, entryIntent({ quantity, instrument: instrumentOf({ filters }) }))
const standing = (told: Partial<Standing>): Pick<Scene, "standing"> => ({
  standing: { ...sceneOf(entryIntent()).standing, ...told },
})
const as = (title: string, terms: Terms, told: Partial<Standing> = {}): Case =>
  of(title, { ...entryIntent(), terms }, standing(told))
const resting = { type: "limit", quantity: quantityOf(200), price: 1_000_000 as Price } as const

/** $500 at the day's start, of which so much is lost. */
const lost = (units: bigint): Partial<Scene> => ({
  dayStartUnits: 500n * DOLLAR,
  equityUnits: 500n * DOLLAR - units,
  peakUnits: 500n * DOLLAR,
})
const below = (units: bigint): Partial<Scene> => ({
  peakUnits: 1_000n * DOLLAR,
  equityUnits: units,
  dayStartUnits: units,
})

const CLOSE = {
  symbol: "ETHUSDT",
  correlation: 0.84,
  atLeast: 0.61,
  before: 0.6,
  after: 0.6,
  bets: 1.2,
}
const live = new Commissioning()
live.onHeader("live")
live.onStarted(NOW)
const FIRST_DAYS = { day: live.at(NOW), week: live.at(instantOf(NOW + hours(30))) }

const HALT: readonly Case[] = [
  entry("while halted", { isRunning: false, haltCode: "BY_HAND", haltReason: "You halted it." }),
  entry("of a strategy that was stopped", { resting: "its market is shut" }),
]

const SANITY: readonly Case[] = [
  entry("without a price", { lastPrice: undefined }),
  entry("on an old price", { now: instantOf(NOW + seconds(3)), pricedAt: NOW }),
  on("below the smallest lot", { minQuantity: quantityOf(201) }),
  on("off the step", { step: quantityOf(3) }),
  of("more than a market order may be", marketSale({ marketMaxQuantity: quantityOf(199) })),
  on("off the tick", { tick: 7 as Price }),
  on("beyond the exchange's band of prices", { bidUp: ratioOf(999_999) }),
  on("below the smallest order", { minNotional: 20n * DOLLAR + 1n }),
  of("far from the market", entryIntent({ price: 1_100_001 })),
  entry("while an order is on its way", { isBusy: true }),
  entry("with too little money free", { freeQuoteUnits: 20n * DOLLAR - 1n }),
  of("too small to be sold again", entryIntent({ quantity: 99 })),
  of("a sale of more than is free", exitIntent(200), { freeBaseQuantity: quantityOf(199) }),
  of("an order too many", exitIntent(200), { openOrders: 200 }),
  of("an iceberg of too many parts", iceberg(19)),
  of("a stop too many", stopIntent(), { openOrders: 5, openStops: 5 }),
]

const TIER: readonly Case[] = [
  entry(
    "while the tier is closed",
    standing({
      closed: { id: "TIER-31", value: "a pause", limit: "none", because: "It passes by itself." },
    }),
  ),
  byHand(
    "by hand while that is closed",
    standing({
      closedByHand: { id: "TIER-22", value: "no reflection", limit: "one", because: "Write it." },
    }),
  ),
  entry("a second position for Sniper", { otherPositions: 1 }),
  entry("a sixth position for Hunter", {
    ...standing({ held: tierAt(1), working: tierAt(1) }),
    otherPositions: 5,
  }),
  as("a resting limit for Sniper", { ...resting, lifetime: "gtc" }),
  as("the same with gates that are missing", { ...resting, lifetime: "gtc" }, {
    missing: ["profit factor", "days"],
  }),
  as("fill or kill for Sniper", { ...resting, lifetime: "fok" }),
  as("an iceberg for Sniper", { ...resting, lifetime: "gtc", iceberg: quantityOf(100) }),
  as("without a bound", { type: "market", quantity: quantityOf(200) }),
  entry("a position of the tier's size", { positionUnits: 100n * DOLLAR }),
  large("the least while recovering", standing({ isMinimumOnly: true })),
  entry("more than the least while recovering", {
    ...standing({ isMinimumOnly: true }),
    positionUnits: 10n * DOLLAR,
  }),
  large("a part after a promotion", standing({ sizePpm: 500_000 })),
  of("beyond the tier's cap", entryIntent({ quantity: 2_000 }), {
    equityUnits: 4_000n * DOLLAR,
    freeQuoteUnits: 4_000n * DOLLAR,
    peakUnits: 4_000n * DOLLAR,
    dayStartUnits: 4_000n * DOLLAR,
  }),
]

const LIMITS: readonly Case[] = [
  entry("with an asset nobody prices", { unpriced: ["XYZ", "ABC"] }),
  entry("without a price of the quote asset", { quoteValueUnits: undefined }),
  entry("with nothing left", { equityUnits: 0n }),
  entry("at the drawdown limit", below(850n * DOLLAR)),
  entry("at the day's loss limit", lost(25n * DOLLAR)),
  entry("after a hundred entries", { entriesToday: 100 }),
  byHand("by hand after three losses", { restsUntil: instantOf(NOW + minutes(30)) }),
  of("with a stop too far", entryIntent({ stop: 979_999 })),
  of("with a stop above the price", entryIntent({ stop: 1_000_001 })),
  of("without a stop", withoutStop(entryIntent())),
  large("beyond 5 % of equity", {}),
  large("beyond all positions together", { exposureUnits: 40n * DOLLAR }),
  large("beyond what stays unallocated", {
    maxPositions: 30,
    exposureUnits: 890n * DOLLAR,
  }),
  entry("with no room at all", { positionUnits: 50n * DOLLAR, exposureUnits: 50n * DOLLAR }),
  large("from 80 % of the day's loss on", { ...lost(20n * DOLLAR), lossToStopUnits: -DOLLAR }),
  large("after two losing days", { losingDays: 2 }),
  large("after three losing days", { losingDays: 3 }),
  large("from 10 % below the peak on", below(900n * DOLLAR)),
  entry("beside what moves as it does", { together: { ...CLOSE, after: 0.7 } }),
  entry("into a cluster that is being parted", { isInCluster: true, together: CLOSE }),
  entry("into a cluster, of which nothing more is known", { isInCluster: true }),
  large("beyond the cap of its strategy", { strategyCapUnits: 30n * DOLLAR }),
  large("beyond what Kelly suggests", { kellyUnits: 20n * DOLLAR }),
  large("in a wild market", { volatilityPpm: 500_000 }),
  large("in a thin book", { liquidity: { depth: 1_000, traded: undefined } }),
  large("in a book that is all but empty", { liquidity: { depth: 400, traded: undefined } }),
  large("where the book has thinned", { thin: liquidityCrisis(390_000) }),
  large("where the book has emptied", { thin: liquidityCrisis(290_000) }),
  large("worked where little trades", { liquidity: { depth: undefined, traded: 1_500 } }),
  large("on the way back from a drawdown", { isRecovering: true }),
  large("on the first day live", { firstDays: FIRST_DAYS.day }),
  large("in the first week live", { firstDays: FIRST_DAYS.week }),
  large("within what the day may still lose", { lossToStopUnits: 24n * DOLLAR }),
  entry("with nothing left for the day", { lossToStopUnits: 25n * DOLLAR }),
]

const TILT: readonly Case[] = [
  entry("at level 3", { tiltLevel: 3 }),
  byHand("in a pause", { tiltPauseLeft: minutes(12) }),
  byHand("soon after another at level 1", { tiltLevel: 1, lastManualAt: instantOf(NOW - 60e6) }),
  byHand("with few words at level 2", { tiltLevel: 2 }),
  of("at level 2", entryIntent({ quantity: 400 }), { tiltLevel: 2 }),
  of("on the way back", entryIntent({ quantity: 400 }), { tiltShare: percent(50) }),
]

const THROTTLE: readonly Case[] = [
  entry("too many in ten seconds", { sentLastTenSeconds: 32 }),
  entry("too many today", { sentToday: 102_400 }),
  of("a pair too many", pairIntent(), { sentLastTenSeconds: 39, takerFee: ratioOf(1_000) }),
]

function iceberg(part: number): Intent {
  const terms = { ...resting, lifetime: "gtc", iceberg: quantityOf(part) } as const
  return { ...exitIntent(200), terms }
}

function marketSale(filters: Partial<Filters>): Intent {
  const terms = { type: "market", quantity: quantityOf(200) } as const
  return { ...exitIntent(200), terms, instrument: instrumentOf({ filters }) }
}

function withoutStop(entry: Intent): Intent {
  const { leave, ...bare } = entry
  return leave === undefined ? entry : bare
}

export const CASES: readonly Case[] = [
  ...HALT,
  ...SANITY,
  ...TIER,
  ...LIMITS,
  ...TILT,
  ...THROTTLE,
]

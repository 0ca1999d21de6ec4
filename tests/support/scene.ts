import type { Scene } from "../../src/gate/gate.ts"
import type { Intent } from "../../src/order/intent.ts"
import { USUAL_PACE } from "../../src/order/notice.ts"
import { quantityWorth } from "../../src/order/worth.ts"
import { tierAt } from "../../src/tier/tier.ts"
import { TierBook } from "../../src/tier/tier-book.ts"
import { DOLLAR } from "../../src/value/amounts.ts"
import { type Instant, instantOf, percent, quantityOf, ratioOf } from "../../src/value/brand.ts"
import { hours, minutes, NEVER, seconds } from "../../src/value/time.ts"
import { LAST } from "./intent.ts"

const SNIPER = tierAt(0)
const NOW: Instant = instantOf(hours(480_000))

/**
 * A calm moment: a thousand dollars, nothing held, a fresh price of 10,000. A test says what is
 * different.
 */
export function sceneOf(intent: Intent, told: Partial<Scene> = {}): Scene {
  const standing = new TierBook().standing(NOW)
  const calm: Omit<Scene, "quantityWorth" | "sizingUnits"> = {
    now: NOW,
    isRunning: true,
    haltCode: "AGREED",
    haltReason: "Our books and the exchange agree.",
    closure: undefined,
    resting: undefined,
    isTrading: true,
    lastPrice: LAST,
    pricedAt: NOW,
    staleAfter: seconds(2),
    openOrders: 0,
    openStops: 0,
    isBusy: false,
    freeQuoteUnits: 1_000n * DOLLAR,
    freeBaseQuantity: quantityOf(1_000_000),
    takerFee: ratioOf(1_000),
    tenDollarsUnits: 10n * DOLLAR,
    standing: standing,
    isStudy: false,
    otherPositions: 0,
    mandate: undefined,
    equityUnits: 1_000n * DOLLAR,
    unpriced: [],
    peakUnits: 1_000n * DOLLAR,
    dayStartUnits: 1_000n * DOLLAR,
    tierDayLossUnits: SNIPER.dayLossUnits,
    positionUnits: 0n,
    exposureUnits: 0n,
    lossToStopUnits: 0n,
    maxPositions: SNIPER.maxPositions,
    entriesToday: 0,
    restsUntil: undefined,
    losingDays: 0,
    isRecovering: false,
    together: undefined,
    isInCluster: false,
    thin: undefined,
    liquidity: { depth: undefined, traded: undefined },
    firstDays: undefined,
    owesTrial: false,
    strategyCapUnits: undefined,
    kellyUnits: undefined,
    volatilityPpm: 1_000_000,
    quoteValueUnits: DOLLAR,
    viableUnits: 10n * DOLLAR,
    tiltLevel: 0,
    tiltPauseLeft: minutes(0),
    tiltShare: percent(100),
    strategiesGoOn: false,
    tiltNext: "All calm.",
    lastManualAt: NEVER,
    sentLastTenSeconds: 0,
    sentToday: 0,
    pace: USUAL_PACE,
  }
  const scene = { ...calm, sizingUnits: told.equityUnits ?? calm.equityUnits, ...told }
  return { quantityWorth: (units) => quantityWorth(intent, scene, units), ...scene }
}

import {
  type Duration,
  type Instant,
  PPM,
  type Price,
  type Quantity,
  type Ratio,
} from "../value/brand.ts"
import { formatDuration } from "../value/time.ts"
import {
  floorToStep,
  formatPrice,
  formatQuantity,
  notional,
  quoteMoney,
} from "../market/instrument.ts"
import { failedFilter } from "../order/filters.ts"
import type { Intent } from "../order/intent.ts"
import { limitOf, stopOf, type Terms } from "../order/terms.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import { STOP_WIDEST } from "../risk/limits.ts"
import { adviceOn } from "./filter-advice.ts"

export interface SanityScene {
  readonly now: Instant
  /** The exchange takes orders of this market. */
  readonly isTrading: boolean
  readonly lastPrice: Price | undefined
  /** When we last saw this market move. */
  readonly pricedAt: Instant
  /** Older than this is stale for entries (DATA-9). */
  readonly staleAfter: Duration
  /** Of ours, resting on this instrument. */
  readonly openOrders: number
  readonly openStops: number
  /** An order of ours on this instrument has no known outcome yet (EXEC-8, EXEC-61). */
  readonly isBusy: boolean
  readonly freeQuoteUnits: bigint
  readonly freeBaseQuantity: Quantity
  readonly takerFee: Ratio
  /** Ten dollars in units of the quote asset (RISK-3); undefined when the quote has no price. */
  readonly tenDollarsUnits: bigint | undefined
}

/** An entry's price may lie this far from the last one; beyond it is taken for a mistake. */
const COLLAR: Ratio = 100_000 as Ratio
/** How far below its trigger a stop may sell at worst; also assumed when asking what can be sold. */
const STOP_REACH: Ratio = 10_000 as Ratio

/** Second rule: could this order live at the exchange, and could what it buys be sold again? */
export function judgeSanity(intent: Intent, scene: SanityScene): Verdict {
  if (intent.purpose === "cancel") return ALLOW
  return (
    resting(intent, scene) ??
    (intent.purpose === "entry" ? judgeEntry(intent, scene) : judgeExit(intent, scene)) ??
    ALLOW
  )
}

/** What lowers risk does not wait for a price. */
const judgeExit = (intent: Intent, scene: SanityScene): Verdict | undefined =>
  brokenFilter(intent, scene) ?? notOwned(intent, scene)

function judgeEntry(intent: Intent, scene: SanityScene): Verdict | undefined {
  const { lastPrice } = scene
  if (lastPrice === undefined || scene.now - scene.pricedAt > scene.staleAfter) return unseen(scene)
  return brokenFilter(intent, scene) ?? unfitEntry(intent, scene, lastPrice)
}

function resting(intent: Intent, scene: SanityScene): Verdict | undefined {
  if (scene.isTrading) return undefined
  return refuse({
    id: "EXEC-10",
    value: `${intent.instrument.symbol} is not traded now`,
    limit: "a market that is open",
    because: "The exchange takes no orders of this market. They go on by themselves when it does.",
  })
}

function unseen({ now, pricedAt, lastPrice, staleAfter }: SanityScene): Verdict {
  const age = formatDuration((now - pricedAt) as Duration)
  return refuse({
    id: "DATA-9",
    value: lastPrice === undefined ? "no price yet" : `last price is ${age} old`,
    limit: formatDuration(staleAfter),
    because: "The market is not seen clearly enough to enter. It clears with the next price.",
  })
}

function brokenFilter(intent: Intent, scene: SanityScene): Verdict | undefined {
  for (const terms of intent.target ? [intent.terms, intent.target] : [intent.terms]) {
    const failure = failedFilter(intent.instrument, intent.side, terms, {
      lastPrice: scene.lastPrice,
      meanPrice: scene.lastPrice,
      openOrders: intent.instead ? scene.openOrders - 1 : scene.openOrders,
      openStops: intent.instead ? scene.openStops - 1 : scene.openStops,
    })
    if (failure) {
      return refuse({
        id: "EXEC-10",
        value: `${failure.filter} ${failure.value}`,
        limit: failure.limit,
        because: `${intent.instrument.symbol} does not take such an order. ${adviceOn(failure.filter)}`,
      })
    }
  }
  return undefined
}

/** Only of entries: a stop may stand far below a gain, and a fall may leave the last price behind. */
function farPrice(intent: Intent, lastPrice: Price): Verdict | undefined {
  const price = limitOf(intent.terms) ?? stopOf(intent.terms) ?? lastPrice
  if (Math.abs(price - lastPrice) * PPM <= lastPrice * COLLAR) return undefined
  return refuse({
    id: "EXEC-10",
    value: formatPrice(intent.instrument, price),
    limit: `within ${COLLAR / 10_000} % of ${formatPrice(intent.instrument, lastPrice)}`,
    because: "The price lies far from the market and looks like a slip. Ask again nearer to it.",
  })
}

function unfitEntry(intent: Intent, scene: SanityScene, lastPrice: Price): Verdict | undefined {
  const { instrument, terms } = intent
  const far = farPrice(intent, lastPrice)
  if (far) return far
  if (scene.isBusy) {
    return refuse({
      id: "EXEC-61",
      value: "an order without a known outcome",
      limit: "none",
      because: `An earlier ${instrument.symbol} order is still on its way. Entries open when its outcome is known.`,
    })
  }
  const price = limitOf(terms) ?? lastPrice
  const cost = notional(instrument, { price, quantity: terms.quantity }, "up")
  const text = (units: bigint): string => quoteMoney(instrument, units).toString()
  if (cost > scene.freeQuoteUnits) {
    return refuse({
      id: "RISK-16",
      value: `${text(cost)} needed`,
      limit: `${text(scene.freeQuoteUnits)} ${instrument.quote.code} free`,
      because: "There is not enough free money for this order. A smaller one passes.",
    })
  }
  return unviable(intent, scene, lastPrice)
}

/** RISK-3: worth at least ten dollars and 1.2 minimums, and sellable after fee, stop and rounding. */
function unviable(intent: Intent, scene: SanityScene, price: Price): Verdict | undefined {
  const { instrument, terms } = intent
  const minimum = instrument.filters.minNotional
  const least = larger(scene.tenDollarsUnits ?? 0n, (minimum * 12n) / 10n)
  const value = notional(instrument, { price, quantity: terms.quantity }, "down")
  const kept = floorToStep(instrument, Math.floor((terms.quantity * (PPM - scene.takerFee)) / PPM))
  const worst = worstSale(instrument, price)
  const saleable = notional(instrument, { price: worst, quantity: kept }, "down")
  const text = (units: bigint): string => quoteMoney(instrument, units).toString()
  const isSellable = kept >= instrument.filters.minQuantity && saleable >= minimum
  if (scene.tenDollarsUnits !== undefined && value >= least && isSellable) return undefined
  return refuse({
    id: "RISK-3",
    value: `${text(value)} ${instrument.quote.code}`,
    limit: `${text(least)} ${instrument.quote.code}, and sellable after fee and stop`,
    because:
      "The allowed size is too small to be sold again safely, so nothing is bought. It passes when the account or the stake is larger.",
  })
}

/** The lowest price a stop at the widest distance would sell at. */
function worstSale(instrument: Intent["instrument"], price: Price): Price {
  const low = Math.floor((price * (PPM - STOP_WIDEST - STOP_REACH)) / PPM)
  return (low - (low % instrument.filters.tick)) as Price
}

function notOwned(intent: Intent, scene: SanityScene): Verdict | undefined {
  const { instrument, terms, instead } = intent
  if (instead !== undefined || terms.quantity <= scene.freeBaseQuantity) return undefined
  const text = (quantity: Quantity): string => formatQuantity(instrument, quantity)
  return refuse({
    id: "RISK-16",
    value: `${text(terms.quantity)} ${instrument.base.code} to sell`,
    limit: `${text(scene.freeBaseQuantity)} ${instrument.base.code} free`,
    because: "The account does not hold this much free. Cancel what holds it first.",
  })
}

/** How the terms look to a reader: `market`, `limit 61234.5`. */
export function describeTerms(instrument: Intent["instrument"], terms: Terms): string {
  const parts: string[] = [terms.type]
  const stop = stopOf(terms)
  const price = limitOf(terms)
  if (stop !== undefined) parts.push(`at ${formatPrice(instrument, stop)}`)
  if (price !== undefined) {
    const text = formatPrice(instrument, price)
    parts.push(stop === undefined ? text : `limit ${text}`)
  }
  return parts.join(" ")
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)

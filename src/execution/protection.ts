import { floorToStep, type Instrument, notional, roundPrice } from "../market/instrument.ts"
import type { Leave } from "../order/intent.ts"
import { isFinal, type Order, remaining } from "../order/order.ts"
import type { OrderId } from "../order/request.ts"
import { stopOf, type Terms } from "../order/terms.ts"
import { STOP_WIDEST } from "./one-shot.ts"
import { PPM, type Price, type Quantity, type Ratio } from "../value/brand.ts"

/** How far below its trigger the stop may still sell: deep enough to fill, bounded all the same. */
const STOP_REACH: Ratio = 10_000 as Ratio

/** One instrument as the guard of positions sees it. */
export interface Guarded {
  readonly instrument: Instrument
  /** What could be sold if nothing held it. */
  readonly quantity: Quantity
  /** Counts; what was paid on average. */
  readonly averagePrice: number
  readonly lastPrice: number
  readonly leave: Leave | undefined
  /** Our protective orders that are not final: none, a stop, or the two legs of a pair. */
  readonly protection: readonly Order[]
  readonly entry: Order | undefined
  readonly exit: Order | undefined
  /** Someone wants to be out of it. */
  readonly isLeaving: boolean
  /** The exchange would not take the pair of stop and target: the stop goes alone. */
  readonly isPairRefused: boolean
  /** The guard's answer is out for longer than a position may stand bare (EXEC-65). */
  readonly isGuardOverdue: boolean
  /** Nothing but this position could be sold by mistake: the account holds no more of it. */
  readonly isAlone: boolean
}

/** What should be done now for one position; `wait` means an answer is on its way. */
export type Care =
  | { readonly kind: "nothing" }
  | { readonly kind: "wait" }
  | {
      readonly kind: "protect"
      readonly terms: Terms
      readonly target?: Terms
      readonly instead?: OrderId
    }
  | {
      readonly kind: "exit"
      readonly quantity: Quantity
      readonly instead?: OrderId
      /** Sold although the cancel fails. */
      readonly isInAnyCase?: true
      /** Absent where someone wished to leave. */
      readonly because?: string
    }
  | { readonly kind: "cancel"; readonly id: OrderId }

/**
 * Keeps every position guarded by a stop that rests at the exchange (EXEC-65, EXEC-68), and takes it
 * out when that is wished: the stop and the exit change places in one request, so that the position
 * is never bare (EXEC-67). Pure; asked again after every report.
 */
export function care(it: Guarded): Care {
  const live = it.protection.filter((order) => !isFinal(order))
  const present = latestOf(live)
  if (it.exit) return { kind: "wait" }
  const isSettled = live.every(isOpen)
  if (!isSettled) return doubted(it, live)
  if (!hasLot(it.instrument, it.quantity)) {
    return present ? { kind: "cancel", id: present.id } : { kind: "nothing" }
  }
  // A stop that stands is left standing even when the price has made the position small.
  if (!isSaleable(it, it.quantity)) return { kind: "nothing" }
  if (it.isLeaving) return exit(it, present)
  if (!isGuarded(it, present)) return protect(it, present)
  if (!isPastTarget(it, live)) return { kind: "nothing" }
  return exit(it, present, "the price reached its target before the target stood")
}

/**
 * Whether the guard stands is not known. After three seconds it is taken away and the position sold, in
 * one request (EXEC-65). Twice it cannot be sold: a guard that stands goes first, and one that comes
 * later, or has sold already, finds or leaves nothing to sell. Where the account holds more of the same
 * asset that is not so: there the sale waits for the cancel to work.
 */
function doubted(it: Guarded, live: readonly Order[]): Care {
  const present = latestOf(live)
  const isUnheard = live.every((order) => !isOpen(order) && isNeverTold(order))
  if (!it.isGuardOverdue || !isUnheard || !present || !isSaleable(it, it.quantity)) {
    return { kind: "wait" }
  }
  const left = exit(it, present, "no word has come of its stop for 3 s")
  return it.isAlone ? { ...left, isInAnyCase: true } : left
}

const isOpen = (order: Order): boolean => order.status === "open"
/** The exchange has said nothing of it, so nothing of it was sold as far as anybody knows. */
const isNeverTold = (order: Order): boolean =>
  order.venueId === undefined && order.endedAs === undefined && order.fills.length === 0

/** A target that did not get to the exchange is watched from here; the stop stands meanwhile. */
export function hasLoneTarget(it: Pick<Guarded, "leave" | "protection">): boolean {
  return it.leave?.target !== undefined && it.protection.every((order) => order.list === undefined)
}

function isPastTarget(it: Guarded, live: readonly Order[]): boolean {
  const target = it.leave?.target ?? Infinity
  return hasLoneTarget({ ...it, protection: live }) && it.lastPrice >= target && !it.entry
}

function exit(
  it: Guarded,
  present: Order | undefined,
  because?: string,
): Extract<Care, { kind: "exit" }> {
  return {
    kind: "exit",
    quantity: it.quantity,
    ...(present ? { instead: present.id } : {}),
    ...(because === undefined ? {} : { because }),
  }
}

/**
 * The guard that was placed last, of a pair its first leg. One that is older has given its place away
 * and holds nothing; only the word of its end has not come.
 */
function latestOf(live: readonly Order[]): Order | undefined {
  const last = live.at(-1)
  return last?.list === undefined ? last : live.find((order) => order.list === last.list)
}

/** By a stop for exactly what is held, no further away than it is wished now. */
function isGuarded(it: Guarded, present: Order | undefined): boolean {
  if (present === undefined || remaining(present) !== it.quantity) return false
  const stop = stopOf(present.terms)
  return stop !== undefined && stop >= stopPrice(it)
}

function protect(it: Guarded, present: Order | undefined): Care {
  // What was wished on another tick is asked for on the next one above it.
  const onTick = (price: Price): Price => roundPrice(it.instrument, price, "sell")
  const stop = onTick(stopPrice(it))
  // The price has gone below where the stop would stand: the exchange would refuse it. Where no
  // price is known yet, the stop is tried.
  if (it.lastPrice <= stop) {
    return exit(it, present, "the price fell below its stop before the stop stood")
  }
  const terms = stopTerms(it.instrument, it.quantity, stop)
  const target = it.leave?.target
  const isAhead = target !== undefined && target > it.lastPrice
  // A pair cannot take the place of what stands in one request, and in between the position would be
  // bare. So whatever changes goes on as a stop alone, and its target is watched from here.
  const mayPair = isAhead && !it.entry && !it.isPairRefused && present === undefined
  if (!mayPair) return { kind: "protect", terms, ...(present ? { instead: present.id } : {}) }
  return {
    kind: "protect",
    terms,
    target: { type: "limit-maker", quantity: it.quantity, price: onTick(target) },
  }
}

/**
 * The wished stop, or a tighter one when the price paid asks for it, or the exchange: what it would
 * sell for must be worth its least notional.
 */
function stopPrice(it: Guarded): Price {
  const { instrument, quantity } = it
  const widest = roundPrice(instrument, (it.averagePrice * (PPM - STOP_WIDEST)) / PPM, "sell")
  const worth = leastPrice(instrument, quantity) + instrument.filters.tick
  const lowest = roundPrice(instrument, (worth * PPM) / (PPM - STOP_REACH), "sell")
  return Math.max(it.leave?.stop ?? widest, widest, lowest) as Price
}

/** The price at which a quantity is worth the exchange's least notional, a float of counts. */
function leastPrice(instrument: Instrument, lots: Quantity): number {
  const { filters, quote, priceScale, quantityScale } = instrument
  const least = Number(filters.minNotional) / 10 ** quote.scale
  return (least * 10 ** (priceScale + quantityScale)) / lots
}

function stopTerms(instrument: Instrument, quantity: Quantity, stop: Price): Terms {
  const price = lowestSale(instrument, stop)
  return { type: "stop-loss-limit", quantity, stop, price, lifetime: "gtc" }
}

/** The lowest price that a stop sells at, once it is woken. */
export const lowestSale = (instrument: Instrument, stop: Price): Price =>
  roundPrice(instrument, (stop * (PPM - STOP_REACH)) / PPM, "buy")

/** Dust that the exchange would not take is not a position (RISK-16). */
export function isSaleable(
  it: Pick<Guarded, "instrument" | "lastPrice">,
  quantity: Quantity,
): boolean {
  if (!hasLot(it.instrument, quantity)) return false
  if (!(it.lastPrice > 0)) return true
  const worst = Math.floor((it.lastPrice * (PPM - STOP_WIDEST - STOP_REACH)) / PPM) as Price
  return (
    notional(it.instrument, { price: worst, quantity }, "down") >= it.instrument.filters.minNotional
  )
}

/**
 * From which price on what is held could be sold, when at the present one it could not: dust that has
 * become a position wants its guard. NaN where it is saleable already, or no lot at all.
 */
export function saleableFrom(
  it: Pick<Guarded, "instrument" | "lastPrice">,
  quantity: Quantity,
): number {
  const { instrument } = it
  if (!hasLot(instrument, quantity) || isSaleable(it, quantity)) return NaN
  const worst = leastPrice(instrument, quantity)
  return Math.ceil((worst * PPM) / (PPM - STOP_WIDEST - STOP_REACH)) + 1
}

function hasLot(instrument: Instrument, quantity: Quantity): boolean {
  return floorToStep(instrument, quantity) > 0 && quantity >= instrument.filters.minQuantity
}

import { type Instrument, quantityFor, roundPrice } from "../market/instrument.ts"
import type { Leave } from "../order/intent.ts"
import type { Terms } from "../order/terms.ts"
import { type Price, PPM, type Quantity, type Ratio } from "../value/brand.ts"

/** EXEC-2: a taking order is bounded this far beyond the touch, so a thin book is not swept. */
export const REACH: Ratio = 5_000 as Ratio
/** RISK-12: the widest stop, and the one taken when none is wished. */
export const STOP_WIDEST: Ratio = 20_000 as Ratio

/** The market as an order needs it; counts in floats, NaN when unknown. */
export interface Touch {
  readonly bid: number
  readonly ask: number
  readonly last: number
}

/** What a buyer who takes pays, as far as it is known. */
export const takingPrice = ({ ask, last }: Touch): number => (ask > 0 ? ask : last)

export interface Entry {
  readonly terms: Terms
  readonly leave: Leave
}

/**
 * An entry: one immediate-or-cancel limit bounded beyond the ask (EXEC-2), or, passive, one
 * post-only order at the bid. The stake is measured at the bound, the worst price it can pay.
 * @param quoteUnits what may be spent, units of the quote asset
 */
export function entryTerms(
  instrument: Instrument,
  touch: Touch,
  wish: {
    readonly quoteUnits: bigint
    readonly stop?: Ratio
    readonly target?: Ratio
    readonly isPassive?: boolean
  },
): Entry {
  const taken = takingPrice(touch)
  const rested = touch.bid > 0 ? touch.bid : touch.last
  const price = wish.isPassive
    ? roundPrice(instrument, rested, "buy")
    : roundPrice(instrument, (taken * (PPM + REACH)) / PPM, "buy")
  const quantity = quantityFor(instrument, wish.quoteUnits, price)
  const terms: Terms = wish.isPassive
    ? { type: "limit-maker", quantity, price }
    : { type: "limit", quantity, price, lifetime: "ioc" }
  return { terms, leave: leaveFrom(instrument, wish.isPassive ? price : touch.last, wish) }
}

/**
 * Measured from what will be paid: of an order at rest its own price, else the last one. Rounded
 * towards the entry, so that a stop is never wider than it was meant.
 */
function leaveFrom(
  instrument: Instrument,
  entry: number,
  wish: { readonly stop?: Ratio; readonly target?: Ratio },
): Leave {
  const stop = roundPrice(instrument, (entry * (PPM - (wish.stop ?? STOP_WIDEST))) / PPM, "sell")
  if (wish.target === undefined) return { stop }
  return { stop, target: roundPrice(instrument, (entry * (PPM + wish.target)) / PPM, "sell") }
}

/** An exit: bounded below the bid; when that has not sold everything, a true market order. */
export function exitTerms(
  instrument: Instrument,
  touch: Touch,
  told: { readonly quantity: Quantity; readonly isUrgent: boolean },
): Terms {
  const { quantity } = told
  const given = touch.bid > 0 ? touch.bid : touch.last
  if (told.isUrgent || !(given > 0)) return { type: "market", quantity }
  const price: Price = roundPrice(instrument, (given * (PPM - REACH)) / PPM, "sell")
  return { type: "limit", quantity, price, lifetime: "ioc" }
}

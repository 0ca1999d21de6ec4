import { type Instrument, roundPrice } from "../market/instrument.ts"
import type { Terms } from "../order/terms.ts"
import { type Price, PPM, type Quantity } from "../value/brand.ts"
import { REACH, takingPrice, type Touch } from "./one-shot.ts"

/** How a part is sent: it rests as a maker, or it takes what stands within a bound, at once. */
export type Route = "rest" | "take"

/** EXEC-50: a spread below this many hundredths of a percent is tight. */
const TIGHT_BPS = 5
/** EXEC-42: how wide a spread may be for a limit that rests, from the most patient to the least. */
const REST_WITHIN_BPS = 50
/** EXEC-51: a post-only order that was refused is tried so often, each time a little further away. */
const REST_TRIES = 3
const FURTHER_PPM = 100
/** EXEC-50: more than this a day is a volatile market. */
const VOLATILE = 0.05

/** The moment as routing sees it. */
export interface Conditions {
  readonly touch: Touch
  /** 0 to 100; raised while a plan is behind its schedule (EXEC-42). */
  readonly urgency: number
  /** The wish was to rest as a maker. */
  readonly isPassive: boolean
  /** Post-only parts that the exchange refused since the last one it took. */
  readonly refused: number
  /** Of a day, a fraction; NaN while it is not known. */
  readonly volatility: number
}

/** Spread in hundredths of a percent; NaN where no quote is known. */
export const spreadBps = ({ bid, ask }: Touch): number => ((ask - bid) * 20_000) / (ask + bid)

/**
 * Rest or take (EXEC-50, EXEC-51). Resting earns the spread and a maker's fee and may not be filled:
 * it is for what is not urgent, where a spread is worth earning and the market does not run. What is
 * not known falls back to the simple bounded order.
 */
function routeOf(now: Conditions): Route {
  const { touch, urgency, isPassive, refused, volatility } = now
  const spread = spreadBps(touch)
  if (!(spread >= 0) || refused >= REST_TRIES) return "take"
  if (isPassive) return "rest"
  if (urgency > 50 || volatility > VOLATILE) return "take"
  return spread > TIGHT_BPS && spread <= REST_WITHIN_BPS ? "rest" : "take"
}

/**
 * The order of one part, decided anew from the moment it is given: nothing of it is kept (EXEC-52).
 * Immediate-or-cancel takes a part of what is wanted where the book is thin, and never more than half a
 * percent beyond the touch or the arrival price.
 * @param told.arrival mid when the plan began to buy; undefined for the first part
 */
export function sliceTerms(
  instrument: Instrument,
  now: Conditions,
  told: { readonly quantity: Quantity; readonly arrival: number | undefined },
): Terms {
  const { quantity } = told
  const { bid } = now.touch
  if (routeOf(now) === "rest") {
    const price = roundPrice(instrument, bid * (1 - (now.refused * FURTHER_PPM) / PPM), "buy")
    return { type: "limit-maker", quantity, price }
  }
  const taken = takingPrice(now.touch)
  // EXEC-22: bounded beyond the touch and beyond the arrival price.
  const from = told.arrival === undefined ? taken : Math.min(taken, told.arrival)
  const price: Price = roundPrice(instrument, (from * (PPM + REACH)) / PPM, "buy")
  return { type: "limit", quantity, price, lifetime: "ioc" }
}

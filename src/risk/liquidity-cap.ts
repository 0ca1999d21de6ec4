import { floorToStep, formatQuantity } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import type { Quantity } from "../value/brand.ts"

/** What is known of how much a market gives, counts. What is not known caps nothing (decision 0041). */
export interface Liquidity {
  /** Offered within half a percent of the middle; undefined while no whole book is known. */
  readonly depth: number | undefined
  /** Traded in the last half hour, for what is worked in parts; undefined until that was watched. */
  readonly traded: number | undefined
}

/** RISK-25. */
const DEPTH_PART = 5
const TRADED_PART = 10

/** The most that a market lets one order take, and by what. */
export interface LiquidityCap {
  readonly quantity: Quantity
  readonly limit: string
}

/**
 * RISK-25: an order takes at most a fifth of the depth within half a percent of the middle, and one
 * that is worked at most a tenth of what traded in the last half hour.
 * @returns undefined while neither is known
 */
export function liquidityCap(
  { instrument }: Pick<Intent, "instrument">,
  { depth, traded }: Liquidity,
): LiquidityCap | undefined {
  const caps = [
    ...(depth === undefined
      ? []
      : [{ of: depth, part: DEPTH_PART, says: "a fifth of the depth within 0.5 % of the middle" }]),
    ...(traded === undefined
      ? []
      : [{ of: traded, part: TRADED_PART, says: "a tenth of what traded in 30 minutes" }]),
  ].map(({ of, part, says }) => {
    const quantity = floorToStep(instrument, Math.floor(of / part))
    const amount = `${formatQuantity(instrument, quantity)} ${instrument.base.code}`
    return { quantity, limit: `${says}, ${amount}` }
  })
  const [first, second] = caps
  return second !== undefined && second.quantity < first.quantity ? second : first
}

/** What a refusal says that rests on it alone. */
export const TOO_THIN =
  "The market gives less than the smallest position that could be sold again. It passes when more is offered near the price and more trades, or in another market."

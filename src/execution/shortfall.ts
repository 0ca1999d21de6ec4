import type { Side } from "../order/terms.ts"
import { refuse } from "../statistics/input.ts"

/** What was paid against a price, in hundredths of a percent; above zero is a cost for either side (EXEC-4). */
export function slippageBps(
  side: Side,
  told: { readonly price: number; readonly against: number },
): number {
  const { price, against } = told
  return (signOf(side) * (price - against) * 10_000) / against
}

/** An order as it was worked. Prices and quantities in floats, of one unit. */
export interface Worked {
  readonly side: Side
  readonly quantity: number
  /** Mid when it was wished. */
  readonly decision: number
  /** Mid when its first part could leave. */
  readonly arrival: number
  /** Mid when it ended. */
  readonly end: number
  readonly fills: readonly {
    readonly price: number
    readonly quantity: number
    readonly fee: number
  }[]
}

/** What an order cost against having it whole at the decision price, in the quote asset. */
export interface Shortfall {
  readonly delay: number
  readonly execution: number
  /** Of what was not filled. */
  readonly opportunity: number
  readonly fees: number
  readonly total: number
  /** Relative to the whole at the decision price. */
  readonly totalBps: number
  readonly filled: number
  /** Undefined when nothing was filled. */
  readonly average: number | undefined
}

/**
 * Implementation shortfall (Perold 1988, quant.md 6.7): costs are above zero.
 * @throws Problem `INVALID_INPUT` for an order that was filled beyond its quantity
 */
export function shortfallOf(worked: Worked): Shortfall {
  const { side, quantity, decision, arrival, end, fills } = worked
  const sign = signOf(side)
  let [filled, paid, fees] = [0, 0, 0]
  for (const fill of fills) {
    filled += fill.quantity
    paid += fill.price * fill.quantity
    fees += fill.fee
  }
  if (filled > quantity * (1 + 1e-12)) {
    refuse(`${filled} were filled of ${quantity}, which is more than the order.`)
  }
  const delay = sign * (arrival - decision) * filled
  const execution = sign * (paid - arrival * filled)
  const opportunity = sign * (end - decision) * (quantity - filled)
  const total = delay + execution + opportunity + fees
  return {
    delay,
    execution,
    opportunity,
    fees,
    total,
    totalBps: (total * 10_000) / (decision * quantity),
    filled,
    average: filled > 0 ? paid / filled : undefined,
  }
}

const signOf = (side: Side): 1 | -1 => (side === "buy" ? 1 : -1)

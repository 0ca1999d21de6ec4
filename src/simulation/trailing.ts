import type { Side } from "../order/terms.ts"

/** How a stop follows the price (binance-spot.md section 14). */
export interface Trailing {
  /** Hundredths of a percent that the price must turn by. */
  readonly delta: number
  /** It begins to follow once its stop price is reached; else with the next trade. */
  readonly isFromStop: boolean
}

/** An order that may follow the price. */
export interface Following {
  readonly trailing?: Trailing
}

/** Where a stop that follows the price stands: the best price since it began to. */
export interface Trail extends Trailing {
  /** Undefined while it has not begun. */
  readonly extreme: number | undefined
}

const ONE = 10_000

/** The trail after a trade; a purchase follows the lowest price, a sale the highest. */
export function followed(
  trail: Trail,
  told: { readonly side: Side; readonly price: number; readonly isStopReached: boolean },
): Trail {
  const { extreme, isFromStop } = trail
  const { side, price } = told
  if (extreme === undefined) {
    return isFromStop && !told.isStopReached ? trail : { ...trail, extreme: price }
  }
  const isBetter = side === "buy" ? price < extreme : price > extreme
  return isBetter ? { ...trail, extreme: price } : trail
}

/** The price has turned by as much as was asked, exactly. */
export function hasTurned({ extreme, delta }: Trail, side: Side, price: number): boolean {
  if (extreme === undefined) return false
  const scaled = BigInt(price) * BigInt(ONE)
  return side === "buy"
    ? scaled >= BigInt(extreme) * BigInt(ONE + delta)
    : scaled <= BigInt(extreme) * BigInt(ONE - delta)
}

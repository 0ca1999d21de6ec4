import { quantityFor } from "../market/instrument.ts"
import type { Intent } from "./intent.ts"
import { limitOf } from "./terms.ts"
import { DOLLAR } from "../value/amounts.ts"
import type { Price, Quantity } from "../value/brand.ts"

/** EXEC-1: from this value on no entry is sent whole. $200.00 is sliced, $199.99 is not. */
export const SLICED_FROM = 200n * DOLLAR

/** What an amount of an order is reckoned by. */
export interface Priced {
  readonly lastPrice: Price | undefined
  /** Account-asset units for one whole quote asset; undefined when it has no price. */
  readonly quoteValueUnits: bigint | undefined
}

/** The part of an intent that its worth rests on. */
type Weighable = Pick<Intent, "instrument" | "terms">

/** The largest quantity worth at most so many account-asset units at the order's own price. */
export function quantityWorth(order: Weighable, scene: Priced, accountUnits: bigint): Quantity {
  const price = limitOf(order.terms) ?? scene.lastPrice
  const value = scene.quoteValueUnits
  if (price === undefined || value === undefined || value <= 0n || accountUnits <= 0n)
    return 0 as Quantity
  const whole = 10n ** BigInt(order.instrument.quote.scale)
  return quantityFor(order.instrument, (accountUnits * whole) / value, price)
}

/** What a quantity is worth at the order's own price, account-asset units, rounded up. */
export function worthOf(order: Weighable, scene: Priced, quantity: Quantity): bigint {
  const price = limitOf(order.terms) ?? scene.lastPrice ?? (0 as Price)
  const { instrument } = order
  const scale = instrument.priceScale + instrument.quantityScale
  const value = BigInt(price) * BigInt(quantity) * (scene.quoteValueUnits ?? 0n)
  return value / 10n ** BigInt(scale) + (value % 10n ** BigInt(scale) === 0n ? 0n : 1n)
}

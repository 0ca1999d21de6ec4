import type { Price, Quantity } from "../value/brand.ts"

export type Side = "buy" | "sell"
/** Good till cancelled, immediate or cancel, fill or kill. */
export type Lifetime = "gtc" | "ioc" | "fok"

/**
 * What an order asks for. Each type carries what the exchange demands of it and nothing else
 * (binance-spot.md section 9). A `stop` is the last-trade price that wakes the order.
 */
export type Terms =
  | { readonly type: "market"; readonly quantity: Quantity }
  | {
      readonly type: "limit"
      readonly quantity: Quantity
      readonly price: Price
      readonly lifetime: Lifetime
      /** The part shown; the rest is hidden (only with lifetime `gtc`). */
      readonly iceberg?: Quantity
    }
  | {
      readonly type: "limit-maker"
      readonly quantity: Quantity
      readonly price: Price
      readonly iceberg?: Quantity
    }
  | {
      readonly type: "stop-loss" | "take-profit"
      readonly quantity: Quantity
      readonly stop: Price
    }
  | {
      readonly type: "stop-loss-limit" | "take-profit-limit"
      readonly quantity: Quantity
      readonly stop: Price
      readonly price: Price
      readonly lifetime: Lifetime
      readonly iceberg?: Quantity
    }

export type OrderType = Terms["type"]

/** The price an order may at worst pay or get while it works; absent for what turns into a market order. */
export function limitOf(terms: Terms): Price | undefined {
  return "price" in terms ? terms.price : undefined
}

/** It takes at once what it can and ends by itself; it never rests. */
export const isImmediate = (terms: Terms): boolean =>
  "lifetime" in terms && terms.lifetime !== "gtc"

/** The price that wakes a waiting order. */
export function stopOf(terms: Terms): Price | undefined {
  return "stop" in terms ? terms.stop : undefined
}

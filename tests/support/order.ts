import type { Order } from "../../src/order/order.ts"
import type { Fill } from "../../src/order/report.ts"
import { orderIdOf } from "../../src/order/request.ts"
import { instantOf, priceOf, quantityOf } from "../../src/value/brand.ts"

/** An order of ours as it is when it has just been sent: a buy of 10 at 10,000. */
export function orderOf(told: Partial<Order> = {}): Order {
  return Object.freeze<Order>({
    id: orderIdOf("r-7"),
    instrument: 0,
    side: "buy",
    terms: {
      type: "limit",
      quantity: quantityOf(10),
      price: priceOf(1_000_000),
      lifetime: "gtc",
    },
    purpose: "entry",
    strategy: "crossover",
    because: "a test wishes it",
    placedAt: instantOf(0),
    status: "pending",
    filled: quantityOf(0),
    filledQuoteUnits: 0n,
    fills: [],
    ...told,
  })
}

/** A trade of so much, known by its number. */
export function fillOf(tradeId: string | number, quantity: number): Fill {
  return {
    tradeId: String(tradeId),
    price: priceOf(1_000_000),
    quantity: quantityOf(quantity),
    quoteUnits: BigInt(quantity) * 10_000_000n,
    feeAsset: "BTC",
    feeUnits: BigInt(quantity),
    isMaker: false,
  }
}

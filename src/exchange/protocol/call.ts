import type { Instant } from "../../value/brand.ts"
import type { Customer } from "../account/customer.ts"
import type { Desk } from "../account/desk.ts"
import type { Hall } from "../hall.ts"
import type { Market } from "../market/market.ts"
import { Failure } from "./failure.ts"
import type { TimeUnit } from "./figure.ts"
import type { Parameters } from "./parameters.ts"

/** One request that has passed the door, with everything its method may look at. */
export interface Call {
  readonly hall: Hall
  readonly parameters: Parameters
  readonly now: Instant
  readonly unit: TimeUnit
}

/** A call by somebody known. */
export interface SignedCall extends Call {
  readonly customer: Customer
  readonly desk: Desk
}

/** @throws Failure -1121 */
export function marketNamed(call: Call, name = "symbol"): Market {
  return marketCalled(call, call.parameters.symbol(name))
}

/** @throws Failure -1121 */
export function marketCalled(call: Call, symbol: string): Market {
  const market = call.hall.marketOf(symbol)
  if (market === undefined) throw new Failure({ code: -1121, text: "Invalid symbol." })
  return market
}

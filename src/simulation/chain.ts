import type { OrderId } from "../order/request.ts"
import type { Side, Terms } from "../order/terms.ts"
import type { Preventing } from "./prevention.ts"

/** An order as a list names it. */
export interface ChainLeg extends Preventing {
  readonly id: OrderId
  readonly side: Side
  readonly terms: Terms
}

/**
 * One order, and what is placed once it has filled whole: another order, or a stop and a target of
 * which one cancels the other (OTO and OTOCO, binance-spot.md section 12).
 */
export interface PlaceChain {
  readonly kind: "place-chain"
  /** Client id of the list. */
  readonly id: OrderId
  readonly instrument: number
  readonly working: ChainLeg
  /** One order; or the stop, then the target. */
  readonly pending: readonly [ChainLeg] | readonly [stop: ChainLeg, target: ChainLeg]
}

import type { Instrument } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { Instant, Price, Quantity } from "../value/brand.ts"
import type { Touch } from "./one-shot.ts"

/** The moment as a plan sees it. */
export interface PlanView {
  readonly now: Instant
  readonly instrument: Instrument
  readonly touch: Touch
  /** Entries may leave, the price is fresh, and nothing of this market waits for an answer or a guard. */
  readonly isOpen: boolean
  /** Its part that is out. */
  readonly child: Order | undefined
  /** The smallest quantity that may be bought (RISK-3). */
  readonly least: Quantity
  /** What the market traded since the beginning, and shortly before; Infinity where it is not known. */
  readonly volume: number
  /** The market trades far more than it usually does (EXEC-30, EXEC-41). */
  readonly isVolumeOdd: boolean
  /** Of a day, a fraction; NaN while it is not known. */
  readonly volatility: number
  /** The worst move of the mid after a part of this plan, parts per million (EXEC-5). */
  readonly impactPpm: number
  /** Where the stop of what was bought stands now; undefined while nothing was. */
  readonly stop: Price | undefined
  /** How often in a row the gate refused a part. */
  readonly refused: number
}

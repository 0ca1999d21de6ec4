import type { Instant, Ratio } from "../value/brand.ts"
import type { Priced } from "../order/worth.ts"
import type { Alarm } from "./breaker.ts"
import type { FirstDays } from "./commissioning.ts"
import type { Liquidity } from "./liquidity-cap.ts"
import type { Together } from "./together.ts"

/** What the limits look at. All amounts are units of the account asset. */
export interface LimitsScene extends Priced {
  readonly equityUnits: bigint
  /** What sizes are a share of: equity, frozen at the ceiling of the tier (TIER-12). */
  readonly sizingUnits: bigint
  /** Assets that could not be priced; while there are any, the account's worth is not known. */
  readonly unpriced: readonly string[]
  readonly peakUnits: bigint
  readonly dayStartUnits: bigint
  /** Dollar limit of the tier (TIER-2). */
  readonly tierDayLossUnits: bigint
  /** Worth of this position plus its open entries counted as filled. */
  readonly positionUnits: bigint
  /** The same over all positions. */
  readonly exposureUnits: bigint
  /** What all open positions and entries lose when their stops are hit. */
  readonly lossToStopUnits: bigint
  readonly maxPositions: number
  readonly entriesToday: number
  /** The trader rests until then, after losses in a row (RISK-32); undefined when not. */
  readonly restsUntil: Instant | undefined
  /** Consecutive days that ended lower, up to yesterday (RISK-10). */
  readonly losingDays: number
  readonly takerFee: Ratio
  /** Worth of the smallest position that can be sold again safely (RISK-3). */
  readonly viableUnits: bigint
  /** A drawdown of a tenth is not wholly regained yet (RISK-30). */
  readonly isRecovering: boolean
  /** How it would move with what is held; undefined while nothing else is, or nothing is known. */
  readonly together: Together | undefined
  /** Positions moved as one, this market among them, and it is not over yet (RISK-44). */
  readonly isInCluster: boolean
  /** How much the market gives (RISK-25). */
  readonly liquidity: Liquidity
  /** The market gives less than is normal for it, and it is not over yet (RISK-43). */
  readonly thin: Alarm | undefined
  /** What the first live days allow (RISK-49); undefined after them. */
  readonly firstDays: FirstDays | undefined
  /** The kill switch was not tried on the first day (RISK-49). */
  readonly owesTrial: boolean
  /** Of the author's strategy alone, account-asset units (RISK-20); undefined for the trader. */
  readonly strategyCapUnits: bigint | undefined
  /** What Kelly suggests by its lower bound (RISK-21); undefined while it is not active. */
  readonly kellyUnits: bigint | undefined
  /** By the volatility of the market in its own month, parts per million (RISK-23). */
  readonly volatilityPpm: number
}

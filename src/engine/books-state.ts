import type { DayBookState } from "../risk/day-book.ts"
import type { LossStreaksState } from "../risk/loss-streak.ts"
import type { TicketTimes } from "../gate/throttle.ts"
import type { Leave } from "../order/intent.ts"
import type { Order } from "../order/order.ts"
import type { TierBookState } from "../tier/tier-state.ts"
import type { TiltState } from "../tilt/state.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import type { Instant } from "../value/brand.ts"
import type { LedgerState, Packed } from "../ledger/saved.ts"

import type { Switch } from "./change.ts"
import type { Found } from "./records.ts"
import type { TierFeedState } from "./tier-feed.ts"

/** Books at rest, as JSON can carry them: what a snapshot holds. */
export interface BooksState {
  readonly version: 1
  /** By the order of instruments: a state is of the same markets, or of no use. */
  readonly symbols: readonly string[]
  readonly ledger: LedgerState
  readonly days: Packed<DayBookState>
  readonly tickets: ReturnType<TicketTimes["save"]>
  readonly live: readonly Packed<Order>[]
  /** Oldest first. */
  readonly ended: readonly Packed<Order>[]
  /** Where positions are to be left, by instrument. */
  readonly leaves: readonly (readonly [number, Leave])[]
  readonly findings: readonly Found[]
  readonly switch: Packed<Switch>
  readonly tiers: Packed<TierBookState>
  readonly losses: Packed<LossStreaksState>
  readonly feed: Packed<TierFeedState>
  readonly tilt: Packed<TiltState>
  readonly tiltLevel: TiltLevel
  /** Absent while the trader never entered by hand. */
  readonly lastManualAt?: Instant
  readonly placed: number
  readonly closing?: string
}

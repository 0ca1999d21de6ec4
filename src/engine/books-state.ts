import type { DayBookState } from "../risk/day-book.ts"
import type { LossStreaksState } from "../risk/loss-streak.ts"
import type { OwnRulesState } from "../risk/own-rules.ts"
import type { TicketTimes } from "../gate/throttle.ts"
import type { Leave } from "../order/intent.ts"
import type { TierBookState } from "../tier/tier-state.ts"
import type { LedgerState, Packed } from "../ledger/saved.ts"

import type { CommissioningState } from "../risk/commissioning.ts"
import type { OutageWatchState } from "./outage-watch.ts"
import type { PersonState } from "./person.ts"
import type { RiskBookState } from "../risk/risk-book.ts"
import type { SwitchboardState } from "./switchboard.ts"
import type { OurOrdersState } from "./our-orders.ts"
import type { OutsideState } from "./outside.ts"
import type { PlanBookState } from "./plan-book.ts"
import type { Found } from "./records.ts"
import type { TierFeedState } from "./tier-feed.ts"

/** Books at rest, as JSON can carry them: what a snapshot holds. */
export interface BooksState extends OurOrdersState {
  readonly version: 1
  /** By the order of instruments: a state is of the same markets, or of no use. */
  readonly symbols: readonly string[]
  readonly ledger: LedgerState
  readonly days: Packed<DayBookState>
  readonly rules: Packed<OwnRulesState>
  readonly tickets: ReturnType<TicketTimes["save"]>
  readonly outside: Packed<OutsideState>
  /** Where positions are to be left, by instrument. */
  readonly leaves: readonly (readonly [number, Leave])[]
  readonly findings: readonly Found[]
  readonly board: Packed<SwitchboardState>
  readonly risk: Packed<RiskBookState>
  readonly tiers: Packed<TierBookState>
  readonly losses: Packed<LossStreaksState>
  readonly plans: Packed<PlanBookState>
  readonly feed: Packed<TierFeedState>
  readonly person: PersonState
  readonly commissioning: CommissioningState
  readonly outage: Packed<OutageWatchState>
  readonly placed: number
}

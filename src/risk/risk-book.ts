import { AlertBook, type AlertBookState } from "./alert-book.ts"
import { RecoveryBook, type RecoveryBookState } from "./drawdown.ts"
import { OverrideBook, type OverrideBookState } from "./override.ts"
import { ReductionBook, type ReductionBookState } from "./reduction-book.ts"

/** State that a snapshot keeps. */
export interface RiskBookState {
  readonly recoveries: RecoveryBookState
  readonly overrides: OverrideBookState
  readonly alerts: AlertBookState
  readonly reductions: ReductionBookState
}

/** What risk remembers beside days and losses: recoveries, overrides, alerts, and what is being sold. */
export class RiskBook {
  readonly recoveries = new RecoveryBook()
  readonly overrides = new OverrideBook()
  readonly alerts = new AlertBook()
  readonly reductions = new ReductionBook()

  get state(): RiskBookState {
    return {
      recoveries: this.recoveries.state,
      overrides: this.overrides.state,
      alerts: this.alerts.state,
      reductions: this.reductions.state,
    }
  }

  restore({ recoveries, overrides, alerts, reductions }: RiskBookState): void {
    this.recoveries.restore(recoveries)
    this.overrides.restore(overrides)
    this.alerts.restore(alerts)
    this.reductions.restore(reductions)
  }
}

import type { Instant } from "../value/brand.ts"
import { dayOf } from "../value/time.ts"

/** State that a snapshot keeps. */
export interface DayBookState {
  readonly day: number
  readonly equityUnits: bigint
  readonly peakUnits: bigint
  readonly dayStartUnits: bigint
  readonly losingDays: number
  readonly entriesToday: number
}

/**
 * Peak, day and streak of the account, as a fold over samples, flows and entries. Days are UTC; the
 * last worth known before midnight is what the next day starts with. Money that comes or goes from
 * outside moves peak and day start alike, so that it is neither gain nor loss (RISK-5, RISK-8).
 */
export class DayBook {
  #state: DayBookState = {
    day: -1,
    equityUnits: 0n,
    peakUnits: 0n,
    dayStartUnits: 0n,
    losingDays: 0,
    entriesToday: 0,
  }

  get state(): DayBookState {
    return this.#state
  }

  restore(state: DayBookState): void {
    this.#state = state
  }

  onFlow(units: bigint): void {
    const s = this.#state
    this.#state = {
      ...s,
      equityUnits: s.equityUnits + units,
      peakUnits: s.peakUnits + units,
      dayStartUnits: s.dayStartUnits + units,
    }
  }

  onSample(at: Instant, equityUnits: bigint): void {
    this.#turnTo(at)
    const s = this.#state
    this.#state = {
      ...s,
      equityUnits,
      peakUnits: equityUnits > s.peakUnits ? equityUnits : s.peakUnits,
    }
  }

  onEntry(at: Instant): void {
    this.#turnTo(at)
    this.#state = { ...this.#state, entriesToday: this.#state.entriesToday + 1 }
  }

  /** The figures of the day that `at` lies in, without a sample having been taken in it yet. */
  at(
    at: Instant,
  ): Pick<DayBookState, "dayStartUnits" | "losingDays" | "entriesToday" | "peakUnits"> {
    return dayOf(at) === this.#state.day ? this.#state : turned(this.#state, dayOf(at))
  }

  #turnTo(at: Instant): void {
    const day = dayOf(at)
    if (day !== this.#state.day) this.#state = turned(this.#state, day)
  }
}

/** A new day: yesterday's last worth is today's first. RISK-10: a losing day adds, a gain takes one. */
function turned(s: DayBookState, day: number): DayBookState {
  if (s.day < 0) return { ...s, day, dayStartUnits: s.equityUnits, entriesToday: 0 }
  const change = s.equityUnits - s.dayStartUnits
  const losingDays =
    change < 0n
      ? s.losingDays + 1
      : change > 0n
        ? Math.max(0, Math.min(s.losingDays, 3) - 1)
        : s.losingDays
  return { ...s, day, dayStartUnits: s.equityUnits, entriesToday: 0, losingDays }
}

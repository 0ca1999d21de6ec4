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
    return turned(this.#state, dayOf(at))
  }

  #turnTo(at: Instant): void {
    this.#state = turned(this.#state, dayOf(at))
  }
}

/**
 * A new day: yesterday's last worth is today's first. A clock that steps back over midnight makes
 * none (RISK-7: there is no reset before midnight).
 */
function turned(s: DayBookState, day: number): DayBookState {
  if (day <= s.day) return s
  if (s.day < 0) return { ...s, day, dayStartUnits: s.equityUnits, entriesToday: 0 }
  const losingDays = streak(s.losingDays, s.equityUnits - s.dayStartUnits)
  return { ...s, day, dayStartUnits: s.equityUnits, entriesToday: 0, losingDays }
}

/** RISK-10: from quarter size a gain leads back to half, from half to whole; an even day is neither. */
function streak(losingDays: number, change: bigint): number {
  if (change === 0n) return losingDays
  if (change < 0n) return losingDays + 1
  return losingDays >= 3 ? 2 : 0
}

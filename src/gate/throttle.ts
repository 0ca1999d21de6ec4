import type { Instant } from "../value/brand.ts"
import { dayOf, seconds } from "../value/time.ts"
import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** What the exchange publishes (binance-spot.md section 5), of which 80 % are used (EXEC-73). */
const PER_TEN_SECONDS = 40
const PER_DAY = 128_000
/** EXEC-9: a fifth of the budget is kept for stops and exits. */
const ENTRIES_PER_TEN_SECONDS = 32
const ENTRIES_PER_DAY = 102_400

const WINDOW = seconds(10)

/** When tickets were minted, as far back as any limit looks. A fold over placed orders. */
export class TicketTimes {
  #recent: Instant[] = []
  #day = -1
  #today = 0

  add(at: Instant, count: number): void {
    for (let i = 0; i < count; i++) this.#recent.push(at)
    if (this.#recent.length > 4 * PER_TEN_SECONDS) this.#forget(at)
    // A clock that steps back over midnight opens no new budget.
    if (dayOf(at) > this.#day) {
      this.#day = dayOf(at)
      this.#today = 0
    }
    this.#today += count
  }

  /** Tickets in the ten seconds up to now: a sliding window, stricter than the exchange's fixed one. */
  lastTenSeconds(now: Instant): number {
    let count = 0
    for (const at of this.#recent) if (isRecent(at, now)) count++
    return count
  }

  today(now: Instant): number {
    return dayOf(now) > this.#day ? 0 : this.#today
  }

  #forget(now: Instant): void {
    this.#recent = this.#recent.filter((at) => isRecent(at, now))
  }

  save(): { readonly recent: readonly number[]; readonly day: number; readonly today: number } {
    return { recent: [...this.#recent], day: this.#day, today: this.#today }
  }

  restore(state: ReturnType<TicketTimes["save"]>): void {
    this.#recent = state.recent.map((at) => at as Instant)
    this.#day = state.day
    this.#today = state.today
  }
}

/** What lies further ahead was minted before the clock was put back, and says nothing about now. */
const isRecent = (at: Instant, now: Instant): boolean => at > now - WINDOW && at < now + WINDOW

export interface ThrottleScene {
  readonly sentLastTenSeconds: number
  readonly sentToday: number
}

/** Sixth rule: stay well inside what the exchange allows; cancels cost nothing and always pass. */
export function judgeThrottle(intent: Intent, scene: ThrottleScene): Verdict {
  if (intent.purpose === "cancel") return ALLOW
  const isEntry = intent.purpose === "entry"
  const perTenSeconds = isEntry ? ENTRIES_PER_TEN_SECONDS : PER_TEN_SECONDS
  const perDay = isEntry ? ENTRIES_PER_DAY : PER_DAY
  const wanted = intent.target ? 2 : 1
  if (scene.sentLastTenSeconds + wanted > perTenSeconds) {
    return refuse({
      id: "EXEC-73",
      value: `${scene.sentLastTenSeconds} orders in 10 s`,
      limit: `${perTenSeconds}`,
      because:
        "Orders come faster than the exchange's budget allows. It clears within ten seconds.",
    })
  }
  if (scene.sentToday + wanted > perDay) {
    return refuse({
      id: "EXEC-73",
      value: `${scene.sentToday} orders today`,
      limit: `${perDay}`,
      because: "The day's budget of orders at the exchange is used. It clears at 00:00 UTC.",
    })
  }
  return ALLOW
}

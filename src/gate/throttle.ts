import type { Instant } from "../value/brand.ts"
import { dayOf, seconds } from "../value/time.ts"
import type { Intent } from "../order/intent.ts"
import type { Pace } from "../order/notice.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"

/** EXEC-73: so much of what the exchange publishes is used; EXEC-9: a fifth of it not for entries. */
const [SHARE, ENTRY_SHARE] = [0.8, 0.64]
/** Times are looked through for old ones when there are twice as many as were left the last time. */
const KEPT_LEAST = 160

const WINDOW = seconds(10)

/** When tickets were minted, as far back as any limit looks. A fold over placed orders. */
export class TicketTimes {
  #recent: Instant[] = []
  #forgetAt = KEPT_LEAST
  #day = 0
  #today = 0

  add(at: Instant, count: number): void {
    for (let i = 0; i < count; i++) this.#recent.push(at)
    if (this.#recent.length > this.#forgetAt) this.#forget(at)
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
    this.#forgetAt = Math.max(KEPT_LEAST, 2 * this.#recent.length)
  }

  save(): { readonly recent: readonly number[]; readonly day: number; readonly today: number } {
    const last = this.#recent.at(-1)
    const recent = last === undefined ? [] : this.#recent.filter((at) => isRecent(at, last))
    return { recent, day: this.#day, today: this.#today }
  }

  restore(state: ReturnType<TicketTimes["save"]>): void {
    this.#recent = state.recent.map((at) => at as Instant)
    this.#day = state.day
    this.#today = state.today
  }
}

/** What lies further ahead was minted before the clock was put back, and says nothing about now. */
const isRecent = (at: Instant, now: Instant): boolean => at > now - WINDOW && at < now + WINDOW

/** How many of the requests that the exchange allows may be entries (EXEC-9). */
export const entryAllowance = (most: number): number => Math.floor(most * ENTRY_SHARE)

export interface ThrottleScene {
  readonly sentLastTenSeconds: number
  readonly sentToday: number
  /** What the exchange takes of one account, as it publishes it. */
  readonly pace: Pace
}

/** Sixth rule: stay well inside what the exchange allows; cancels cost nothing and always pass. */
export function judgeThrottle(intent: Intent, scene: ThrottleScene): Verdict {
  if (intent.purpose === "cancel") return ALLOW
  const isEntry = intent.purpose === "entry"
  const share = isEntry ? ENTRY_SHARE : SHARE
  const perTenSeconds = Math.floor(scene.pace.perTenSeconds * share)
  const perDay = Math.floor(scene.pace.perDay * share)
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

import type { Filters } from "../market/instrument.ts"

/**
 * What is learnt of an exchange beside orders and balances: whether it can be heard, whether it works,
 * and which rules it has now. Each is said when it changes, and once at every start.
 */
export type Notice = { readonly kind: "notice" } & Matter

type Matter =
  /**
   * EXEC-71: since when nothing comes: prices for 10 s, answers for 30 s, and for 60 s. RISK-4: what the
   * account holds, for 120 s.
   */
  | { readonly about: "reach"; readonly of: "streams" | "api" | "account"; readonly state: Reach }
  /** EXEC-72: its own word on itself. */
  | { readonly about: "system"; readonly isUp: boolean; readonly says: string }
  /** EXEC-64: what fails again and again rests for a while. */
  | { readonly about: "breaker"; readonly of: BreakerName; readonly isOpen: boolean }
  /** EXEC-73: how many orders it takes of one account. */
  | { readonly about: "pace"; readonly pace: Pace }
  /** What it takes of one market now; `isTrading` is false where it is gone or rests. */
  | {
      readonly about: "rules"
      readonly instrument: number
      readonly isTrading: boolean
      readonly filters: Filters
    }

/** `cut` after 60 s: on return everything is compared before anything else (EXEC-71). */
export type Reach = "heard" | "silent" | "cut"
/** Functions whose breakers are apart (EXEC-64). */
export type BreakerName = "orders" | "rest" | "streams"

/** How many orders an exchange takes of one account, as it publishes it. */
export interface Pace {
  readonly perTenSeconds: number
  readonly perDay: number
}

/** EXEC-73: what is held to be true while nothing could be read. */
export const USUAL_PACE: Pace = Object.freeze({ perTenSeconds: 50, perDay: 160_000 })

import type { Instant } from "../value/brand.ts"
import type { Evidence } from "./evidence.ts"

/** One condition of a promotion, as it is shown: what is, what must be, and why (TIER-6). */
export interface Gate {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly required: string
  readonly isPassed: boolean
  /** What it is good for, in one sentence. */
  readonly because: string
}

/** All gates at one moment (TIER-6). */
export interface Evaluation {
  readonly at: Instant
  readonly gates: readonly Gate[]
}

/** What the gates look at. */
export interface Asked {
  readonly evidence: Evidence
  readonly now: Instant
  /** When the account came into its present tier, or was set back to the start of it. */
  readonly since: Instant
  /** When days in the tier began to count; a balance step-down does not move it (TIER-31). */
  readonly countedFrom: Instant
  /** No promotion before this moment (TIER-31). */
  readonly waitUntil: Instant
  /** Books and exchange agree (D11). */
  readonly hasAgreed: boolean
  readonly readiness: number
}

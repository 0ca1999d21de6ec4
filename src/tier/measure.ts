import type { Method } from "./feature.ts"

/**
 * Something that was measured elsewhere and counts for or against a tier. It comes in as a fact of
 * the journal, never as a command: no trader can type one.
 */
export type Measure =
  /** An order that a plan worked; what it was worth, in how many slices, and what it moved (TIER-8). */
  | {
      readonly kind: "worked-order"
      readonly valueUnits: bigint
      readonly slices: number
      readonly impactPpm: number
    }
  /** So many pairs were held whose returns correlate below 0.60 (TIER-8, D7). */
  | { readonly kind: "uncorrelated-pairs"; readonly count: number }
  /** A drawdown drill was run to full recovery without one refused act, or not (TIER-9). */
  | { readonly kind: "drawdown-drill"; readonly isPassed: boolean }
  /** A historical crash was replayed on paper without breaching 15 % (TIER-10). */
  | { readonly kind: "crash-replay"; readonly name: string; readonly isSurvived: boolean }
  /** Backup and failover were exercised for real (TIER-10). */
  | { readonly kind: "failover" }
  /** One paper trade of a method, and whether it stayed inside its slippage limit (TIER-17). */
  | { readonly kind: "practice"; readonly method: Method; readonly isCompleted: boolean }
  /** The tilt guard's score, 0 to 100 (TIER-25, TIER-28 h). */
  | { readonly kind: "tilt-score"; readonly score: number }
  /** Days of behaviour that the guard's baseline covers (TIER-11). */
  | { readonly kind: "baseline"; readonly days: number }
  /** Live slippage against the simulated one, hundredths of a percent (D11). */
  | { readonly kind: "slippage-gap"; readonly basisPoints: number }
  /** Worth of all positions, where it stands against the tier's allowance (TIER-25). */
  | { readonly kind: "exposure"; readonly units: bigint }
  /** What a failure of the infrastructure cost (TIER-28 f). */
  | { readonly kind: "outage-cost"; readonly costUnits: bigint }
  /** A cluster of positions stayed correlated after the automatic reduction failed (TIER-28 e). */
  | { readonly kind: "cluster-unbroken"; readonly positions: number }
  /** The journal goes less far than it was known to: a backup was put in its place (TIER-3). */
  | { readonly kind: "journal-set-back" }
  /** An override was asked for; executed, refused or given up (RISK-52, TIER-28 c). */
  | { readonly kind: "override-attempt" }

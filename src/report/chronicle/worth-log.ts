import type { Instant } from "../../value/brand.ts"

/** Money that came from outside, or went there; account-asset units. */
export interface Flow {
  readonly at: Instant
  readonly units: bigint
  /** Worth of the account just before. */
  readonly before: bigint
}

/**
 * The account's worth over time, and what was paid in and out. Moments and worths stand beside each
 * other: a long run has hundreds of thousands.
 */
export class WorthLog {
  readonly times: Instant[] = []
  readonly units: bigint[] = []
  readonly flows: Flow[] = []

  onSample(at: Instant, units: bigint): void {
    this.times.push(at)
    this.units.push(units)
  }

  onDeposit(at: Instant, units: bigint): void {
    const before = this.units.at(-1) ?? 0n
    this.flows.push({ at, units, before })
    this.onSample(at, before + units)
  }
}

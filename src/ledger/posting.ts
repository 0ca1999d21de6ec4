import assert from "node:assert/strict"
import type { OrderId } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"
import type { Lot } from "./lots.ts"
import { shareOf } from "./share.ts"

/** One side of a movement. `market` is whoever traded with us, `fees` what the exchange keeps. */
export interface Leg {
  readonly account: "ours" | "market" | "fees"
  readonly asset: string
  /** Positive when the account receives. */
  readonly units: bigint
}

/** Units that left us for a value: what a year's tax report is made of (AUDIT-31). */
export interface Disposal {
  readonly asset: string
  readonly units: bigint
  /** What they had cost by lot, account-asset units. */
  readonly costUnits: bigint
  /** What they left for, account-asset units, net of the fees of the sale. */
  readonly proceedsUnits: bigint
  readonly acquiredAt: Instant | undefined
}

/** What one fill did to our books. Its legs sum to zero per asset. */
export interface Posting {
  readonly orderId: OrderId
  readonly tradeId: string
  readonly instrument: number
  readonly at: Instant
  readonly legs: readonly Leg[]
  /** What was traded, before fees; account-asset units. */
  readonly valueUnits: bigint
  /** Gain or loss by average cost, account-asset units, net of fees. */
  readonly realisedUnits: bigint
  /** Value of the fee, account-asset units. */
  readonly feeUnits: bigint
  readonly disposals: readonly Disposal[]
  /** Assets that had to be valued at the last price known instead of the present one. */
  readonly unpriced: readonly string[]
}

/** A posting while it is being made. */
export class Draft {
  readonly at: Instant | undefined
  readonly disposals: Disposal[] = []
  realisedUnits = 0n

  constructor(at: Instant | undefined) {
    this.at = at
  }

  /** Spreads proceeds over the lots by units; rounded half to even, the last takes the rest. */
  dispose(asset: string, lots: readonly Lot[], proceedsUnits: bigint): void {
    let leftUnits = 0n
    for (const lot of lots) leftUnits += lot.units
    let left = proceedsUnits
    for (const { units, costUnits, acquiredAt } of lots) {
      const part = shareOf(left, units, leftUnits)
      leftUnits -= units
      left -= part
      this.disposals.push({ asset, units, costUnits, proceedsUnits: part, acquiredAt })
    }
  }
}

/** Asserts double entry: nothing is made and nothing is lost. */
export function assertBalanced(legs: readonly Leg[]): void {
  for (let i = 0; i < legs.length; i++) {
    const { asset } = legs[i]
    let sum = 0n
    for (let j = 0; j < legs.length; j++) if (legs[j].asset === asset) sum += legs[j].units
    if (sum !== 0n) assert.fail("the legs of a posting sum to zero")
  }
}
